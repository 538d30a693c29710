"""The one door to released versions and the change log."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, Count, Exists, F, Max, OuterRef, Q, QuerySet, When

from skillweek.common import clock
from skillweek.plan.models import Edition
from skillweek.plan.queries import editions
from skillweek.programme.models import Activity, Session
from skillweek.programme.queries import shown
from skillweek.schedule.models import Change, Release, ReleasedSession

#: days after the last one of the Week for which releases go on by themselves
AFTER = 30


def latest(edition: Edition) -> Release | None:
    """The version that holds now; None before the first."""
    return Release.objects.filter(edition=edition).first()


def first(edition: Edition) -> Release | None:
    """The version the log begins with; None before it."""
    return Release.objects.filter(edition=edition, number=1).first()


def releases(edition: Edition) -> QuerySet[Release]:
    """All versions, the latest first, each with how many changes it made (``change_count``)."""
    found = Release.objects.filter(edition=edition).select_related("by")
    return found.annotate(change_count=Count("changes")).order_by("-number")


def kept_current() -> list[Edition]:
    """Editions whose log follows by itself: until a month after the Week."""
    today = clock.today()
    return [one for one in editions() if (today - one.ends).days <= AFTER]


def changes(
    edition: Edition, *, day: date | None = None, place: str = "", activity: Activity | None = None
) -> QuerySet[Change]:
    """The public log, the latest version first; of a day or a place what concerned it before or after."""
    found = Change.objects.filter(
        release__edition=edition, activity__in=shown(edition).order_by().values("pk")
    )
    if activity is not None:
        found = found.filter(activity=activity)
    if day or place:
        found = found.filter(_concerning(day, place))
    last = Case(When(kind=Change.Kind.ADDED, then=1), default=0)  # what people must know comes first
    found = found.select_related("release", "activity__owner")
    return found.order_by("-release_id", last, F("to_starts").asc(nulls_first=True), "pk")


def _concerning(day: date | None, place: str) -> Q:
    """Lines of sessions on ``day`` and in ``place``; lines of whole activities that have such a session."""
    whole, single = Session.objects.filter(activity=OuterRef("activity")), Q(session__isnull=False)
    if day is not None:
        whole = whole.filter(day=day)
        single &= Q(from_starts__date=day) | Q(to_starts__date=day)
    if place:
        whole = whole.filter(place__code=place)
        single &= Q(session__place__code=place)
    return single | (Q(session__isnull=True) & Q(Exists(whole)))


def changed(activity: Activity) -> Release | None:
    """The last version that moved, cancelled or rewrote something of ``activity``; None when nothing did."""
    kinds = (Change.Kind.MOVED, Change.Kind.CANCELLED, Change.Kind.REVISED)
    last = Change.objects.filter(activity=activity, kind__in=kinds).select_related("release")
    found = last.order_by("-release_id").first()
    return found.release if found else None


@dataclass(frozen=True)
class Revision:
    """How often and when a session was changed as far as versions know."""

    number: int = 0
    at: datetime | None = None


def revisions(session_ids: Iterable[int]) -> dict[int, Revision]:
    """By session the last version that changed it: the sequence number of its calendar entry."""
    rows = ReleasedSession.objects.filter(session__in=list(session_ids)).order_by()
    found = rows.values_list("session_id").annotate(Max("release__number"), Max("release__at"))
    return {session: Revision(number, at) for session, number, at in found}
