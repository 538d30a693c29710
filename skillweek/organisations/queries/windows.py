"""Availability of venues and people."""

from django.db.models import QuerySet

from skillweek.organisations.models import Window
from skillweek.organisations.queries.rights import AnyUser, scope
from skillweek.organisations.rules import Right


def windows_editable_by(user: AnyUser) -> QuerySet[Window]:
    """Spans of venues and people of the units that ``user`` writes for."""
    return Window.objects.filter(owner__in=scope(user, Right.EDIT)).select_related(
        "venue", "contact", "owner"
    )
