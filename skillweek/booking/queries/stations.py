"""Stations, and who is where when."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import QuerySet

from skillweek.booking.models import Booking, Station, Turn
from skillweek.booking.queries.sessions import rooms, settable_by
from skillweek.booking.queries.terms import limits_of, terms_at_desk
from skillweek.booking.rules import Route, Stop, cancel_until, route_of
from skillweek.common import clock
from skillweek.organisations.queries import AnyUser
from skillweek.programme.models import Activity, Session

#: whose people go the way
WALKING = (Booking.State.CONFIRMED, Booking.State.ATTENDED)
#: how long ahead sessions are looked at
AHEAD = timedelta(hours=48)


@dataclass
class Cell:
    """People at one station in one round."""

    station: Station
    people: int = 0
    turns: list[Turn] = field(default_factory=list)


@dataclass(frozen=True)
class Line:
    """One round of a session: a cell for each station."""

    starts: datetime
    cells: list[Cell]


def stations_at_desk(user: AnyUser) -> QuerySet[Station]:
    """Stations that ``user`` may write."""
    return Station.objects.filter(activity__in=terms_at_desk(user)).select_related("activity__edition")


def stations_of(activity: int) -> list[Station]:
    """The stations people go through, in order."""
    return list(Station.objects.filter(activity=activity, active=True))


def route(session: Session, stations: Sequence[Station]) -> Route | None:
    """The way through ``stations`` in a session; None without any."""
    stops = [Stop(one.pk, one.capacity, one.minutes) for one in stations]
    return route_of(stops, session.starts, session.ends) if stops else None


def routes_of(user: AnyUser, activity: Activity) -> list[tuple[Session, Route | None, int | None]]:
    """Every session of ``activity`` that ``user`` may write, its way, and its places (None: unlimited)."""
    stations = stations_of(activity.pk)
    found = list(settable_by(user).filter(activity=activity).order_by("starts", "pk"))
    places = rooms([one.pk for one in found])
    return [(one, route(one, stations), places[one.pk].places if one.pk in places else None) for one in found]


def walking(session: int) -> QuerySet[Booking]:
    """Bookings whose people go through the stations."""
    return Booking.objects.filter(session=session, state__in=WALKING).order_by("pk")


def plan_of(session: Session, stations: Sequence[Station]) -> list[Line]:
    """Who is where in each round that anybody walks in."""
    found = Turn.objects.filter(session=session, booking__state__in=WALKING, station__in=stations)
    lines: dict[datetime, dict[int, Cell]] = defaultdict(lambda: {one.pk: Cell(one) for one in stations})
    for turn in found.select_related("booking").order_by("starts", "booking__code", "part"):
        cell = lines[turn.starts][turn.station_id]
        cell.people += turn.people
        cell.turns.append(turn)
    return [Line(starts, list(cells.values())) for starts, cells in sorted(lines.items())]


def without_turns(session: Session) -> list[Booking]:
    """Bookings for whom there was no room on the way, or none was looked for yet."""
    return list(walking(session.pk).filter(turns=None))


def turns_of_booking(booking: Booking) -> list[list[Turn]]:
    """Where these people are when, one list for each part of a large group."""
    parts: dict[int, list[Turn]] = defaultdict(list)
    if booking.state in WALKING:
        for turn in Turn.objects.filter(booking=booking, station__active=True).select_related("station"):
            parts[turn.part].append(turn)
    return [parts[part] for part in sorted(parts)]


def first_stop(booking: Booking) -> Turn | None:
    """Where these people begin, for the door."""
    ways = turns_of_booking(booking)
    return ways[0][0] if ways else None


def to_arrange() -> list[Session]:
    """Sessions not over whose bookings can no longer be cancelled and whose activity has stations."""
    now = clock.now()
    found = Session.objects.filter(
        state=Session.State.PLANNED, activity__stations__active=True, starts__lte=now + AHEAD, ends__gt=now,
    ).select_related("activity__edition", "activity__owner")  # fmt: skip
    return [
        one for one in found.distinct().order_by("pk")
        if cancel_until(one.starts, limits_of(one).cancel_hour) <= now
    ]  # fmt: skip
