"""The one door to figures and reports."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from skillweek.common import registry
from skillweek.common.registry import MeasureValue
from skillweek.organisations.models import Organisation
from skillweek.organisations.queries import AnyUser, places
from skillweek.plan.models import Edition
from skillweek.plan.queries import current_first, manageable
from skillweek.programme.queries import public_sessions
from skillweek.report.models import Report
from skillweek.report.rules import CATALOGUE, Measure


@dataclass(frozen=True)
class Counted:
    """A measure with its value now."""

    measure: Measure
    value: MeasureValue


def figures(edition: Edition) -> list[Counted]:
    """Every measure of the catalogue, counted from real rows at ``clock.now()``."""
    return [Counted(measure, registry.measures[measure.key](edition)) for measure in CATALOGUE]


def place_by_day(edition: Edition) -> list[tuple[Organisation, list[int]]]:
    """Sessions per county-level unit and day of the edition, in two queries."""
    counted = public_sessions(edition).order_by().values_list("place", "day").annotate(sessions=Count("pk"))
    cells = {(place, day): number for place, day, number in counted}
    return [
        (place, [cells.get((place.pk, day), 0) for day in edition.days])
        for place in places(edition.city).filter(counts_in_report=True)
    ]


def editions(user: AnyUser) -> QuerySet[Edition]:
    """Editions whose report ``user`` may build."""
    return manageable(user).filter(city__memberships__user=user.pk).distinct()


def shown_edition(user: AnyUser) -> Edition | None:
    """Of the editions whose report ``user`` may build, the one that counts now."""
    return current_first(Edition.objects.filter(pk__in=editions(user).values("pk"))).first()


def reports(user: AnyUser) -> QuerySet[Report]:
    """Reports that ``user`` may see, newest first."""
    return Report.objects.filter(edition__in=editions(user)).select_related("edition", "file", "built_by")
