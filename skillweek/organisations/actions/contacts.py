"""Who answers for what: a new one ends the one before, nothing is overwritten."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.common import cipher, clock
from skillweek.organisations.actions.errors import OrganisationError
from skillweek.organisations.models import Contact, Organisation
from skillweek.organisations.queries import has_right
from skillweek.organisations.rules import Right, overlap


def _check_may_write(unit: Organisation, by: User) -> None:
    if not has_right(by, Right.EDIT, unit):
        raise OrganisationError(_("您不能修改这个单位的联系人"))
    if not unit.active:
        raise OrganisationError(_("这个单位已经撤销"))


def _hold_unit(unit: Organisation) -> Organisation:
    """The unit's row, locked: two officers do not appoint at the same time."""
    found: Organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    return found


@transaction.atomic
def appoint(*, organisation: Organisation, by: User, facts: dict[str, Any]) -> Contact:
    """Say who answers for something from ``since`` on; whoever did so until then ends on that day.

    ``facts`` are fields of Contact. Open tasks of the one before that had no sign-in go over.
    """
    unit = _hold_unit(organisation)
    _check_may_write(unit, by)
    contact = Contact(organisation=unit, **facts)
    _check_period(contact)
    same = unit.contacts.filter(role=contact.role, duty=contact.duty)
    before = same.filter(until=None, since__lte=contact.since).first() if contact.until is None else None
    if before is not None and before.since == contact.since:
        raise OrganisationError(
            _("%(name)s已从这一天起担任；要更正，请打开那一条") % {"name": before.name}, "since"
        )
    _check_free(contact, same.exclude(pk=before.pk) if before else same)
    if before is not None:
        before.until = contact.since
        before.save(update_fields=["until"])
    _save(contact)
    if before is not None:
        _pass_tasks(before, contact)
    return contact


def _check_period(contact: Contact) -> None:
    if contact.until is not None and contact.until <= contact.since:
        raise OrganisationError(_("结束日期应晚于起始日期"), "until")


def _check_free(contact: Contact, others: Any) -> None:
    """Refuse a period in which somebody else is known to have the role."""
    for other in others:
        if other.until == other.since:
            continue  # corrected on the same day: never in force
        if overlap(contact.since, contact.until, other.since, other.until):
            words = {"name": other.name, "since": other.since.isoformat()}
            raise OrganisationError(_("%(name)s从 %(since)s 起担任，与这段时间重叠") % words, "since")


def _save(contact: Contact) -> None:
    contact.phone_index = cipher.blind_index(contact.phone) if contact.phone else ""
    contact.save()


def _pass_tasks(before: Contact, after: Contact) -> None:
    """Open tasks of the one who is followed go to the one who follows."""
    to = {"owner": after.user, "contact": None} if after.user else {"contact": after}
    before.tasks.filter(state="open").update(**to)


@transaction.atomic
def edit_contact(*, contact: Contact, by: User, facts: dict[str, Any]) -> Contact:
    """Correct an entry: the same person in the same role. Another person is appointed, not written over."""
    unit = _hold_unit(contact.organisation)
    _check_may_write(unit, by)
    contact = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    for name, value in facts.items():
        setattr(contact, name, value)
    _check_period(contact)
    _check_free(contact, unit.contacts.filter(role=contact.role, duty=contact.duty).exclude(pk=contact.pk))
    _save(contact)
    return contact


@transaction.atomic
def end_contact(*, contact: Contact, by: User, on: date | None = None) -> Contact:
    """End a contact without anybody following, on ``on`` or today; a second time changes nothing."""
    unit = _hold_unit(contact.organisation)
    _check_may_write(unit, by)
    contact = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    if contact.until is not None:
        return contact
    if contact.tasks.filter(state="open").exists():
        raise OrganisationError(_("名下还有未完成的工作事项，请先改派，或直接换成接任的人"))
    contact.until = max(on or clock.today(), contact.since)
    contact.save(update_fields=["until"])
    return contact
