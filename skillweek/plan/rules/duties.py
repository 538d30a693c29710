"""Rules of duties: what state one is in, and when it is due."""

from collections.abc import Set
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from skillweek.plan.models import Edition

#: states of a duty, the one that needs work most first
WORST_FIRST = ("late", "open", "partly", "met", "waived")
#: a state in the fewest signs that say it without colour
STATE_WORDS = {
    "late": _("逾期"),
    "open": _("未做"),
    "partly": _("部分"),
    "met": _("完成"),
    "waived": _("免除"),
}
#: a duty is due within this of its edition
FAR = timedelta(days=730)
#: states in which nothing is owed any more
DONE = frozenset({"met", "waived"})


def duty_state(count: int, minimum: int, due: date, today: date, *, waived: bool = False) -> str:
    """``waived``, ``met``, ``late`` (not met, after the due date), ``partly`` or ``open``."""
    if waived:
        return "waived"
    if count >= minimum:
        return "met"
    if today > due:
        return "late"
    return "partly" if count else "open"


def joint_state(states: Set[str]) -> str:
    """The state of several duties together: late when any is, partly when they differ, empty when there are none."""
    if "late" in states:
        return "late"
    if states <= DONE:
        return "met" if "met" in states else "waived" if states else ""
    return next(iter(states)) if len(states) == 1 else "partly"


def is_near(edition: Edition, due: date) -> bool:
    """False when ``due`` is years away from ``edition``: its year was mistyped."""
    return edition.starts - FAR <= due <= edition.ends + FAR


def day_of(edition: Edition, anchor: str, offset: int) -> date:
    """``offset`` days from a date of ``edition`` (negative before)."""
    start: date = getattr(edition, anchor)
    return start + timedelta(days=offset)
