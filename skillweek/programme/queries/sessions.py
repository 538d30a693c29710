"""The one door to sessions, and the venues they may take."""

from collections.abc import Callable, Collection
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from skillweek.common import clock
from skillweek.common.registry import Registry
from skillweek.organisations import queries as organisations
from skillweek.organisations.models import Venue
from skillweek.organisations.queries import AnyUser
from skillweek.plan.models import Edition
from skillweek.plan.queries.parts import Outside
from skillweek.programme.models import Activity, Session
from skillweek.programme.queries.activities import editable_by, shown

#: titles named when dates move
SHOWN = 5
#: relied_on(session ids) -> those of them that people count on, as upper rooms know: they do not move
relied_on: Registry[Callable[[Collection[int]], set[int]]] = Registry()


def promised(session_ids: Collection[int]) -> set[int]:
    """Of ``session_ids``, the sessions whose time somebody relies on (has booked)."""
    return {found for _key, provider in relied_on.items() for found in provider(session_ids)}


def public_sessions(edition: Edition) -> QuerySet[Session]:
    """Planned sessions of activities that are public now, in order of time, with what a card shows."""
    return (
        Session.objects.filter(
            activity__edition=edition,
            activity__revises=None,
            activity__state=Activity.State.PUBLISHED,
            activity__published_at__lte=clock.now(),
            state=Session.State.PLANNED,
        )
        .select_related("activity__kind", "activity__owner__kind", "activity__cover", "venue", "place")
        .prefetch_related("activity__audiences", "activity__cover__renditions")
    )


def outside(edition: Edition, starts: date, ends: date) -> Outside:
    """Planned sessions that would lie outside the days from ``starts`` to ``ends``; public ones forbid the move."""
    sessions = Session.objects.filter(
        activity__edition=edition, activity__revises=None, state=Session.State.PLANNED
    )
    beyond = sessions.exclude(day__range=(starts, ends)).exclude(activity__state=Activity.State.CANCELLED)
    public = beyond.filter(activity__state=Activity.State.PUBLISHED).count()
    hidden = beyond.exclude(activity__state=Activity.State.PUBLISHED)
    titles = list(dict.fromkeys(hidden.order_by("starts").values_list("activity__title", flat=True)))
    return Outside(_("场活动"), firm=public, loose=hidden.count(), titles=titles[:SHOWN])


def standing_sessions() -> QuerySet[Session]:
    """Planned sessions that take up their room, of every edition: of activities that were at least submitted.

    Those of working copies are not among them: they stand for sessions that are.
    """
    states = (Activity.State.SUBMITTED, Activity.State.APPROVED, Activity.State.PUBLISHED)
    return Session.objects.filter(
        activity__state__in=states, activity__revises=None, state=Session.State.PLANNED
    ).select_related("activity")


def occupying_sessions(edition: Edition) -> QuerySet[Session]:
    """Planned sessions of ``edition`` that take up their room."""
    return standing_sessions().filter(activity__edition=edition)


def announced_sessions(edition: Edition) -> QuerySet[Session]:
    """Sessions that people may have heard of, in order of time: public ones, and those cancelled since."""
    return Session.objects.filter(activity__in=shown(edition).order_by().values("pk")).select_related(
        "activity__kind", "activity__owner__kind", "venue", "place"
    )


def sessions_editable_by(user: AnyUser) -> QuerySet[Session]:
    """Sessions of activities that ``user`` may write."""
    return Session.objects.filter(activity__in=editable_by(user)).select_related(
        "venue__place",
        "place",
        "activity__edition",
        "activity__owner",
        "activity__safeguard",
        "activity__revises",
    )


def sessions_of(activity: Activity) -> QuerySet[Session]:
    """All sessions of ``activity``, cancelled ones too."""
    return Session.objects.filter(activity=activity).select_related(
        "venue__place", "place", "activity__owner", "activity__safeguard"
    )


def venue_choices(activity: Activity) -> QuerySet[Venue]:
    """Venues that ``activity`` may use: all of its city."""
    return organisations.venues(activity.edition.city)
