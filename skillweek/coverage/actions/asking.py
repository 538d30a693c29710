"""Asking a unit to fill a gap: it becomes something that the unit has to do."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.coverage.actions.targets import check_phase
from skillweek.coverage.models.targets import said
from skillweek.coverage.rules import CoverageError
from skillweek.organisations.actions import OrganisationError, write_task
from skillweek.organisations.models import Organisation, Task
from skillweek.organisations.queries import task_owners
from skillweek.plan.models import Edition

#: days that a unit has, and least days before the Week that it should be done
DAYS, BEFORE = 5, 2


def asked_of(edition: Edition, facts: Mapping[str, Any]) -> Organisation:
    """Who can fill a gap: the host it names, else the unit of its place, else the city."""
    found: Organisation = facts.get("host") or facts.get("place") or edition.city
    return found


def due_day(edition: Edition) -> date:
    """By when an answer is asked for: in a few days, and before the Week if that is still possible."""
    today = clock.today(edition.time_zone)
    return max(today, min(today + timedelta(days=DAYS), edition.starts - timedelta(days=BEFORE)))


@transaction.atomic
def ask_unit(
    *, edition: Edition, facts: Mapping[str, Any], highlight: bool, missing: int, note: str, by: User
) -> Task:
    """Give the unit that can fill a gap a task, owed by the first of its people; asked once while it is open."""
    check_phase(edition)
    unit = asked_of(edition, facts)
    users, contacts = task_owners(unit)
    if not users and not contacts:
        words = {"unit": unit.called}
        raise CoverageError(_("%(unit)s还没有登记任何人，没有人能收到；请先在“单位与人员”里登记") % words)
    title = (_("补 %(n)d 场活动：%(what)s") % {"n": missing, "what": said(facts, highlight)})[:80]
    if Task.objects.filter(organisation=unit, title=title, state=Task.State.OPEN).exists():
        raise CoverageError(_("已经请%(unit)s补过这一处，事项还没有办结") % {"unit": unit.called})
    owner = {"owner": users[0]} if users else {"contact": contacts[0]}
    try:
        return write_task(
            organisation=unit,
            task=None,
            by=by,
            facts={"title": title, "note": note, "due": due_day(edition), **owner},
        )
    except OrganisationError as error:
        raise CoverageError(str(error)) from error
