"""The one door to service points."""

from collections import Counter
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet

from skillweek.common import clock
from skillweek.common.registry import MeasureValue, SearchEntry
from skillweek.common.search import matching
from skillweek.organisations.queries import AnyUser, reported, scope
from skillweek.organisations.rules import Right
from skillweek.plan.models import Edition, ServiceKind
from skillweek.programme.models import Activity, Session
from skillweek.programme.queries import public_sessions
from skillweek.volunteering.models import ServicePoint

#: code of the activity kind whose activities are services
SERVICE = "service"


def points(edition: Edition) -> QuerySet[ServicePoint]:
    """Service points of activities that are public now."""
    return (
        ServicePoint.objects.filter(
            activity__edition=edition,
            activity__state=Activity.State.PUBLISHED,
            activity__published_at__lte=clock.now(),
        )
        .select_related("kind", "activity__owner__kind", "activity__kind", "activity__cover")
        .order_by("kind__position", "activity__owner__position", "pk")
    )


def with_sessions(
    edition: Edition, *, kind: str = "", place: str = "", day: date | None = None
) -> list[ServicePoint]:
    """Points with their planned sessions (``point.times``), only those that have one where and when asked."""
    sessions = public_sessions(edition)
    if place:
        sessions = sessions.filter(place__code=place)
    if day is not None:
        sessions = sessions.filter(day=day)
    found = points(edition).filter(activity__sessions__in=sessions).distinct()
    if kind:
        found = found.filter(kind__code=kind)
    shown = list(found.prefetch_related(Prefetch("activity__sessions", queryset=sessions, to_attr="planned")))
    for point in shown:
        point.times = point.activity.planned  # type: ignore[attr-defined]  # by the prefetch
    return shown


def sessions_of(point: ServicePoint) -> list[Session]:
    """Planned sessions of one point, in order of time."""
    return list(public_sessions(point.activity.edition).filter(activity=point.activity_id))


def kinds(edition: Edition) -> QuerySet[ServiceKind]:
    """The edition's kinds of services, with how many public points each has."""
    shown = points(edition).order_by().values("pk")
    return ServiceKind.objects.filter(edition=edition).annotate(
        point_count=Count("points", filter=Q(points__in=shown), distinct=True)
    )


def search(edition: Edition, words: list[str]) -> list[SearchEntry]:
    """Service points whose kind, title or limits match."""
    found = matching(points(edition), words, "kind__label", "activity__title", "limits", "bring")
    return [
        SearchEntry("service", str(row), row.get_absolute_url(), f"{row.kind} · {row.activity.owner}", rank)
        for row, rank in found
    ]


def count_points(edition: Edition) -> MeasureValue:
    """Public service points, by kind."""
    rows = Counter(str(point.kind) for point in reported(points(edition), "activity__owner"))
    parts = [(str(kind), rows[str(kind)]) for kind in kinds(edition) if rows[str(kind)]]
    return MeasureValue(sum(number for _label, number in parts), parts)


def writable(user: AnyUser) -> QuerySet[Activity]:
    """Activities of a service kind, or already with a point, that ``user`` may write or lead volunteers of."""
    units = {*scope(user, Right.EDIT), *scope(user, Right.VOLUNTEERS)}
    services = Q(kind__code=SERVICE) | Q(service_point__isnull=False)
    return (
        Activity.objects.filter(services, owner__in=units, revises=None)
        .exclude(state=Activity.State.CANCELLED)
        .select_related("owner", "edition", "service_point__kind")
        .order_by("owner__position", "title", "pk")
    )


def point_of(activity: Activity) -> ServicePoint | None:
    """The service point of ``activity``, when it has one."""
    return ServicePoint.objects.filter(activity=activity).first()
