"""Half days, where a session may go, and what changed under a proposal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.utils.translation import gettext as _

from skillweek.coverage.rules.errors import Stale

SLOTS = ("am", "pm")
NOON = time(12, 30)
#: when a session that changes its half day begins
BEGINS = {"am": time(9, 0), "pm": time(14, 30)}
#: a morning session must be over by then, an afternoon one too
CLOSES = {"am": time(12, 30), "pm": time(20, 0)}


def slots_of(starts: datetime, ends: datetime) -> tuple[str, ...]:
    """The half days that a session (local times) takes up."""
    if ends.date() > starts.date() or (starts.time() < NOON < ends.time()):
        return SLOTS
    return ("am",) if starts.time() < NOON else ("pm",)


def moved(starts: datetime, ends: datetime, day: Any, slot: str) -> tuple[datetime, datetime] | None:
    """Local times of a session put on ``day`` and ``slot``; None when it does not fit into the half day."""
    begins = starts.time() if slots_of(starts, ends) == (slot,) else BEGINS[slot]
    new = datetime.combine(day, begins, tzinfo=starts.tzinfo)
    until: datetime = new + (ends - starts)
    fits = until.date() == new.date() and until.time() <= CLOSES[slot]
    return (new, until) if fits or begins == starts.time() else None


def check_unchanged(placement: Any, session: Any) -> None:
    """Raise Stale when ``session`` is no longer where ``placement`` found it."""
    was = (placement.from_starts, placement.from_ends, placement.from_venue_id)
    if (session.starts, session.ends, session.venue_id) != was or session.state != session.State.PLANNED:
        raise Stale(_("这一场在提出建议以后改过，请重新请求解器计算"))


Where = tuple[datetime, datetime, int | None]


@dataclass(frozen=True)
class Change:
    """A session that is not where a proposal found it: ``how`` is moved, new or gone."""

    title: str
    how: str

    @property
    def text(self) -> str:
        """The change in words."""
        words = {
            "moved": _("“%(title)s”的时间或场地改过"), "new": _("新增了“%(title)s”"),
            "gone": _("“%(title)s”取消或撤回了"),
        }  # fmt: skip
        return words[self.how] % {"title": self.title}


def changes_between(
    then: Mapping[int, tuple[str, Where]], now: Mapping[int, tuple[str, Where]], own: Mapping[int, Where]
) -> list[Change]:
    """What differs between two states of the programme; moves of one's ``own`` that were made do not count."""
    found = []
    for key, (title, where) in then.items():
        if key not in now:
            found.append(Change(title, "gone"))
        elif now[key][1] != own.get(key, where):
            found.append(Change(title, "moved"))
    return found + [Change(now[key][0], "new") for key in _only_in(now, then)]


def _only_in(one: Mapping[int, Any], other: Mapping[int, Any]) -> Iterable[int]:
    return (key for key in one if key not in other)
