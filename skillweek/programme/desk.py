"""Activities as the desk's review of many sees them."""

from collections import defaultdict
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from skillweek.common.wording import joined
from skillweek.programme import queries
from skillweek.programme.actions import decide_reviewed
from skillweek.programme.models import Activity, Session
from skillweek.programme.rules import CROWD, missing
from skillweek.review.queries import Reviewable


def activities() -> Reviewable:
    """How many activities are decided on at once."""
    return Reviewable(Activity, decide_reviewed, look, _prepared)


def _prepared(found: QuerySet[Activity]) -> QuerySet[Activity]:
    return (
        found.select_related("edition", "safeguard", "owner")
        .prefetch_related("sessions__venue")
        .annotate(audience_count=Count("audiences", distinct=True))
    )


def look(activities: list[Any]) -> dict[Any, list[str]]:
    """What an officer should see before approving: gaps, crowds, and venues that are taken at the time."""
    clashes = _clashes(activities)
    return {activity.pk: _concerns(activity) + clashes[activity.pk] for activity in activities}


def _planned(activity: Activity) -> list[Session]:
    return [one for one in activity.sessions.all() if one.state == Session.State.PLANNED]


def _concerns(activity: Any) -> list[str]:
    gaps = [gap.text for gap in missing(activity, activity.audience_count, _planned(activity))]
    if activity.revises_id is not None:
        gaps.append(_("这是修改稿，请打开看改了什么"))
    safeguard = getattr(activity, "safeguard", None)
    if safeguard and (safeguard.expected or 0) >= CROWD:
        gaps.append(_("预计 %(n)d 人，达到大型群众性活动的规模") % {"n": safeguard.expected})
    return gaps


def _clashes(activities: list[Any]) -> dict[int, list[str]]:
    """Sessions of other activities at the same venue and time, in one query."""
    mine = [session for activity in activities for session in _planned(activity) if session.venue_id]
    overlaps = Q(pk__in=[])
    for one in mine:
        overlaps |= Q(venue=one.venue_id, starts__lt=one.ends, ends__gt=one.starts)
    others = list(queries.standing_sessions().filter(overlaps)) if mine else []
    found: dict[int, list[str]] = defaultdict(list)
    for one in mine:
        taken = {
            str(other.activity) for other in others
            if other.activity_id not in (one.activity_id, one.activity.revises_id) and other.venue_id == one.venue_id
            and other.starts < one.ends and other.ends > one.starts
        }  # fmt: skip
        if taken:
            words = {"venue": one.venue, "others": joined(sorted(taken))}
            found[one.activity_id].append(_("%(venue)s同一时间还有：%(others)s") % words)
    return found
