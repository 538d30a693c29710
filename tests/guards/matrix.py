"""Who may go where: every address of the project, and who of the cast gets in.

``args`` builds the address from one of everything (``world.py``). A refused person is sent to the sign-in page
when anonymous, and gets 404 otherwise; in both cases no row changes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.guards.world import World

EVERYONE = frozenset({"anonymous", "wu", "he", "zhou", "lin", "men"})
#: people with a sign-in
STAFF = EVERYONE - {"anonymous"}
#: who may see the desk of school A: its editor, its county, its city
SEE = frozenset({"he", "zhou", "lin"})
#: who reviews for school A
REVIEW = frozenset({"zhou", "lin"})
#: who checks visitors in at school A
GATE = SEE | {"men"}
CITY = frozenset({"lin"})

#: addresses of libraries, tested by their makers
THIRD_PARTY = ("account_", "mfa_", "api:openapi", "api:api-root")


@dataclass(frozen=True)
class Access:
    """Who gets in, how the address is built, and by which method."""

    who: frozenset[str]
    args: Callable[[World], tuple[Any, ...]] = lambda world: ()
    method: str = "get"


def _work(world: World) -> tuple[Any, ...]:
    return ("hall", world.work.pk)


def _route(world: World) -> tuple[Any, ...]:
    return (world.route.pk,)


def _draft(world: World) -> tuple[Any, ...]:
    return (world.draft.pk,)


def _school(world: World) -> tuple[Any, ...]:
    return (world.school.code,)


def _invitation(world: World) -> tuple[Any, ...]:
    return (world.invitation.code,)


def _edition(world: World) -> tuple[Any, ...]:
    return (world.edition.slug,)


def _clause(world: World) -> tuple[Any, ...]:
    return (world.edition.slug, "3")


def _entry(world: World) -> tuple[Any, ...]:
    return (world.edition.slug, "kinds", "launch")


def _message(world: World) -> tuple[Any, ...]:
    return (world.message.pk,)


def _city(world: World) -> tuple[Any, ...]:
    return (world.edition.city.code,)


def _kind(world: World) -> tuple[Any, ...]:
    return (world.edition.city.code, "booking.cancelled")


def _launch(world: World) -> tuple[Any, ...]:
    return (world.ceremony.activity_id,)


def _run_item(world: World) -> tuple[Any, ...]:
    return (world.ceremony.activity_id, world.run_item.pk)


def _guest(world: World) -> tuple[Any, ...]:
    return (world.ceremony.activity_id, world.guest.code)


def _zone(world: World) -> tuple[Any, ...]:
    return (world.ceremony.activity_id, world.zone.code)


MATRIX: dict[str, Access] = {
    "library:file": Access(EVERYONE, lambda w: (w.hall.cover.pk,)),
    "library:rendition": Access(EVERYONE, lambda w: (w.hall.cover.pk, w.hall.cover.renditions.first().width)),
    "api:activities": Access(EVERYONE),
    "api:sessions": Access(EVERYONE),
    "api:session": Access(EVERYONE, lambda w: (w.session.code,)),
    "api:book": Access(EVERYONE, lambda w: (w.session.code,), "post"),
    "api:booking": Access(EVERYONE, lambda w: (w.token,)),
    "api:cancel": Access(EVERYONE, lambda w: (w.token,), "delete"),
    "website:home": Access(EVERYONE),
    "website:schedule": Access(EVERYONE),
    "schedule:board": Access(REVIEW),
    "schedule:move": Access(REVIEW, lambda w: (w.movable.code,)),
    "schedule:move_clashes": Access(REVIEW, lambda w: (w.movable.code,)),
    "schedule:targets": Access(REVIEW, lambda w: (w.movable.code,)),
    "schedule:drop_move": Access(REVIEW, lambda w: (w.move.pk,), "post"),
    "website:day": Access(EVERYONE, lambda w: (w.session.day,)),
    "website:printed_day": Access(EVERYONE, lambda w: (w.session.day,)),
    "website:my_week": Access(EVERYONE),
    "website:my_week_calendar": Access(EVERYONE),
    "website:keep": Access(EVERYONE),
    "website:drop": Access(EVERYONE, lambda w: (), "post"),
    "website:places": Access(EVERYONE),
    "website:place": Access(EVERYONE, lambda w: (w.session.place.code,)),
    "website:audiences": Access(EVERYONE),
    "website:audience": Access(EVERYONE, lambda w: (w.activity.audiences.first().code,)),
    "website:activity": Access(EVERYONE, lambda w: (w.activity.code,)),
    "website:schools": Access(EVERYONE),
    "website:school": Access(EVERYONE, lambda w: (w.school.code,)),
    "website:search": Access(EVERYONE),
    "website:sitemap": Access(EVERYONE),
    "website:sitemap_xml": Access(EVERYONE),
    "website:robots": Access(EVERYONE),
    "booking:book": Access(EVERYONE, lambda w: (w.session.code,)),
    "booking:receipt": Access(EVERYONE, lambda w: (w.token,)),
    "booking:cancel": Access(EVERYONE, lambda w: (w.token,)),
    "ceremonies:invitation": Access(EVERYONE, lambda w: (w.guest_token,)),
    "ceremonies:overview": Access(STAFF),
    "ceremonies:home": Access(SEE, _launch),
    "ceremonies:begin": Access(SEE, _launch, "post"),
    "ceremonies:arrangements": Access(SEE, _launch),
    "ceremonies:links": Access(SEE, _launch),
    "ceremonies:weather": Access(SEE, _launch),
    "ceremonies:decide": Access(SEE, _launch, "post"),
    "ceremonies:rehearsals": Access(SEE, _launch),
    "ceremonies:cancel_rehearsal": Access(SEE, lambda w: (*_launch(w), w.rehearsal.code), "post"),
    "ceremonies:tick": Access(
        SEE, lambda w: (*_launch(w), w.rehearsal.code, w.rehearsal.checks.get().pk), "post"
    ),
    "ceremonies:notice": Access(SEE, _launch),
    "ceremonies:show": Access(SEE, _launch),
    "ceremonies:show_begin": Access(SEE, _launch, "post"),
    "ceremonies:item_new": Access(SEE, _launch),
    "ceremonies:people": Access(SEE, _launch),
    "ceremonies:stage": Access(SEE, _launch),
    "ceremonies:item": Access(SEE, _run_item),
    "ceremonies:item_move": Access(SEE, _run_item, "post"),
    "ceremonies:item_remove": Access(SEE, _run_item, "post"),
    "ceremonies:guests": Access(SEE, _launch),
    "ceremonies:guest_new": Access(SEE, _launch),
    "ceremonies:guests_import": Access(SEE, _launch),
    "ceremonies:guests_sheet": Access(SEE, _launch),
    "ceremonies:letter": Access(SEE, _launch),
    "ceremonies:send": Access(SEE, _launch, "post"),
    "ceremonies:printed": Access(SEE, _launch, "post"),
    "ceremonies:remind": Access(SEE, _launch, "post"),
    "ceremonies:guest": Access(SEE, _guest),
    "ceremonies:guest_answer": Access(SEE, _guest),
    "ceremonies:guest_place": Access(SEE, _guest),
    "ceremonies:guest_withdraw": Access(SEE, _guest, "post"),
    "ceremonies:seats": Access(SEE, _launch),
    "ceremonies:zone_new": Access(SEE, _launch),
    "ceremonies:assign": Access(SEE, _launch, "post"),
    "ceremonies:spread": Access(SEE, _launch),
    "ceremonies:stand": Access(SEE, lambda w: (*_launch(w), w.stand.pk)),
    "ceremonies:zone": Access(SEE, _zone),
    "ceremonies:zone_move": Access(SEE, _zone, "post"),
    "ceremonies:zone_remove": Access(SEE, _zone, "post"),
    "ceremonies:badges": Access(SEE, _launch),
    "ceremonies:print": Access(SEE, lambda w: (*_launch(w), "show")),
    "booking:privacy": Access(EVERYONE),
    "booking:gate": Access(STAFF),
    "booking:gate_session": Access(GATE, lambda w: (w.session.code,)),
    "booking:desk_sessions": Access(STAFF),
    "booking:desk_session": Access(SEE, lambda w: (w.session.code,)),
    "booking:desk_places": Access(SEE, lambda w: (w.activity.pk,)),
    "review:many": Access(STAFF),
    "review:shelf": Access(STAFF),
    "review:works": Access(STAFF, lambda w: ("hall",)),
    "review:create": Access(STAFF - {"men"}, lambda w: ("hall",)),
    "review:work": Access(SEE, _work),
    "review:edit": Access(SEE, _work),
    "review:submit": Access(SEE, _work, "post"),
    "review:withdraw": Access(SEE, _work, "post"),
    "review:approve": Access(REVIEW, _work, "post"),
    "review:return": Access(REVIEW, _work, "post"),
    "review:part-create": Access(SEE, lambda w: ("hall", w.work.pk, "exhibits")),
    "review:part": Access(
        SEE, lambda w: ("hall", w.work.pk, "exhibits", w.work.rooms.first().placements.first().pk)
    ),
    "review:part-remove": Access(
        SEE, lambda w: ("hall", w.work.pk, "exhibits", w.work.rooms.first().placements.first().pk), "post"
    ),
    "website:cloud": Access(EVERYONE),
    "exhibition:halls": Access(EVERYONE),
    "exhibition:hall": Access(EVERYONE, lambda w: (w.hall.slug,)),
    "exhibition:exhibit": Access(EVERYONE, lambda w: (w.hall.slug, w.exhibit.exhibit.code)),
    "tours:tours": Access(EVERYONE),
    "tours:tour": Access(EVERYONE, lambda w: (w.tour.slug,)),
    "admissions:prospectuses": Access(EVERYONE),
    "admissions:prospectus": Access(EVERYONE, lambda w: (w.prospectus.code,)),
    "publicity:articles": Access(EVERYONE),
    "publicity:article": Access(EVERYONE, lambda w: (w.article.slug,)),
    "volunteering:services": Access(EVERYONE),
    "volunteering:point": Access(EVERYONE, lambda w: (w.point.activity.code,)),
    "volunteering:desk_points": Access(STAFF),
    "volunteering:desk_point": Access(SEE, lambda w: (w.service.pk,)),
    "collection:desk": Access(STAFF),
    "collection:unit": Access(SEE, lambda w: (w.call.pk, w.school.code)),
    "collection:hand_in": Access(SEE, lambda w: (w.call.pk, w.school.code), "post"),
    "collection:add": Access(SEE, lambda w: (w.call.pk, w.school.code, w.rule.pk), "post"),
    "collection:replace": Access(SEE, lambda w: (w.item.code,), "post"),
    "collection:remove": Access(SEE, lambda w: (w.item.code,), "post"),
    "collection:decide": Access(SEE, lambda w: (w.item.code,), "post"),
    "report:desk": Access(CITY),
    "report:build": Access(CITY, lambda w: (w.edition.slug,), "post"),
    "desk:home": Access(STAFF),
    "desk:late": Access(STAFF),
    "desk:late_unit": Access(SEE, lambda w: (w.school.code,)),
    "desk:history": Access(SEE, lambda w: ("programme.activity", w.activity.pk)),
    "desk:journal": Access(REVIEW),
    "desk:journal_export": Access(REVIEW),
    "desk:clock": Access(frozenset(), method="post"),
    "organisations:accept": Access(EVERYONE, lambda w: (w.invitation_token,)),
    "organisations:desk": Access(STAFF),
    "organisations:unit": Access(SEE, lambda w: (w.school.code,)),
    "organisations:new_venue": Access(SEE, lambda w: (w.school.code,)),
    "organisations:venue": Access(SEE, lambda w: (w.session.venue.code,)),
    "organisations:venue_windows": Access(SEE, lambda w: (w.session.venue.code,)),
    "organisations:contact_windows": Access(SEE, lambda w: (w.contact.code,)),
    "organisations:remove_window": Access(SEE, lambda w: (w.window.pk,), "post"),
    "organisations:new_unit": Access(REVIEW, _school),
    "organisations:edit_unit": Access(SEE, _school),
    "organisations:move_unit": Access(CITY, _school),
    "organisations:close_unit": Access(REVIEW, _school),
    "organisations:reopen_unit": Access(REVIEW, _school, "post"),
    "organisations:kinds": Access(CITY),
    "organisations:new_kind": Access(CITY),
    "organisations:kind": Access(CITY, lambda w: (w.school.kind.code,)),
    "organisations:hand_over": Access(REVIEW, lambda w: (w.people["he"].memberships.first().pk,)),
    "organisations:invitation": Access(REVIEW, _invitation),
    "organisations:resend_invitation": Access(REVIEW, _invitation, "post"),
    "organisations:withdraw_invitation": Access(REVIEW, _invitation, "post"),
    "organisations:sheets": Access(REVIEW),
    "organisations:sheet_template": Access(REVIEW, lambda w: ("units",)),
    "organisations:export_sheet": Access(REVIEW, lambda w: ("units",), "post"),
    "organisations:upload_sheet": Access(REVIEW, lambda w: ("units",), "post"),
    "organisations:import": Access(frozenset({"zhou"}), lambda w: (w.sheet.code,)),
    "organisations:import_remarks": Access(frozenset({"zhou"}), lambda w: (w.sheet.code,)),
    "organisations:drop_import": Access(frozenset({"zhou"}), lambda w: (w.sheet.code,), "post"),
    "organisations:register": Access(REVIEW),
    "organisations:contacts": Access(SEE, _school),
    "organisations:new_contact": Access(SEE, _school),
    "organisations:contact": Access(SEE, lambda w: (w.contact.code,)),
    "organisations:end_contact": Access(SEE, lambda w: (w.contact.code,), "post"),
    "organisations:groups": Access(SEE, _school),
    "organisations:new_group": Access(SEE, _school),
    "organisations:group": Access(SEE, lambda w: (w.group.code,)),
    "organisations:edit_group": Access(SEE, lambda w: (w.group.code,)),
    "organisations:close_group": Access(SEE, lambda w: (w.group.code,), "post"),
    "organisations:new_member": Access(SEE, lambda w: (w.group.code,)),
    "organisations:member": Access(SEE, lambda w: (w.member.pk,)),
    "organisations:end_member": Access(SEE, lambda w: (w.member.pk,), "post"),
    "organisations:tasks": Access(SEE, _school),
    "organisations:new_task": Access(SEE, _school),
    "organisations:task": Access(SEE, lambda w: (w.task.code,)),
    "organisations:edit_task": Access(SEE, lambda w: (w.task.code,)),
    "organisations:step_task": Access(SEE, lambda w: (w.task.code,), "post"),
    "organisations:invite": Access(REVIEW, lambda w: (w.school.code,)),
    "organisations:end_role": Access(REVIEW, lambda w: (w.people["he"].memberships.first().pk,), "post"),
    "messaging:outbox": Access(REVIEW),
    "messaging:release_many": Access(REVIEW, method="post"),
    "messaging:discard_many": Access(REVIEW),
    "messaging:ways": Access(REVIEW),
    "messaging:check": Access(frozenset(), method="post"),
    "messaging:trial": Access(REVIEW, method="post"),
    "messaging:kinds": Access(CITY, _city),
    "messaging:hold": Access(CITY, _city, "post"),
    "messaging:text": Access(CITY, _kind),
    "messaging:reset": Access(CITY, _kind, "post"),
    "messaging:provider": Access(CITY, _kind),
    "messaging:message": Access(REVIEW, _message),
    "messaging:edit": Access(REVIEW, _message),
    "messaging:release": Access(REVIEW, _message, "post"),
    "messaging:retry": Access(REVIEW, _message, "post"),
    "messaging:discard": Access(REVIEW, _message, "post"),
    "messaging:reveal": Access(REVIEW, _message, "post"),
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
    "programme:desk_list": Access(STAFF),
    "programme:desk_new": Access(STAFF - {"men"}),
    "programme:import": Access(STAFF - {"men"}),
    "programme:import_template": Access(STAFF - {"men"}),
    "programme:import_check": Access(frozenset({"he"}), lambda w: (w.taken.code,)),
    "programme:import_commit": Access(frozenset({"he"}), lambda w: (w.taken.code,), "post"),
    "programme:import_drop": Access(frozenset({"he"}), lambda w: (w.taken.code,), "post"),
    "programme:import_remarks": Access(frozenset({"he"}), lambda w: (w.taken.code,)),
    "programme:export": Access(STAFF - {"men"}),
    "programme:desk_activity": Access(SEE, _draft),
    "programme:desk_what": Access(SEE, _draft),
    "programme:desk_when": Access(SEE, _draft),
    "programme:desk_session": Access(SEE, lambda w: (w.draft.pk, w.draft.sessions.first().code)),
    "programme:clashes": Access(SEE, _draft),
    "programme:desk_staff": Access(SEE, lambda w: (w.draft.pk, w.draft.sessions.first().code)),
    "programme:remove_session": Access(SEE, lambda w: (w.draft.pk, w.draft.sessions.first().code), "post"),
    "programme:cancel_session": Access(SEE, lambda w: (w.activity.pk, w.session.code), "post"),
    "programme:desk_safety": Access(SEE, _draft),
    "programme:desk_care": Access(SEE, _draft),
    "programme:desk_plan": Access(SEE, _draft),
    "programme:ask_plan": Access(REVIEW, _draft, "post"),
    "programme:desk_permit": Access(SEE, _draft),
    "programme:desk_budget": Access(SEE, _draft),
    "programme:state_frugal": Access(SEE, _draft, "post"),
    "programme:desk_budget_line": Access(SEE, lambda w: (w.draft.pk, w.draft.budget.first().pk)),
    "programme:remove_line": Access(SEE, lambda w: (w.draft.pk, w.draft.budget.first().pk), "post"),
    "programme:permits": Access(REVIEW),
    "programme:spending": Access(REVIEW),
    "programme:crowds": Access(REVIEW),
    "programme:new_crowd_rule": Access(REVIEW),
    "programme:end_crowd_rule": Access(REVIEW, lambda w: (w.crowd_rule.pk,)),
    "programme:desk_partners": Access(SEE, _draft),
    "programme:desk_check": Access(SEE, _draft),
    "programme:decide": Access(SEE, _draft, "post"),
    "programme:withdraw": Access(SEE, _draft, "post"),
    "programme:cancel": Access(SEE, lambda w: (w.activity.pk,), "post"),
    "programme:series": Access(SEE, _draft),
    "programme:many": Access(SEE, _draft),
    "programme:autosave": Access(SEE, lambda w: (w.draft.pk, "what"), "post"),
    "programme:autosave_new": Access(STAFF - {"men"}, lambda w: ("new",), "post"),
    "programme:give_up": Access(SEE, lambda w: (w.draft.pk, "what"), "post"),
    "programme:give_up_new": Access(STAFF - {"men"}, lambda w: ("new",), "post"),
    "programme:copy_earlier": Access(STAFF - {"men"}),
    "programme:copy": Access(SEE, _draft, "post"),
    "programme:shared": Access(STAFF),
    "programme:revise": Access(SEE, lambda w: (w.activity.pk,), "post"),
    "programme:retake": Access(SEE, lambda w: (w.copy.pk,), "post"),
    "programme:drop": Access(SEE, lambda w: (w.copy.pk,)),
    "coverage:matrix": Access(REVIEW),
    "coverage:gaps": Access(REVIEW),
    "coverage:export": Access(REVIEW),
    "coverage:cell": Access(REVIEW),
    "coverage:ask": Access(frozenset(), method="post"),  # asks only where a target is not met
    "coverage:targets": Access(CITY),
    "coverage:default_targets": Access(CITY, method="post"),
    "coverage:save_targets": Access(CITY, method="post"),
    "coverage:remove_targets": Access(CITY, method="post"),
    "coverage:restore_targets": Access(CITY, method="post"),
    "coverage:plan": Access(REVIEW),
    "coverage:lock_cell": Access(REVIEW, method="post"),
    "coverage:lock_session": Access(REVIEW, lambda w: (w.session.code,), "post"),
    "coverage:unlock": Access(REVIEW, lambda w: (w.lock.pk,), "post"),
    "coverage:proposal": Access(REVIEW, lambda w: (w.proposal.pk,)),
    "coverage:commit": Access(REVIEW, lambda w: (w.proposal.pk,), "post"),
    "coverage:compare": Access(REVIEW, lambda w: (w.proposal.pk, w.proposal.pk)),
    "coverage:routes": Access(STAFF),
    "coverage:new_route": Access(CITY),
    "coverage:route": Access(SEE, _route),
    "coverage:edit_route": Access(CITY, _route),
    "coverage:arrange": Access(CITY, _route, "post"),
    "coverage:choose": Access(CITY, _route, "post"),
    "coverage:share": Access(CITY, _route, "post"),
    "coverage:unshare": Access(CITY, _route, "post"),
    "coverage:remove_route": Access(CITY, _route, "post"),
    "schedule:changes": Access(EVERYONE),
    "schedule:follow": Access(EVERYONE, lambda w: (w.activity.code,)),
    "schedule:asked": Access(EVERYONE),
    "schedule:following": Access(EVERYONE, lambda w: (w.follower.token,)),
    "schedule:stop": Access(EVERYONE, lambda w: (w.follower.token,), "post"),
    "schedule:stop_all": Access(EVERYONE, lambda w: (w.follower.token,)),
    "schedule:releases": Access(CITY),
    "schedule:compare": Access(CITY),
    "website:week_ics": Access(EVERYONE),
    "website:day_ics": Access(EVERYONE, lambda w: (w.session.day,)),
    "website:place_ics": Access(EVERYONE, lambda w: (w.session.place.code,)),
    "website:school_ics": Access(EVERYONE, _school),
    "website:activity_ics": Access(EVERYONE, lambda w: (w.activity.code,)),
    "website:changes_atom": Access(EVERYONE),
    "website:activities_atom": Access(EVERYONE),
    "website:subscribe": Access(EVERYONE),
    "website:embed": Access(EVERYONE),
    "website:embed_make": Access(EVERYONE),
}
