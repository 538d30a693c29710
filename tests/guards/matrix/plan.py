"""Editions, clauses, duties and notices."""

from typing import Any

from tests.guards.matrix.access import CITY, EVERYONE, REVIEW, SEE, STAFF, Access
from tests.guards.world import World


def _edition(world: World) -> tuple[Any, ...]:
    return (world.edition.slug,)


def _clause(world: World) -> tuple[Any, ...]:
    return (world.edition.slug, "3")


def _entry(world: World) -> tuple[Any, ...]:
    return (world.edition.slug, "kinds", "launch")


PLAN: dict[str, Access] = {
    "plan:notices": Access(EVERYONE),
    "plan:notice": Access(EVERYONE, lambda w: (w.notice.code,)),
    "plan:desk": Access(STAFF),
    "plan:desk_duties": Access(STAFF),
    "plan:export_duties": Access(STAFF),
    "plan:unit_duties": Access(SEE, lambda w: (w.school.code,)),
    "plan:editions": Access(CITY),
    "plan:new_edition": Access(CITY),
    "plan:blank_edition": Access(CITY),
    "plan:clone_edition": Access(CITY),
    "plan:read_plan": Access(CITY),
    "plan:reading": Access(CITY, lambda w: (w.reading.code,)),
    "plan:discard_reading": Access(CITY, lambda w: (w.reading.code,), "post"),
    "plan:edition": Access(CITY, _edition),
    "plan:edition_head": Access(CITY, _edition),
    "plan:edition_figures": Access(CITY, _edition),
    "plan:edition_dates": Access(CITY, _edition),
    "plan:edition_phases": Access(CITY, _edition),
    "plan:edition_steps": Access(CITY, _edition),
    "plan:edition_clauses": Access(CITY, _edition),
    "plan:new_clause": Access(CITY, _edition),
    "plan:edition_clause": Access(CITY, _clause),
    "plan:remove_clause": Access(CITY, _clause, "post"),
    "plan:move_clause": Access(CITY, _clause, "post"),
    "plan:edition_codes": Access(CITY, lambda w: (w.edition.slug, "kinds")),
    "plan:new_code": Access(CITY, lambda w: (w.edition.slug, "kinds")),
    "plan:edition_code": Access(CITY, _entry),
    "plan:remove_code": Access(CITY, _entry, "post"),
    "plan:move_code": Access(CITY, _entry, "post"),
    "plan:duty_cell": Access(SEE, lambda w: (w.school.code, w.duty.clause.path)),
    "plan:clause_duties": Access(STAFF, lambda w: (w.duty.clause.path,)),
    "plan:lay_duties": Access(REVIEW),
    "plan:edit_duty": Access(CITY, lambda w: (w.duty.pk,)),
    "plan:end_duty": Access(CITY, lambda w: (w.duty.pk,)),
    "plan:waive_duty": Access(REVIEW, lambda w: (w.duty.pk,), "post"),
    "plan:owe_duty": Access(REVIEW, lambda w: (w.duty.pk,), "post"),
    "plan:remind": Access(REVIEW),
    "plan:reminder_rules": Access(CITY),
    "plan:add_reminder_rule": Access(CITY),
    "plan:stop_reminder_rule": Access(CITY, lambda w: (w.reminder_rule.pk,), "post"),
    "plan:desk_notices": Access(STAFF),
    "plan:desk_notice": Access(SEE, lambda w: (w.notice.code,)),
    "plan:write_notice": Access(REVIEW),
    "plan:sent_notices": Access(REVIEW),
    "plan:export_notices": Access(REVIEW),
    "plan:notice_attachments": Access(CITY, lambda w: (w.draft_notice.code,)),
    "plan:detach_file": Access(CITY, lambda w: (w.draft_notice.code, w.attachment.pk), "post"),
    "plan:move_file": Access(CITY, lambda w: (w.draft_notice.code, w.attachment.pk), "post"),
    "plan:notice_recipients": Access(CITY, lambda w: (w.draft_notice.code,)),
    "plan:send_further": Access(CITY, lambda w: (w.notice.code,)),
    "plan:notice_versions": Access(SEE, lambda w: (w.notice.code,)),
    "plan:export_receipts": Access(SEE, lambda w: (w.notice.code,)),
    "plan:print_notice": Access(SEE, lambda w: (w.notice.code, "docx")),
    "plan:urge": Access(CITY, lambda w: (w.notice.code,)),
    "plan:revise_notice": Access(CITY, lambda w: (w.notice.code,), "post"),
    "plan:forward_notice": Access(
        frozenset({"zhou"}), lambda w: (w.notice.code, w.school.parent.code), "post"
    ),
    "plan:edit_notice": Access(CITY, lambda w: (w.draft_notice.code,)),
    "plan:send_notice": Access(CITY, lambda w: (w.draft_notice.code,)),
    "plan:sign_notice": Access(frozenset({"he"}), lambda w: (w.notice.code, w.school.code), "post"),
}
