"""Stations of an activity, and who begins where and when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.booking import queries
from skillweek.booking.actions.order import move_up
from skillweek.booking.actions.places import NotYours
from skillweek.booking.actions.terms import check_owner
from skillweek.booking.models import Station, Turn
from skillweek.booking.rules import BookingError, Group, Route, groups_of, spread, turns_of
from skillweek.common import clock
from skillweek.organisations.queries import has_right
from skillweek.organisations.rules import Right
from skillweek.programme.models import Activity, Session


@dataclass(frozen=True)
class Arranged:
    """``people`` go the way; ``left`` are those for whom there was no room; ``changed`` when anything did."""

    people: int
    left: int
    changed: bool


@transaction.atomic
def save_station(
    *, activity: Activity, by: User, facts: Mapping[str, Any], station: Station | None = None
) -> Station:
    """Write a station, the last on the way if it is new. Raises NotYourRules."""
    held = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    check_owner(held, by)
    last = Station.objects.filter(activity=held).aggregate(last=Max("position"))["last"] or 0
    row = station or Station(activity=held, position=last + 1)
    for name in ("name", "capacity", "minutes"):
        setattr(row, name, facts[name])
    row.save()
    return row


@transaction.atomic
def switch_station(*, station: Station, by: User, active: bool) -> Station:
    """Lead people there (again), or no longer; twice is no harm. Raises NotYourRules."""
    held = Activity.objects.select_for_update(of=("self",)).get(pk=station.activity_id)
    check_owner(held, by)
    row = Station.objects.get(pk=station.pk)
    row.active = active
    row.save(update_fields=["active"])
    return row


@transaction.atomic
def raise_station(*, station: Station, by: User) -> None:
    """Go there one place earlier; the first stays where it is. Raises NotYourRules."""
    held = Activity.objects.select_for_update(of=("self",)).get(pk=station.activity_id)
    check_owner(held, by)
    move_up(Station.objects.filter(activity=held), station.pk)


@transaction.atomic
def arrange(*, session: Session, by: User | None) -> Arranged:
    """Spread the people of ``session`` over the ways through its stations; who has a start keeps it where that can be.

    ``by`` None is the house itself. Raises NotYours, or BookingError when there is no way to go; then nothing changed.
    """
    if by is not None and not has_right(by, Right.EDIT, session.activity.owner):
        raise NotYours(_("这一场不由您所在的单位管理"), "")
    held = Session.objects.select_for_update(no_key=True, of=("self",)).get(pk=session.pk)
    stations = queries.stations_of(held.activity_id)
    route = queries.route(held, stations)
    if route is None:
        raise BookingError(_("还没有站点"))
    if clock.now() >= held.ends:
        raise BookingError(_("这一场已经结束"))
    if not route.fits:
        need, minutes = len(route.stops) * route.minutes, (held.ends - held.starts) // timedelta(minutes=1)
        facts = {"need": need, "minutes": minutes}
        raise BookingError(_("走完各站要 %(need)s 分钟，这一场只有 %(minutes)s 分钟") % facts)
    groups = [
        group for pk, party in queries.walking(held.pk).values_list("pk", "party")
        for group in groups_of(pk, party, route.most)
    ]  # fmt: skip
    late = max(0, -((held.starts - clock.now()) // timedelta(minutes=route.minutes)))
    placed, left = spread(groups, route, _kept(held, route), late)
    changed = _write(held, route, placed)
    return Arranged(sum(one.people for one in placed), sum(one.people for one in left), changed)


def _kept(session: Session, route: Route) -> dict[Group, int]:
    """The round in which each group begins, as far as their turns fit the way as it is now."""
    rows: dict[Group, set[tuple[int, Any]]] = {}
    for turn in Turn.objects.filter(session=session):
        rows.setdefault(Group(turn.booking_id, turn.part, turn.people), set()).add(
            (turn.station_id, turn.starts)
        )
    ways = {
        frozenset((stop.pk, begins) for stop, begins, _ends in turns_of(route, session.starts, start)): start
        for start in range(route.rounds)
    }
    return {group: ways[frozenset(way)] for group, way in rows.items() if frozenset(way) in ways}


def _write(session: Session, route: Route, placed: Mapping[Group, int]) -> bool:
    """Make the turns those of ``placed``; False when they are already."""
    wished = {
        (group.booking, group.part, group.people, stop.pk, begins, ends)
        for group, start in placed.items()
        for stop, begins, ends in turns_of(route, session.starts, start)
    }
    there = {
        (one.booking_id, one.part, one.people, one.station_id, one.starts, one.ends): one.pk
        for one in Turn.objects.filter(session=session)
    }
    Turn.objects.filter(pk__in=[pk for key, pk in there.items() if key not in wished]).delete()
    Turn.objects.bulk_create(
        Turn(
            session=session, booking_id=booking, part=part, people=people, station_id=station, starts=begins, ends=ends
        )
        for booking, part, people, station, begins, ends in sorted(wished - there.keys())
    )  # fmt: skip
    return wished != there.keys()


def arrange_all(sessions: Iterable[Session] | None = None) -> int:
    """Arrange every session whose bookings can no longer be cancelled; how many changed. Again is no harm."""
    changed = 0
    for session in queries.to_arrange() if sessions is None else sessions:
        try:
            changed += arrange(session=session, by=None).changed
        except BookingError:  # no time for the way: the desk's page says so
            continue
    return changed
