"""Quotas as the desk sets them."""

from django.db.models import Case, Prefetch, Q, QuerySet, When

from skillweek.booking.models import Quota
from skillweek.booking.queries.sessions import settable_by
from skillweek.common import clock
from skillweek.organisations.queries import AnyUser
from skillweek.programme.models import Session


def quotas_at_desk(user: AnyUser) -> QuerySet[Quota]:
    """Quotas all of whose sessions ``user`` may set places of."""
    foreign = Session.objects.exclude(pk__in=settable_by(user).values("pk"))
    mine = Quota.objects.filter(sessions__in=settable_by(user)).exclude(sessions__in=foreign)
    sessions = Prefetch(
        "sessions", Session.objects.select_related("activity__edition", "venue").order_by("starts")
    )
    return mine.distinct().select_related("audience").prefetch_related(sessions)


def quotas_of_session(session: Session) -> QuerySet[Quota]:
    """Every quota of ``session``: for everybody first, with the sessions that share it."""
    shared = Prefetch("sessions", Session.objects.select_related("activity").order_by("starts", "pk"))
    found = Quota.objects.filter(sessions=session).select_related("audience").prefetch_related(shared)
    return found.order_by("audience__position", "pk")


def sharing(user: AnyUser, session: Session, quota: Quota | None = None) -> QuerySet[Session]:
    """Sessions to come that may share a quota with ``session``, of the same activity first; and those that do."""
    found = settable_by(user).filter(activity__edition=session.activity.edition_id)
    ahead = Q(starts__gt=clock.now())
    if quota is not None:
        ahead |= Q(quotas=quota)
    near = Case(When(activity=session.activity_id, then=0), default=1)
    return found.filter(ahead).distinct().order_by(near, "starts", "pk")
