"""The desk itself, units and people, messages, materials and reports."""

from typing import Any

from tests.guards.matrix.access import CITY, EVERYONE, REVIEW, SEE, STAFF, Access
from tests.guards.world import World


def _school(world: World) -> tuple[Any, ...]:
    return (world.school.code,)


def _invitation(world: World) -> tuple[Any, ...]:
    return (world.invitation.code,)


def _message(world: World) -> tuple[Any, ...]:
    return (world.message.pk,)


def _city(world: World) -> tuple[Any, ...]:
    return (world.edition.city.code,)


def _kind(world: World) -> tuple[Any, ...]:
    return (world.edition.city.code, "booking.cancelled")


UNITS: dict[str, Access] = {
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
    "collection:desk": Access(STAFF),
    "collection:unit": Access(SEE, lambda w: (w.call.pk, w.school.code)),
    "collection:hand_in": Access(SEE, lambda w: (w.call.pk, w.school.code), "post"),
    "collection:add": Access(SEE, lambda w: (w.call.pk, w.school.code, w.rule.pk), "post"),
    "collection:replace": Access(SEE, lambda w: (w.item.code,), "post"),
    "collection:remove": Access(SEE, lambda w: (w.item.code,), "post"),
    "collection:decide": Access(SEE, lambda w: (w.item.code,), "post"),
    "report:desk": Access(CITY),
    "report:build": Access(CITY, lambda w: (w.edition.slug,), "post"),
}
