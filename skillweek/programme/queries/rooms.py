"""Who holds which room: public sessions at venues that are not shared."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from skillweek.common.wording import han_date, time_range
from skillweek.organisations.models import Venue
from skillweek.programme.models import Activity, Session


def holding(activity: Activity) -> QuerySet[Session]:
    """Sessions of ``activity`` that hold their room once it is public."""
    return Session.objects.filter(activity=activity, state=Session.State.PLANNED, venue__shared=False)


def public_at(venue: Venue) -> QuerySet[Session]:
    """Planned sessions of public activities at ``venue``."""
    return Session.objects.filter(
        venue=venue, state=Session.State.PLANNED, activity__state=Activity.State.PUBLISHED
    ).select_related("activity")


def holders(venues: Collection[int]) -> QuerySet[Session]:
    """Sessions that hold one of ``venues``, in order of time."""
    return Session.objects.filter(holds_venue=True, venue__in=venues).select_related("activity", "venue")


def overlapping(mine: Collection[Session]) -> list[tuple[Session, Session]]:
    """Pairs of one of ``mine`` and a session that holds its room at that time; also pairs among ``mine``."""
    anywhere = Q(pk__in=[])
    for one in mine:
        anywhere |= Q(venue=one.venue_id, starts__lt=one.ends, ends__gt=one.starts)
    ids = {one.pk for one in mine}
    others = [*holders({one.venue_id for one in mine if one.venue_id}).filter(anywhere).exclude(pk__in=ids)]
    pairs = [(one, other) for one in mine for other in others if meet(one, other)]
    ordered = sorted(mine, key=lambda one: (one.starts, one.pk or 0))
    inner = [(one, other) for n, one in enumerate(ordered) for other in ordered[n + 1 :] if meet(one, other)]
    return pairs + inner


def meet(one: Session, other: Session) -> bool:
    """True when both are at the same venue at the same time."""
    same = one.venue_id is not None and one.venue_id == other.venue_id
    return same and one.starts < other.ends and other.starts < one.ends


def told(other: Session) -> dict[str, str]:
    """``other`` in words: where, when, and what it is."""
    return {
        "venue": str(other.venue),
        "day": han_date(other.starts, "day"),
        "time": time_range(other.starts, other.ends),
        "title": str(other.activity),
    }


def crowded(venue: Venue) -> list[tuple[Session, Session]]:
    """Public sessions at ``venue`` that overlap each other, as pairs."""
    found = list(public_at(venue).order_by("starts", "pk"))
    return [(one, other) for n, one in enumerate(found) for other in found[n + 1 :] if meet(one, other)]
