"""What every desk page shows around its content; nothing is asked of the database before a page uses it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from skillweek.common import clock
from skillweek.desk import queries
from skillweek.desk.rules import current_station


def _clock(request: HttpRequest) -> dict[str, Any]:
    stations, now = queries.clock_stations(), clock.now()
    return {
        "now": now,
        "stations": stations,
        "current": current_station(stations, now),
        "movable": queries.may_move_clock(request.user),
    }


def desk(request: HttpRequest) -> dict[str, Any]:
    """``desk_nav`` (links by rights) and, in a rehearsal, ``rehearsal`` (stations of the clock)."""
    context: dict[str, Any] = {"desk_nav": SimpleLazyObject(lambda: queries.navigation(request.user))}
    if settings.REHEARSAL:
        context["rehearsal"] = SimpleLazyObject(lambda: _clock(request))
    return context
