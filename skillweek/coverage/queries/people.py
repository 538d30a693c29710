"""Who could stand at a unit's sessions, and the fairest way to share them out."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from skillweek.common import clock
from skillweek.coverage import fair
from skillweek.coverage.queries.windows import Availability, availability
from skillweek.organisations.models import Contact, Organisation
from skillweek.organisations.queries import AnyUser, contacts_of, scope
from skillweek.organisations.rules import Right
from skillweek.plan.models import Edition
from skillweek.programme.models import Session, SessionStaff
from skillweek.programme.queries import live_sessions


@dataclass(frozen=True)
class Row:
    """A session, who is there already, who is proposed, and why somebody is missing (how many by reason)."""

    session: Session
    there: list[Contact]
    proposed: list[Contact]
    missing: int
    shut: int
    elsewhere: int


@dataclass(frozen=True)
class Sharing:
    """A proposal for one unit: rows in order of time, hours of everybody; ``footing`` tells whether it still holds."""

    rows: list[Row]
    loads: list[tuple[Contact, float]]
    footing: str
    proven: bool

    @property
    def added(self) -> dict[int, list[int]]:
        """Ids of the contacts to add, by the id of the session."""
        return {row.session.pk: [one.pk for one in row.proposed] for row in self.rows if row.proposed}

    @property
    def missing(self) -> int:
        """How many places nobody can take."""
        return sum(row.missing for row in self.rows)


def shared_units(user: AnyUser, edition: Edition) -> QuerySet[Organisation]:
    """Units for which ``user`` writes, with sessions to come."""
    owners = _to_come(edition).order_by().values("activity__owner")
    return Organisation.objects.filter(Q(pk__in=scope(user, Right.EDIT)) & Q(pk__in=owners)).order_by(
        "position", "pk"
    )


def writes_anywhere(user: AnyUser) -> bool:
    """True for those who may write for some unit, whether or not it has sessions to come."""
    return bool(scope(user, Right.EDIT))


def _to_come(edition: Edition) -> QuerySet[Session]:
    return live_sessions(edition).filter(starts__gt=clock.now())


def sharing(unit: Organisation, edition: Edition, each: int) -> Sharing:
    """The fairest way to have ``each`` contacts of ``unit`` at every session of it that is to come."""
    sessions = list(_to_come(edition).filter(activity__owner=unit).order_by("starts", "pk"))
    people = list(contacts_of(unit))
    known = availability(edition, [one.pk for one in sessions])
    busy = _elsewhere(people, sessions)
    shifts = [_shift(one, each, people, known, busy) for one in sessions]
    found = fair.assign(shifts, [one.pk for one in people])
    footing = hashlib.sha256(
        json.dumps([repr(shifts), each, found.added], sort_keys=True).encode()
    ).hexdigest()
    names = {one.pk: one for one in people}
    rows = [
        _row(session, shift, found, names, known) for session, shift in zip(sessions, shifts, strict=True)
    ]
    loads = [(names[key], round(minutes / 60, 1)) for key, minutes in found.minutes.items()]
    return Sharing(rows, loads, footing[:32], found.proven)


def _elsewhere(people: list[Contact], sessions: list[Session]) -> dict[int, list[tuple[datetime, datetime]]]:
    """When people of the unit must be at sessions of other units."""
    busy: dict[int, list[tuple[datetime, datetime]]] = {}
    others = SessionStaff.objects.filter(contact__in=people, session__state=Session.State.PLANNED)
    rows = others.exclude(session__in=sessions).values_list("contact", "session__starts", "session__ends")
    for contact, starts, ends in rows:
        busy.setdefault(contact, []).append((starts, ends))
    return busy


def _shift(
    session: Session, each: int, people: list[Contact], known: Availability,
    busy: dict[int, list[tuple[datetime, datetime]]],
) -> fair.Shift:  # fmt: skip
    starts, ends = session.starts, session.ends
    can = frozenset(
        one.pk
        for one in people
        if known.people_free([one.pk], starts, ends)
        and not any(first < ends and last > starts for first, last in busy.get(one.pk, ()))
    )
    first, last = (int(moment.timestamp()) // 60 for moment in (starts, ends))
    there = known.staff.get(session.pk, frozenset())
    return fair.Shift(session.pk, first, last, each, can, there)


def _row(
    session: Session, shift: fair.Shift, found: fair.Fair, names: dict[int, Contact], known: Availability
) -> Row:
    proposed = [names[one] for one in found.added.get(session.pk, ())]
    left = [one for one in names.values() if one.pk not in shift.fixed and one not in proposed]
    shut = sum(not known.people_free([one.pk], session.starts, session.ends) for one in left)
    there = list(Contact.objects.filter(pk__in=shift.fixed)) if shift.fixed else []
    return Row(session, there, proposed, found.short.get(session.pk, 0), shut, len(left) - shut)
