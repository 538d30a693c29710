"""The planner's problem, made from the real programme.

Every session that takes part is one activity of the problem. It may move when its activity is movable, it has not
begun, it lies within one half day, nobody has booked it and no lock holds it; where it may go, its room and its people
must be free then, and nothing locked may gain.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from skillweek.common import clock
from skillweek.coverage.models import Lock, Target
from skillweek.coverage.models.planner import SPACING, TRAVEL
from skillweek.coverage.problem import Goal, Item, Option, Problem, Spacing, Travel
from skillweek.coverage.queries.matrix import Facts, targets, wants
from skillweek.coverage.queries.points import point_of
from skillweek.coverage.queries.rooms import Rooms
from skillweek.coverage.queries.windows import Availability, availability
from skillweek.coverage.rules import SLOTS, Want, moved, slots_of
from skillweek.coverage.rules.moves import Where
from skillweek.organisations.models import Venue
from skillweek.organisations.queries import places, venues
from skillweek.plan.models import Edition
from skillweek.programme.models import Activity, Session
from skillweek.programme.queries import occupying_sessions, promised, public_sessions

#: a host may hold at least so many sessions at once; more when it does so already
HOST_SLOT = 3
#: minutes of driving that observers have between a highlight of the morning and one of the afternoon
DRIVE = 60


@dataclass(frozen=True)
class Question:
    """What the planner is asked: activities that stay, units whose activities may move (None: all), weights by rule.

    ``spacing`` and ``travel``: what two highlights weigh that are too near together, or too far to drive.
    """

    kept: Collection[int] = ()
    units: Collection[int] | None = None
    weights: Mapping[int, int] = field(default_factory=dict)
    spacing: int = SPACING
    travel: int = TRAVEL


@dataclass
class Situation:
    """The programme as it stands, the problem it makes, and what is needed to read the answer."""

    edition: Edition
    problem: Problem
    sessions: dict[str, Session]
    wants: list[Want]
    venues: dict[int, Venue]
    fingerprint: str
    footing: dict[int, tuple[str, Where]]
    times: dict[tuple[str, Option], tuple[datetime, datetime]] = field(default_factory=dict)


def locks(edition: Edition) -> list[Lock]:
    """What the planner leaves as it is."""
    found = Lock.objects.filter(edition=edition)
    return list(found.select_related("session__activity", "place", "by"))


def movable_sessions(edition: Edition, question: Question | None = None) -> list[Session]:
    """Public sessions that may move: not kept, not begun, within one half day, with a room, not promised."""
    asked, zone, now, held = question or Question(), ZoneInfo(edition.time_zone), clock.now(), locks(edition)
    found = [
        session for session in public_sessions(edition).filter(activity__movable=True, venue__isnull=False)
        if session.starts > now
        and session.activity_id not in asked.kept
        and (asked.units is None or session.activity.owner_id in asked.units)
        and len(slots_of(session.starts.astimezone(zone), session.ends.astimezone(zone))) == 1
        and not any(lock.holds(session, session.day, session.place_id) for lock in held)
    ]  # fmt: skip
    relied = promised([session.pk for session in found])
    return [session for session in found if session.pk not in relied]


def footing(edition: Edition) -> dict[int, tuple[str, Where]]:
    """Where every session stands that takes up its room."""
    rows = occupying_sessions(edition).order_by("pk")
    names = ("pk", "activity__title", "starts", "ends", "venue_id")
    return {pk: (title, (starts, ends, venue)) for pk, title, starts, ends, venue in rows.values_list(*names)}


def fingerprint(stands: Mapping[int, tuple[str, Where]], wanted: Iterable[Target]) -> str:
    """One figure for the sessions and the targets a proposal rests on."""
    digest = hashlib.sha256()
    for key, (_title, where) in sorted(stands.items()):
        digest.update(f"{key} {where[0].timestamp()} {where[1].timestamp()} {where[2]};".encode())
    for target in sorted(wanted, key=lambda one: one.pk):
        digest.update(f"{target.pk} {target.minimum};".encode())
    return digest.hexdigest()


class _Builder:
    """Turns sessions into items of the problem."""

    def __init__(self, edition: Edition, question: Question) -> None:
        self.edition, self.zone, self.now = edition, ZoneInfo(edition.time_zone), clock.now()
        rows = public_sessions(edition).prefetch_related("activity__tags")
        self.public = list(rows.select_related("activity__safeguard"))
        self.venues = {venue.pk: venue for venue in venues(edition.city)}
        self.locks = locks(edition)
        self.rooms = Rooms(self.zone, frozenset(pk for pk, venue in self.venues.items() if venue.shared))
        self.everything = list(occupying_sessions(edition))
        self.open: Availability = availability(edition, [session.pk for session in self.everything])
        self.movable = self._alone({session.pk for session in movable_sessions(edition, question)})
        self.rooms.fill(self.everything, self.movable)
        self.places = {place.pk: place.code for place in places(edition.city)}
        self.venue_places: dict[str, str] = {}
        self.spots: dict[str, tuple[float, float]] = {}
        self.times: dict[tuple[str, Option], tuple[datetime, datetime]] = {}
        self.labels: dict[str, Want] = {}

    def _alone(self, movable: set[int]) -> set[int]:
        """``movable`` without sessions that share a person with another one of them: only the first may move."""
        taken: set[int] = set()
        kept: set[int] = set()
        self.busy: dict[int, list[tuple[int, datetime, datetime]]] = {}
        for session in sorted(self.everything, key=lambda one: one.pk):
            people = self.open.staff.get(session.pk, frozenset())
            for person in people:
                self.busy.setdefault(person, []).append((session.pk, session.starts, session.ends))
            if session.pk in movable and not people & taken:
                kept.add(session.pk)
                taken |= people
        return kept

    def _known(self, name: str, venue: Venue) -> str:
        if name not in self.venue_places and (at := point_of(venue)):
            self.spots[name] = at
        self.venue_places[name] = self.places[venue.place_id]
        return name

    def _corner(self, session: Session, venue: Venue) -> str:
        """A room of its own within a venue that many share, so that it never clashes."""
        return self._known(f"{venue.code}~{session.code}", venue)

    def _current(self, session: Session) -> Option:
        """Where the session stands; in a shared half day it keeps a corner of its own, so that it may stay."""
        starts, ends = self.rooms.local(session)
        day, slot = starts.date().isoformat(), slots_of(starts, ends)[0]
        if session.venue is None:
            return Option(day, slot, None)
        cells = self.rooms.cells(session)
        if session.pk not in self.movable or not cells or any(cell in self.rooms.closed for cell in cells):
            return Option(day, slot, self._corner(session, session.venue))
        return Option(day, slot, self._known(session.venue.code, session.venue))

    def _choices(self, session: Session, current: Option) -> list[Option]:
        """Every half day and room that the session could take, where it stands first."""
        starts, ends = self.rooms.local(session)
        found = [current]
        self.times[session.code, current] = (starts, ends)
        for venue in self._own_venues(session):
            for day in self.edition.days:
                for slot in SLOTS:
                    times = moved(starts, ends, day, slot)
                    if times is None or not self._may_go(session, venue, day, slot, times):
                        continue
                    name = self._corner(session, venue) if venue.shared else self._known(venue.code, venue)
                    option = Option(day.isoformat(), slot, name)
                    if (option.day, option.slot, venue.pk) != (current.day, current.slot, session.venue_id):
                        self.times[session.code, option] = times
                        found.append(option)
        return found

    def _may_go(
        self, session: Session, venue: Venue, day: date, slot: str, times: tuple[datetime, datetime]
    ) -> bool:
        """True when the room is not taken for good, room and people can be had, and no lock covers the cell."""
        if times[0] <= self.now or (day.isoformat(), slot, venue.pk) in self.rooms.closed:
            return False
        if any(lock.covers(day, venue.place_id) for lock in self.locks):
            return False
        people = self.open.staff.get(session.pk, frozenset())
        if not self.open.free(f"v{venue.pk}", *times) or not self.open.people_free(people, *times):
            return False
        return not any(
            other != session.pk and starts < times[1] and ends > times[0]
            for person in people for other, starts, ends in self.busy.get(person, ())
        )  # fmt: skip

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
            audiences=frozenset(label for label, want in self.labels.items() if _fits(activity, want)),
            options=tuple(self._choices(session, current)) if free else (current,),
            fixed=None if free else current,
            kind=activity.kind.code,
            current=current,
            highlight=activity.highlight,
            series=str(activity.pk),
        )

    def goal(self, want: Want, weight: int) -> Goal:
        """A single target; what it asks of the activity itself is one label, which fitting activities bear."""
        day, theme = want.facts.get("day"), want.facts.get("theme")
        on = day or (theme.day if theme else None)
        place = want.facts.get("place")
        label = _label(want)
        if label:
            self.labels.setdefault(label, want)
        return Goal(
            minimum=want.minimum, weight=weight, day=on.isoformat() if on else None,
            place=self.places.get(place.pk) if place else None, audience=label or None,
        )  # fmt: skip

    def host_slot(self, items: Iterable[Item]) -> int:
        """How many sessions a host holds at once at most: as many as it does today, but at least HOST_SLOT."""
        busy = Counter((item.host, item.current.day, item.current.slot) for item in items if item.current)
        return max([HOST_SLOT, *busy.values()])


def _label(want: Want) -> str:
    """The facts of the activity itself (not its day and place), by their codes; empty when there are none."""
    parts = [
        f"{name}:{want.facts[name].code}"
        for name in ("audience", "kind", "tag", "host")
        if name in want.facts
    ]
    return " ".join([*parts, "highlight"] if want.highlight else parts)


def _fits(activity: Activity, want: Want) -> bool:
    """True when ``activity`` has what the label of ``want`` says."""
    facts = want.facts
    return (
        (not want.highlight or activity.highlight)
        and ("kind" not in facts or facts["kind"].pk == activity.kind_id)
        and ("host" not in facts or facts["host"].pk == activity.owner_id)
        and ("audience" not in facts or facts["audience"] in activity.audiences.all())
        and ("tag" not in facts or facts["tag"] in activity.tags.all())
    )


def situation(edition: Edition, question: Question | None = None) -> Situation:
    """The problem of ``edition`` as things stand now."""
    asked = question or Question()
    builder, rules = _Builder(edition, asked), list(targets(edition))
    wanted = wants(rules, Facts(edition))
    goals = tuple(builder.goal(want, asked.weights.get(want.target.pk, want.weight)) for want in wanted)
    items = tuple(builder.item(session) for session in builder.public)
    named = {goal.day for goal in goals if goal.day} | {item.current.day for item in items if item.current}
    problem = Problem(
        days=tuple(sorted({day.isoformat() for day in edition.days} | named)),
        slots=SLOTS,
        venue_places=builder.venue_places,
        items=items,
        goals=goals,
        venue_slot=1,
        host_slot=builder.host_slot(items),
        places=tuple(builder.places.values()),
        audiences=tuple(builder.labels),
        spots=builder.spots,
        spacing=Spacing(max(0.0, edition.near_km), asked.spacing),
        travel=Travel(max(1, edition.travel_kmh), DRIVE, asked.travel),
    )
    stands = footing(edition)
    return Situation(
        edition, problem, {session.code: session for session in builder.public}, wanted, builder.venues,
        fingerprint(stands, rules), stands, builder.times,
    )  # fmt: skip
