"""What a series of sessions would be, and which of them cannot be; theme days beside sessions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from skillweek.common import clock
from skillweek.common.wording import clock_time
from skillweek.organisations.models import Venue
from skillweek.plan.models import Edition, ThemeDay
from skillweek.programme.models import Activity, Session
from skillweek.programme.queries.sessions import standing_sessions

Times = tuple[datetime, datetime]


@dataclass(frozen=True)
class Planned:
    """One session that would be made; ``refused`` says why it cannot be."""

    starts: datetime
    ends: datetime
    refused: str = ""


def plan_series(activity: Activity, times: Iterable[Times], venue: Venue | None) -> list[Planned]:
    """Each of ``times`` at ``venue``, in order: past ones, and those whose place is taken, are refused."""
    wanted = sorted(set(times))
    if not wanted:
        return []
    mine = list(activity.sessions.filter(state=Session.State.PLANNED, venue=venue))
    others: list[Session] = []
    if venue is not None and not venue.shared:
        near = standing_sessions().filter(venue=venue, starts__lt=wanted[-1][0] + _longest(wanted))
        others = list(
            near.filter(ends__gt=wanted[0][0]).exclude(activity__in=[activity.pk, activity.revises_id or 0])
        )
    now, before, found = clock.now(), None, []
    for starts, ends in wanted:
        reason = _refusal(starts, ends, now, mine, others)
        if not reason and before and starts < before and venue is not None and not venue.shared:
            reason = _("和这一批里的前一场重叠")
        before = before if reason else ends
        found.append(Planned(starts, ends, reason))
    return found


def _longest(times: Sequence[Times]) -> timedelta:
    return max(ends - starts for starts, ends in times)


def _refusal(
    starts: datetime, ends: datetime, now: datetime, mine: list[Session], others: list[Session]
) -> str:
    if starts <= now:
        return _("时间已经过去")
    for one in mine:
        if one.starts < ends and one.ends > starts:
            return _("这个活动 %(at)s 已有一场") % {"at": clock_time(one.starts)}
    for one in others:
        if one.starts < ends and one.ends > starts:
            return _("场地这时已有“%(what)s”") % {"what": one.activity}
    return ""


def themed(sessions: Iterable[Session], edition: Edition) -> list[Session]:
    """``sessions``, each with ``theme``: the theme day it falls on, or None. One query."""
    themes = {one.day: one for one in edition.themedays.all()}
    found = list(sessions)
    for session in found:
        session.theme = themes.get(session.day)  # type: ignore[attr-defined]  # for the page
    return found


def on_theme_day(sessions: QuerySet[Session], code: str) -> QuerySet[Session]:
    """Of ``sessions``, those on days of the theme ``code`` of their edition."""
    days = ThemeDay.objects.filter(code=code, edition=OuterRef("activity__edition"), day=OuterRef("day"))
    return sessions.filter(Exists(days))


def tagged(sessions: QuerySet[Session], code: str) -> QuerySet[Session]:
    """Of ``sessions``, those of activities that carry the tag ``code``."""
    return sessions.filter(activity__tags__code=code)
