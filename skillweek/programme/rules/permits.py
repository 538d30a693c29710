"""The permit of a large activity: when it is needed, from whom, until when to apply, and whether it still holds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from skillweek.common.wording import han_date
from skillweek.plan.models import Edition
from skillweek.programme.models import Activity, Permit, Session
from skillweek.programme.rules.safety import Gap

#: days before the last filing day from which on it is near
NEAR_DAYS = 10


def needs_permit(expected: int | None, edition: Edition, *, online: bool = False) -> bool:
    """True when so many people come to one session that the police decide on it."""
    return not online and (expected or 0) >= edition.crowd_from


def last_filing_day(day: date, edition: Edition) -> date:
    """The last day to apply for a session on ``day``."""
    return day - timedelta(days=edition.permit_days)


def authority(expected: int, edition: Edition) -> str:
    """Whose permit it is, by size."""
    return _("市级公安机关") if expected >= edition.crowd_city_from else _("县级公安机关")


def permit_held(activity: Activity) -> Permit | None:
    """The permit of an activity; a working copy has that of the public one it stands for."""
    own: Permit | None = getattr(activity, "permit", None)
    if own is None and activity.revises is not None:
        own = getattr(activity.revises, "permit", None)
    return own


def settled(permit: Permit | None) -> bool:
    """True when there is a permit file, or a stated reason why none is needed."""
    return permit is not None and bool(permit.file_id or permit.exemption.strip())


def filed(permit: Permit | None) -> bool:
    """True when the application is under way or over."""
    return permit is not None and (permit.filed_on is not None or settled(permit))


def snapshot(expected: int | None, sessions: Iterable[Session]) -> dict[str, Any]:
    """What a permit is granted for: how many people, when and where. Kept with it, to see later what has changed."""
    planned = [one for one in sessions if one.state == Session.State.PLANNED and one.venue_id]
    meetings = sorted((one.starts.isoformat(), one.ends.isoformat(), one.venue_id) for one in planned)
    return {"expected": expected, "sessions": [list(one) for one in meetings]}


def changed_since(permit: Permit | None, now: dict[str, Any]) -> str:
    """What is other than when the permit was granted or applied for, in a sentence; empty when it still holds."""
    if permit is None or not permit.covers or not (permit.file_id or permit.filed_on):
        return ""
    if permit.exemption.strip() and not permit.file_id:
        return ""
    before = permit.covers
    if (now["expected"] or 0) > (before["expected"] or 0):
        numbers = {"before": before["expected"] or 0, "now": now["expected"]}
        if permit.file_id:
            return _("许可按 %(before)d 人办的，现在预计 %(now)d 人，需要重新申请") % numbers
        return _("申请许可时是 %(before)d 人，现在预计 %(now)d 人，需要重新申请") % numbers
    known = {_meeting(one) for one in before["sessions"]}
    if any(_meeting(one) not in known for one in now["sessions"]):
        if permit.file_id:
            return _("办好许可以后，时间或地点改了，需要重新申请")
        return _("申请许可以后，时间或地点改了，需要重新申请")
    return ""


def _meeting(facts: Sequence[Any]) -> tuple[datetime, datetime, int]:
    return datetime.fromisoformat(facts[0]), datetime.fromisoformat(facts[1]), facts[2]


@dataclass(frozen=True)
class Standing:
    """Where the permit of an activity stands today: needed or not, until when to apply, and how urgent that is."""

    needed: bool
    authority: str
    last_day: date | None
    state: str  # none, open, late, filed, granted, exempt, stale
    text: str

    @property
    def tone(self) -> str:
        """The tone of its badge."""
        tones = {
            "granted": "good",
            "exempt": "good",
            "filed": "wait",
            "late": "bad",
            "stale": "bad",
            "near": "bad",
        }
        return tones.get(self.state, "idle")


def standing(
    *, permit: Permit | None, expected: int | None, edition: Edition, days: Sequence[date], today: date,
    changed: str = "", online: bool = False,
) -> Standing:  # fmt: skip
    """Where it stands ``today``; ``days`` are those of the planned sessions, ``changed`` from :func:`changed_since`."""
    needed = needs_permit(expected, edition, online=online)
    last = last_filing_day(min(days), edition) if days else None
    whose = authority(expected or 0, edition)
    if not needed:
        return Standing(False, "", last, "none", "")
    state = _state(permit, last, today, changed)
    return Standing(True, whose, last, state, changed or _said(state, last, whose, permit))


def _state(permit: Permit | None, last: date | None, today: date, changed: str) -> str:
    if changed:
        return "stale"
    if permit is not None and permit.file_id:
        return "granted"
    if settled(permit):
        return "exempt"
    if filed(permit):
        return "filed"
    if last is None:
        return "open"
    left = (last - today).days
    return "late" if left < 0 else "near" if left <= NEAR_DAYS else "open"


def _said(state: str, last: date | None, whose: str, permit: Permit | None) -> str:
    if permit is not None and state == "exempt":
        return _("不需要许可：%(why)s") % {"why": permit.exemption}
    if permit is not None and state == "granted":
        return _("已有许可：%(number)s") % {"number": permit.number} if permit.number else _("已有许可文件")
    if permit is not None and state == "filed" and permit.filed_on:
        return _("%(day)s 已申请，等%(whose)s答复") % {
            "day": han_date(permit.filed_on, "day"),
            "whose": whose,
        }
    if last is None:
        return _("排好场次，就会算出最晚哪天申请许可")
    words = {"day": han_date(last, "day"), "whose": whose}
    if state == "late":
        return _("最晚应在 %(day)s 向%(whose)s申请许可，已经过了") % words
    return _("最晚 %(day)s 向%(whose)s申请许可") % words


def missing_permit(found: Standing) -> list[Gap]:
    """What keeps a large activity from being public."""
    if not found.needed or found.state in ("granted", "exempt"):
        return []
    if found.state == "stale":
        return [Gap("permit", "file", found.text)]
    return [Gap("permit", "file", _("大型活动还没有许可文件，也没有说明为什么不需要"))]
