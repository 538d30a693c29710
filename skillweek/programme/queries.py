"""The one door to activities and sessions."""

from django.db.models import QuerySet

from skillweek.common import clock
from skillweek.organisations.queries import AnyUser, scope
from skillweek.organisations.rules import Right
from skillweek.plan.models import Edition
from skillweek.programme.models import Activity, Session


def published(edition: Edition) -> QuerySet[Activity]:
    """Activities that are public now, with what a card shows."""
    return (
        Activity.objects.filter(
            edition=edition, state=Activity.State.PUBLISHED, published_at__lte=clock.now()
        )
        .select_related("kind", "owner", "owner__kind", "cover")
        .prefetch_related("audiences", "cover__renditions")
    )


def public_sessions(edition: Edition) -> QuerySet[Session]:
    """Planned sessions of activities that are public now, in order of time, with what a card shows."""
    return (
        Session.objects.filter(
            activity__edition=edition,
            activity__state=Activity.State.PUBLISHED,
            activity__published_at__lte=clock.now(),
            state=Session.State.PLANNED,
        )
        .select_related("activity__kind", "activity__owner__kind", "activity__cover", "venue", "place")
        .prefetch_related("activity__audiences", "activity__cover__renditions")
    )


def visible_to(user: AnyUser) -> QuerySet[Activity]:
    """Activities of the units whose desk ``user`` may see."""
    return Activity.objects.filter(owner__in=scope(user, Right.SEE)).select_related(
        "kind", "owner", "edition"
    )


def editable_by(user: AnyUser) -> QuerySet[Activity]:
    """Activities that ``user`` may write."""
    return Activity.objects.filter(owner__in=scope(user, Right.EDIT)).select_related(
        "kind", "owner__kind", "owner__parent", "edition", "cover"
    )
