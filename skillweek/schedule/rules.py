"""What the schedule knows without a database: changes in plain words, limits of requests to follow."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skillweek.common.wording import clock_time, han_date, joined, local_date, moment, time_range
from skillweek.programme.models import Session
from skillweek.schedule.models import Change

#: parts of an activity's page whose change is told, by the key that a change's note holds
ASPECTS: dict[str, Promise] = {
    "title": gettext_lazy("名称"),
    "summary": gettext_lazy("一句话介绍"),
    "text": gettext_lazy("活动内容"),
    "audiences": gettext_lazy("适合谁"),
    "online_url": gettext_lazy("线上地址"),
}

#: requests to follow of one address that may be open, and that are answered within an hour
OPEN_REQUESTS = 5
#: requests to follow that all addresses together may make within an hour
REQUESTS_AN_HOUR = 500
HOUR = timedelta(hours=1)
#: how long a request waits for its confirmation, and how long an ended one can be shown as ended
FORGOTTEN_AFTER = timedelta(days=3)

#: what the rows of the week board are
LANES = ("place", "venue", "owner")


class ScheduleError(Exception):
    """Something that cannot be done now; the text says why, ``field`` names the form field it belongs to."""

    def __init__(self, text: str, field: str = "") -> None:
        self.field = field
        super().__init__(text)


class NothingNew(ScheduleError):
    """A release that would change nothing; ``reasons`` say why moves of the board could not be carried out."""

    def __init__(self, reasons: Sequence[str] = ()) -> None:
        super().__init__(_("；").join(reasons) if reasons else _("和上一版没有不同，不需要发布"))


class Outdated(ScheduleError):
    """The programme changed after the page that shows what a release will change was opened."""

    def __init__(self) -> None:
        super().__init__(_("您看过以后又有新的变化，请再看一遍再发布"))


def stands_at(session: Session) -> str:
    """Where a session stands, as a token that a page carries: it differs once the session has changed."""
    return f"{session.starts.timestamp():.0f}-{session.ends.timestamp():.0f}-{session.venue_id or 0}-{session.state}"


def aspects(note: str) -> list[str]:
    """The names of the parts that were revised."""
    return [str(ASPECTS[key]) for key in note.split() if key in ASPECTS]


def _when(starts: datetime | None, ends: datetime | None) -> str:
    return moment(starts) if starts and ends else ""


def _times(change: Change) -> str:
    """From when to when, as short as it can be said."""
    first, second = change.from_starts, change.to_starts
    if not first or not second or not change.from_ends or not change.to_ends:
        return ""
    if first == second:
        before, after = time_range(first, change.from_ends), time_range(second, change.to_ends)
        return f"{han_date(first, 'day')} {before} → {after}"
    if local_date(first) == local_date(second):
        return f"{moment(first)} → {clock_time(second)}"
    return f"{moment(first)} → {moment(second)}"


def sentence(change: Change) -> str:
    """What changed, in plain words, without the name of the activity."""
    kind = change.kind
    if kind == Change.Kind.REVISED:
        return _("修改了%(what)s") % {"what": joined(aspects(change.note))}
    if kind == Change.Kind.MOVED:
        return _moved(change)
    if kind == Change.Kind.CANCELLED:
        when = _when(change.from_starts, change.from_ends)
        return _("%(when)s 的一场取消") % {"when": when} if when else _("整个活动取消")
    words = {"when": _when(change.to_starts, change.to_ends), "where": change.to_venue or _("线上")}
    if change.session_id:
        return _("加了一场：%(when)s，%(where)s") % words
    return _("新的活动：%(when)s，%(where)s") % words if words["when"] else _("新的活动")


def _moved(change: Change) -> str:
    same_time = (change.from_starts, change.from_ends) == (change.to_starts, change.to_ends)
    where = change.to_venue or _("线上")
    if same_time:
        when = _when(change.from_starts, change.from_ends)
        return _("%(when)s 的一场，地点改到%(where)s") % {"when": when, "where": where}
    if change.from_venue != change.to_venue:
        return _("%(times)s，地点改到%(where)s") % {"times": _times(change), "where": where}
    return _times(change)
