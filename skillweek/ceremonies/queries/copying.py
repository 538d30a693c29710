"""Which preparations can be taken over."""

from django.db.models import QuerySet

from skillweek.ceremonies.models import Ceremony
from skillweek.plan.models import Edition
from skillweek.programme.queries.copying import taken_over as activities_taken_over


def sources_of(ceremony: Ceremony) -> QuerySet[Ceremony]:
    """Other ceremonies of the same unit, the latest first."""
    found = Ceremony.objects.filter(activity__owner=ceremony.activity.owner_id, activity__revises=None)
    found = found.exclude(pk=ceremony.pk).select_related("activity__edition__city", "activity__owner")
    return found.order_by("-activity__edition__starts", "-pk")


def taken_over(edition: Edition) -> QuerySet[Ceremony]:
    """Preparations of activities that a new edition takes over."""
    found = Ceremony.objects.filter(activity__in=activities_taken_over(edition).values("pk"))
    return found.select_related("activity__edition__city", "activity__owner")
