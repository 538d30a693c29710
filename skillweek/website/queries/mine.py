"""A visitor's own week: the sessions whose codes the device remembers, and where they do not go together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from skillweek.common import clock
from skillweek.plan.models import Edition
from skillweek.programme.models import Activity, Session
from skillweek.programme.queries import announced_sessions
from skillweek.website.rules import Point, kilometres, place_name

#: minutes that getting away and finding the way in take, and kilometres an hour between venues (as the crow flies)
CHANGE, SPEED = timedelta(minutes=10), 24.0


@dataclass
class Item:
    """A session of the visitor's week; ``warning`` says why it hardly goes with the one before."""

    code: str
    day: date
    starts: datetime
    ends: datetime
    activity: str
    title: str
    where: str
    point: Point | None
    cancelled: bool
    over: bool
    warning: str = ""

    @property
    def stands(self) -> bool:
        """It can still be gone to."""
        return not self.cancelled and not self.over


def week(edition: Edition, codes: Iterable[str]) -> list[Item]:
    """The sessions of ``codes`` that were made public, in order of time, with warnings; one query."""
    found = announced_sessions(edition).filter(code__in=list(codes)).order_by("starts", "pk")
    items = [_item(session) for session in found]
    warn([item for item in items if item.stands])
    return items


def _item(session: Session) -> Item:
    activity, venue = session.activity, session.venue
    parts = [_("线上")]
    if venue is not None:
        parts = [place_name(session.place), venue.name] if session.place else [venue.name]
    point = (
        (float(venue.latitude), float(venue.longitude))
        if venue and venue.latitude and venue.longitude
        else None
    )
    english = get_language() == "en" and activity.title_en
    return Item(
        session.code, session.day, session.starts, session.ends, activity.code,
        activity.title_en if english else activity.title, " · ".join(parts), point,
        session.state == Session.State.CANCELLED or activity.state == Activity.State.CANCELLED,
        session.ends <= clock.now(),
    )  # fmt: skip


def warn(items: Sequence[Item]) -> None:
    """Write warnings: a session begins before another has ended, or too soon after it for the way."""
    for index, item in enumerate(items):
        before = [one for one in items[:index] if one.day == item.day]
        running = next((one for one in before if one.ends > item.starts), None)
        if running is not None:
            item.warning = _("时间撞了：“%(title)s”这时还没有结束") % {"title": running.title}
            continue
        last = max(before, key=lambda one: one.ends, default=None)
        if last is None or last.point is None or item.point is None or last.point == item.point:
            continue
        away = kilometres(last.point, item.point)
        if item.starts - last.ends < timedelta(hours=away / SPEED) + CHANGE:
            spare = round((item.starts - last.ends).total_seconds() / 60)
            words = {"title": last.title, "km": f"{away:.0f}", "n": spare}
            item.warning = _("可能赶不上：离“%(title)s”约 %(km)s 公里，中间只有 %(n)d 分钟") % words
