"""The planner's problem, made from the real programme.

Every session that takes part is one activity of the problem. It may move when its activity is movable, it has not
begun, it lies within one half day, and the room it would take is free then.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from skillweek.common import clock
from skillweek.coverage.models import Target
from skillweek.coverage.problem import Goal, Item, Option, Problem
from skillweek.coverage.queries.matrix import targets
from skillweek.coverage.rules import SLOTS, moved, slots_of
from skillweek.organisations.models import Venue
from skillweek.organisations.queries import places, venues
from skillweek.plan.models import Edition
from skillweek.programme.models import Activity, Session
from skillweek.programme.queries import occupying_sessions, promised, public_sessions

#: a host may hold at least so many sessions at once; more when it does so already
HOST_SLOT = 3
Cell = tuple[str, str, int]


@dataclass
class Situation:
    """The programme as it stands, the problem it makes, and what is needed to read the answer."""

    edition: Edition
    problem: Problem
    sessions: dict[str, Session]
    targets: list[Target]
    venues: dict[int, Venue]
    fingerprint: str
    times: dict[tuple[str, Option], tuple[datetime, datetime]] = field(default_factory=dict)


@dataclass
class _Rooms:
    """Which half days are taken, and by whom."""

    zone: ZoneInfo
    users: dict[Cell, list[int]] = field(default_factory=dict)
    closed: set[Cell] = field(default_factory=set)

    def local(self, session: Session) -> tuple[datetime, datetime]:
        return session.starts.astimezone(self.zone), session.ends.astimezone(self.zone)

    def cells(self, session: Session) -> list[Cell]:
        if session.venue_id is None:
            return []
        starts, ends = self.local(session)
        return [(starts.date().isoformat(), slot, session.venue_id) for slot in slots_of(starts, ends)]

    def fill(self, everything: Iterable[Session], movable: set[int]) -> None:
        """A half day with one movable session can be freed; any other that is used stays closed."""
        for session in everything:
            for cell in self.cells(session):
                self.users.setdefault(cell, []).append(session.pk)
        self.closed = {c for c, users in self.users.items() if len(users) > 1 or users[0] not in movable}


def _movable(session: Session, zone: ZoneInfo, now: datetime) -> bool:
    starts, ends = session.starts.astimezone(zone), session.ends.astimezone(zone)
    one_half_day = len(slots_of(starts, ends)) == 1
    return session.activity.movable and session.venue_id is not None and starts > now and one_half_day


def _fingerprint(everything: Iterable[Session], wanted: Iterable[Target]) -> str:
    digest = hashlib.sha256()
    for session in sorted(everything, key=lambda s: s.pk):
        digest.update(f"{session.pk} {session.starts} {session.ends} {session.venue_id};".encode())
    for target in wanted:
        digest.update(f"{target.pk} {target.minimum} {target.weight};".encode())
    return digest.hexdigest()


class _Builder:
    """Turns sessions into items of the problem."""

    def __init__(self, edition: Edition) -> None:
        self.edition, self.zone, self.now = edition, ZoneInfo(edition.time_zone), clock.now()
        self.public = list(public_sessions(edition))
        self.venues = {venue.pk: venue for venue in venues(edition.city)}
        free = {s.pk for s in self.public if _movable(s, self.zone, self.now)}
        self.movable = free - promised(free)
        self.rooms = _Rooms(self.zone)
        self.everything = list(occupying_sessions(edition))
        self.rooms.fill(self.everything, self.movable)
        self.places = {place.pk: place.code for place in places(edition.city)}
        self.venue_places: dict[str, str] = {}
        self.times: dict[tuple[str, Option], tuple[datetime, datetime]] = {}

    def _known(self, name: str, venue: Venue) -> str:
        self.venue_places[name] = self.places[venue.place_id]
        return name

    def _current(self, session: Session) -> Option:
        """Where the session stands; in a shared half day it keeps a corner of its own, so that it may stay."""
        starts, ends = self.rooms.local(session)
        day, slot = starts.date().isoformat(), slots_of(starts, ends)[0]
        if session.venue is None:
            return Option(day, slot, None)
        shared = session.pk not in self.movable or any(
            c in self.rooms.closed for c in self.rooms.cells(session)
        )
        name = f"{session.venue.code}~{session.code}" if shared else session.venue.code
        return Option(day, slot, self._known(name, session.venue))

    def _choices(self, session: Session, current: Option) -> list[Option]:
        """Every half day and room that the session could take, where it stands first."""
        starts, ends = self.rooms.local(session)
        found = [current]
        self.times[session.code, current] = (starts, ends)
        for venue in self._own_venues(session):
            for day in self.edition.days:
                for slot in SLOTS:
                    times = moved(starts, ends, day, slot)
                    cell = (day.isoformat(), slot, venue.pk)
                    if times is None or times[0] <= self.now or cell in self.rooms.closed:
                        continue
                    option = Option(day.isoformat(), slot, self._known(venue.code, venue))
                    if (option.day, option.slot, venue.pk) != (current.day, current.slot, session.venue_id):
                        self.times[session.code, option] = times
                        found.append(option)
        return found

    def _own_venues(self, session: Session) -> list[Venue]:
        """The room it has, and others of the same owner in the same place that hold as many people."""
        assert session.venue is not None  # only sessions with a room are movable
        here = session.venue
        safeguard = getattr(session.activity, "safeguard", None)
        expected = (safeguard.expected or 0) if safeguard else 0
        others = [
            venue for venue in self.venues.values()
            if venue.owner_id == session.activity.owner_id and venue.place_id == here.place_id
            and venue.pk != here.pk and venue.capacity >= expected
        ]  # fmt: skip
        return [here, *others]

    def item(self, session: Session) -> Item:
        """The session as an activity of the problem."""
        current = self._current(session)
        free = session.pk in self.movable
        activity: Activity = session.activity
        return Item(
            id=session.code,
            host=activity.owner.code,
            place=self.places.get(session.place_id or 0),
            audiences=frozenset(audience.code for audience in activity.audiences.all()),
            options=tuple(self._choices(session, current)) if free else (current,),
            fixed=None if free else current,
            kind=activity.kind.code,
            current=current,
        )

    def host_slot(self, items: Iterable[Item]) -> int:
        """How many sessions a host holds at once at most: as many as it does today, but at least HOST_SLOT."""
        busy = Counter((item.host, item.current.day, item.current.slot) for item in items if item.current)
        return max([HOST_SLOT, *busy.values()])


def _goal(target: Target, known_places: dict[int, str]) -> Goal:
    return Goal(
        minimum=target.minimum,
        weight=target.weight,
        day=target.day.isoformat() if target.day else None,
        place=known_places.get(target.place_id) if target.place_id else None,
        audience=target.audience.code if target.audience else None,
        kind=target.kind.code if target.kind else None,
    )


def situation(edition: Edition) -> Situation:
    """The problem of ``edition`` as things stand now."""
    builder = _Builder(edition)
    wanted = list(targets(edition))
    items = tuple(builder.item(session) for session in builder.public)
    days: list[date] = sorted(
        {*edition.days, *(date.fromisoformat(i.current.day) for i in items if i.current)}
    )
    problem = Problem(
        days=tuple(day.isoformat() for day in days),
        slots=SLOTS,
        venue_places=builder.venue_places,
        items=items,
        goals=tuple(_goal(target, builder.places) for target in wanted),
        venue_slot=1,
        host_slot=builder.host_slot(items),
        places=tuple(builder.places.values()),
        audiences=tuple(audience.code for audience in edition.audiences.all()),
    )
    return Situation(
        edition, problem, {session.code: session for session in builder.public}, wanted, builder.venues,
        _fingerprint(builder.everything, wanted), builder.times,
    )  # fmt: skip
