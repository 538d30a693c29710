"""What every desk page shows around its content; nothing is asked of the database before a page uses it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from skillweek.accounts.models import User
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


def _counts(request: HttpRequest) -> dict[str, int]:
    return {"desk:home": queries.waiting_count(request.user)} if isinstance(request.user, User) else {}


def desk(request: HttpRequest) -> dict[str, Any]:
    """``desk_nav`` (links by rights), ``desk_counts`` (numbers beside them) and, in a rehearsal, ``rehearsal``."""
    context: dict[str, Any] = {
        "desk_nav": SimpleLazyObject(lambda: queries.navigation(request.user)),
        "desk_counts": SimpleLazyObject(lambda: _counts(request)),
    }
    if settings.REHEARSAL:
        context["rehearsal"] = SimpleLazyObject(lambda: _clock(request))
    return context
