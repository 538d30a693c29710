"""Drawing up the ways of observers, changing their order, telling those who take part."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.coverage import routing
from skillweek.coverage.distance import Point, drive
from skillweek.coverage.models import LeftOut, Route, Stop
from skillweek.coverage.queries import highlights, may_manage, point_of, possible_guests, starting_points
from skillweek.coverage.rules import CoverageError
from skillweek.organisations.models import Organisation
from skillweek.plan.models import Edition
from skillweek.programme.models import Session

#: what a pinned stop is worth: more than all others together
PINNED = 1000
#: seconds that the search may take within the request; a day has few highlights
SECONDS = 3


def _check(edition: Edition, by: User) -> None:
    if not may_manage(by, edition):
        raise CoverageError(_("观摩路线由市级安排"))


def _held(route: Route, by: User) -> Route:
    current = Route.objects.select_for_update(of=("self",)).select_related(
        "edition__city", "start__owner", "start__place"
    )
    found = current.filter(pk=route.pk).first()
    if found is None:
        raise CoverageError(_("这条路线已经删除"))
    _check(found.edition, by)
    return found


@transaction.atomic
def write_route(*, edition: Edition, route: Route | None, by: User, facts: dict[str, Any]) -> Route:
    """Set up a route through all highlights of its day, or change one and draw it up again.

    On another day it begins anew, with all highlights of that day.
    """
    _check(edition, by)
    if facts["day"] not in edition.days:
        raise CoverageError(_("日期不在活动周以内"), "day")
    if facts["ends_at"] <= facts["starts_at"]:
        raise CoverageError(_("回来的时间应晚于出发的时间"), "ends_at")
    if not starting_points(edition).filter(pk=facts["start"].pk).exists():
        raise CoverageError(_("出发的场地还没有坐标，请换一个"), "start")
    current = _held(route, by) if route else Route(edition=edition, created_by=by, created_at=clock.now())
    same_day = route is not None and current.day == facts["day"]
    for name, value in facts.items():
        setattr(current, name, value)
    if not same_day:
        current.ordered = False
    current.save()
    chosen = _chosen(current) if same_day else list(highlights(edition, current.day))
    _draw_up(current, chosen, set(_pinned(current)) if same_day else set())
    return current


@transaction.atomic
def draw_up_route(*, route: Route, chosen: Collection[int], by: User) -> Route:
    """Find the best way through ``chosen`` highlights (session ids) of the day; pinned ones come first."""
    current = _held(route, by)
    sessions = list(highlights(current.edition, current.day).filter(pk__in=chosen))
    if not sessions:
        raise CoverageError(_("请至少选一个看点"))
    current.ordered = False
    _draw_up(current, sessions, set(_pinned(current)))
    return current


@transaction.atomic
def arrange_stops(*, route: Route, step: str, key: int, by: User) -> Route:
    """``up``, ``down``, ``pin``, ``unpin``, ``drop`` a stop, ``add`` a highlight left out, or ``best``: any order."""
    current = _held(route, by)
    order, pinned = list(current.stops.values_list("session_id", flat=True)), set(_pinned(current))
    chosen = _chosen(current)
    if step == "best":
        current.ordered = False
    elif key not in {one.pk for one in chosen}:
        raise CoverageError(_("这个看点已经不在路线里，请刷新后再看"))
    elif step in ("pin", "add"):
        pinned.add(key)
    elif step == "unpin":
        pinned.discard(key)
    elif step == "drop":
        pinned.discard(key)
        chosen = [one for one in chosen if one.pk != key]
    else:
        order = _shifted(order, key, -1 if step == "up" else 1)
        current.ordered = True
    _draw_up(current, chosen, pinned, order)
    return current


def _shifted(order: list[int], key: int, by: int) -> list[int]:
    """``order`` with ``key`` one place earlier or later; at the end it stays."""
    at = order.index(key)
    to = at + by
    if 0 <= to < len(order):
        order[at], order[to] = order[to], order[at]
    return order


def _pinned(route: Route) -> Iterable[int]:
    return route.stops.filter(pinned=True).values_list("session_id", flat=True) if route.pk else ()


def _chosen(route: Route) -> list[Session]:
    """Highlights that the route is to see: its stops and those it had to leave out, as far as they still take place."""
    wanted = {
        *route.stops.values_list("session_id", flat=True),
        *route.left_out.values_list("session_id", flat=True),
    }
    return list(highlights(route.edition, route.day).filter(pk__in=wanted))


def _minute(moment: datetime, zone: ZoneInfo) -> int:
    local = moment.astimezone(zone)
    return local.hour * 60 + local.minute


def _stops(
    route: Route, sessions: Iterable[Session], pinned: Collection[int], zone: ZoneInfo
) -> list[routing.Stop]:
    """The highlights whose place is known, as the engine reads them."""
    found = []
    for session in sessions:
        point = point_of(session.venue)
        if point:
            window = (_minute(session.starts, zone), _minute(session.ends, zone))
            worth = PINNED if session.pk in pinned else 1
            found.append(routing.Stop(str(session.pk), *point, (window,), route.minutes, worth))
    return found


def _draw_up(
    route: Route, sessions: Sequence[Session], pinned: Collection[int], order: Sequence[int] = ()
) -> None:
    """Write the timetable anew."""
    zone = ZoneInfo(route.edition.time_zone)
    located = point_of(route.start)
    if located is None:
        raise CoverageError(_("出发的场地还没有坐标，请换一个"))
    home = Point(*located)
    stops = _stops(route, sessions, pinned, zone)
    earliest, latest = (at.hour * 60 + at.minute for at in (route.starts_at, route.ends_at))
    speed = float(route.edition.travel_kmh)
    if route.ordered:
        ordered = _sorted(stops, order or _standing(route))
        found = _in_order(ordered, home, earliest=earliest, latest=latest, speed=speed)
    else:
        found = routing.plan_route(
            stops, start=home, end=home, seconds=SECONDS, earliest=earliest, latest=latest, speed=speed
        )
    _write(route, {str(one.pk): one for one in sessions}, found, pinned, zone)


def _standing(route: Route) -> list[int]:
    return list(route.stops.values_list("session_id", flat=True))


def _sorted(stops: list[routing.Stop], order: Sequence[int]) -> list[routing.Stop]:
    """Stops of ``order`` first and in that order, the others after them."""
    places = {str(key): at for at, key in enumerate(order)}
    return sorted(stops, key=lambda stop: places.get(stop.id, len(places)))


def _in_order(
    stops: list[routing.Stop], home: Point, *, earliest: int, latest: int, speed: float
) -> routing.Route:
    """The timetable of ``stops`` in just this order; a stop that cannot be seen then is left out."""
    visits: list[routing.Visit] = []
    left: list[routing.LeftOut] = []
    now, road = earliest, 0
    here: Point | routing.Stop = home
    for stop in stops:
        travel = drive(here, stop, speed=speed)
        (opens, closes) = stop.windows[0]
        begins = max(now + travel, opens)
        if begins + stop.stay > closes or begins + stop.stay + drive(stop, home, speed=speed) > latest:
            left.append(routing.LeftOut(stop, "clash", tuple(visit.stop.id for visit in visits)))
            continue
        visits.append(routing.Visit(stop, travel, now + travel, begins, begins + stop.stay))
        now, here, road = begins + stop.stay, stop, road + travel
    back = drive(here, home, speed=speed) if visits else 0
    return routing.Route(tuple(visits), tuple(left), earliest, now + back, road + back)


def _write(
    route: Route, sessions: dict[str, Session], found: routing.Route, pinned: Collection[int], zone: ZoneInfo
) -> None:
    midnight = datetime(route.day.year, route.day.month, route.day.day, tzinfo=zone)

    def at(minute: int) -> datetime:
        return midnight + timedelta(minutes=minute)

    Stop.objects.filter(route=route).delete()
    LeftOut.objects.filter(route=route).delete()
    for number, visit in enumerate(found.visits, start=1):
        Stop.objects.create(
            route=route, session=sessions[visit.stop.id], position=number, travel=visit.travel,
            pinned=sessions[visit.stop.id].pk in pinned, waits=visit.begins - visit.arrive, arrives=at(visit.begins),
            leaves=at(visit.leaves),
        )  # fmt: skip
    for left in found.left_out:
        row = LeftOut.objects.create(route=route, session=sessions[left.stop.id], reason=left.why)
        row.instead_of.set([sessions[key] for key in left.instead_of])
    known = {visit.stop.id for visit in found.visits} | {left.stop.id for left in found.left_out}
    for key in sessions.keys() - known:
        LeftOut.objects.create(route=route, session=sessions[key], reason="unplaced")
    route.departs_at, route.returns_at = at(found.departs), at(found.returns)
    route.travel_minutes = found.travel
    route.save()


@transaction.atomic
def share_route(*, route: Route, units: Sequence[Organisation], note: str, by: User) -> Route:
    """Show the route on the desks of ``units``; a second time changes who."""
    current = _held(route, by)
    if not current.stops.exists():
        raise CoverageError(_("路线上还没有一站，先排好再发布"))
    if not units:
        raise CoverageError(_("请选择哪些单位参加"), "units")
    if possible_guests(current.edition).filter(pk__in=[unit.pk for unit in units]).count() != len(units):
        raise CoverageError(_("请选择本市的单位"), "units")
    current.invited.set(units)
    current.note, current.shared_at = note, clock.now()
    current.save(update_fields=["note", "shared_at"])
    return current


@transaction.atomic
def unshare_route(*, route: Route, by: User) -> Route:
    """Take the route off the desks of those invited."""
    current = _held(route, by)
    if current.shared_at is None:
        raise CoverageError(_("这条路线还没有发布"))
    current.shared_at = None
    current.save(update_fields=["shared_at"])
    return current


@transaction.atomic
def remove_route(*, route: Route, by: User) -> None:
    """Take a route away that nobody was told of."""
    current = _held(route, by)
    if current.shared_at is not None:
        raise CoverageError(_("这条路线已经发布，先收回再删除"))
    current.delete()
