"""Editions, their phases and their clauses."""

from datetime import datetime

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from skillweek.common import clock
from skillweek.organisations.queries import AnyUser, scope
from skillweek.organisations.rules import Right
from skillweek.plan.models import Clause, Edition
from skillweek.plan.rules import current_phase


def editions() -> QuerySet[Edition]:
    """Editions of the city this site shows (setting CITY; without it, of all cities)."""
    found = Edition.objects.select_related("city", "city__kind")
    return found.filter(city__code=settings.CITY) if settings.CITY else found


def current_edition() -> Edition | None:
    """The latest edition of the city this site shows, or None before there is one."""
    return editions().order_by("-starts").first()


def phase(edition: Edition, now: datetime | None = None) -> str:
    """Name of the edition's phase at ``now`` (the clock's now by default)."""
    return current_phase(list(edition.phases.all()), now or clock.now())


def manageable(user: AnyUser) -> QuerySet[Edition]:
    """Editions that ``user`` may manage."""
    return Edition.objects.filter(city__in=scope(user, Right.MANAGE)).select_related("city")


def outline(edition: Edition) -> QuerySet[Clause]:
    """The clauses in order, each with ``owed``: how many duties hang on it."""
    return edition.clauses.annotate(owed=Count("duties", filter=Q(duties__ended_at=None))).order_by(
        "position", "path"
    )
