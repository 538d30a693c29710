"""Activities as the desk's review of many sees them."""

from collections import defaultdict
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from skillweek.common.wording import han_date
from skillweek.programme import queries
from skillweek.programme.actions import decide_reviewed
from skillweek.programme.models import Activity, Session
from skillweek.programme.queries.safeguards import standing_of, with_safeguards
from skillweek.programme.rules import missing
from skillweek.review.queries import Reviewable


def activities() -> Reviewable:
    """How many activities are decided on at once."""
    return Reviewable(Activity, decide_reviewed, look, _prepared)


def _prepared(found: QuerySet[Activity]) -> QuerySet[Activity]:
    return (
        with_safeguards(found.select_related("edition", "owner"))
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
    standing = standing_of(activity)
    if standing.needed:
        size = _("预计 %(n)d 人，达到大型群众性活动的规模") % {"n": activity.safeguard.expected}
        gaps += [size, standing.text]
    return gaps


def _clashes(activities: list[Any]) -> dict[int, list[str]]:
    """What the sessions of each activity clash with, in a few queries for all of them."""
    found: dict[int, list[str]] = defaultdict(list)
    for edition in {activity.edition_id: activity.edition for activity in activities}.values():
        mine = [
            one for activity in activities if activity.edition_id == edition.pk for one in _planned(activity)
        ]
        marks = queries.clashes_of(mine, edition)
        for one in mine:
            # that a room is too small is among the gaps already
            said = [_said(one, mark) for mark in marks.get(one.pk, []) if mark.kind != "capacity"]
            found[one.activity_id] += [text for text in said if text not in found[one.activity_id]]
    return found


def _said(session: Session, mark: queries.Mark) -> str:
    return _("%(day)s：%(text)s") % {"day": han_date(session.starts, "day"), "text": mark.text}
