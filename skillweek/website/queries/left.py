"""Places left, of many sessions at once: what pages load by themselves, since every booking changes it."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import TypedDict

from django.db.models import Q

from skillweek.booking.queries import Room, rooms
from skillweek.common import clock
from skillweek.common.wording import FEW, places_left
from skillweek.plan.models import Edition
from skillweek.programme.queries import public_sessions


class Told(TypedDict):
    """What a page shows: words, ``open``, ``few`` or ``full``, and how full it is in percent."""

    text: str
    state: str
    percent: int


def left(edition: Edition, codes: Collection[str], days: Collection[date]) -> dict[str, Told]:
    """By code of a session, and by day: places left of what is to come and must be booked; two queries."""
    asked = frozenset(codes)
    wanted = Q(code__in=asked) | Q(day__in=days)
    found = public_sessions(edition).filter(wanted, starts__gt=clock.now()).order_by()
    sessions = list(found.select_related(None).prefetch_related(None).values_list("pk", "code", "day"))
    known = rooms([pk for pk, _code, _day in sessions])
    told = {code: _told(known[pk]) for pk, code, _day in sessions if pk in known and code in asked}
    by_day: dict[date, list[Room]] = defaultdict(list)
    for pk, _code, day in sessions:
        if pk in known:
            by_day[day].append(known[pk])
    for day in set(days) & by_day.keys():
        places = sum(room.places for room in by_day[day])
        told[day.isoformat()] = _told(Room(places, places - sum(max(room.left, 0) for room in by_day[day])))
    return told


def _told(room: Room) -> Told:
    free = max(room.left, 0)
    return {
        "text": places_left(free),
        "state": "full" if not free else "few" if free <= FEW else "open",
        "percent": room.percent,
    }
