"""What a series of sessions would be, and which of them cannot be; theme days beside sessions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from skillweek.common import clock
from skillweek.common.wording import clock_time
from skillweek.organisations.models import Venue
from skillweek.plan.models import Edition, ThemeDay
from skillweek.programme.models import Activity, Session
from skillweek.programme.queries.clash_marks import Tone, marks
from skillweek.programme.queries.clashes import around, stand_of

Times = tuple[datetime, datetime]


@dataclass(frozen=True)
class Planned:
    """One session that would be made; ``refused`` says why it cannot be."""

    starts: datetime
    ends: datetime
    refused: str = ""


def plan_series(activity: Activity, times: Iterable[Times], venue: Venue | None) -> list[Planned]:
    """Each of ``times`` at ``venue``, in order: past ones, and those whose place is taken or shut, are refused."""
    wanted = sorted(set(times))
    mine = list(activity.sessions.filter(state=Session.State.PLANNED, venue=venue))
    zone = ZoneInfo(activity.edition.time_zone)
    near = around(activity.edition, {starts.astimezone(zone).date() for starts, _ends in wanted})
    now, found = clock.now(), []
    before: datetime | None = None
    for starts, ends in wanted:
        reason = _refusal(starts, ends, now, mine)
        if not reason and before and starts < before and venue is not None and not venue.shared:
            reason = _("和这一批里的前一场重叠")
        if not reason:
            wish = Session(activity=activity, city_id=activity.city_id, venue=venue, starts=starts, ends=ends)
            hard = [mark.text for mark in marks(stand_of(wish), near) if mark.tone == Tone.HARD]
            reason = hard[0] if hard else ""
        before = before if reason else ends
        found.append(Planned(starts, ends, reason))
    return found


def _refusal(starts: datetime, ends: datetime, now: datetime, mine: list[Session]) -> str:
    if starts <= now:
        return _("时间已经过去")
    for one in mine:
        if one.starts < ends and one.ends > starts:
            return _("这个活动 %(at)s 已有一场") % {"at": clock_time(one.starts)}
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
