"""The times of a run of show, computed from durations and fixed times."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from skillweek.ceremonies.models import RunItem


@dataclass(frozen=True)
class Timed:
    """An item with its times; ``gap`` and ``overlap`` are minutes between it and the one before, ``late`` when it
    ends after the session."""

    item: RunItem
    starts: datetime
    ends: datetime
    gap: int = 0
    overlap: int = 0
    late: int = 0

    @property
    def wrong(self) -> bool:
        """True when its time does not fit."""
        return bool(self.gap or self.overlap or self.late)


def _minutes(span: timedelta) -> int:
    return round(span.total_seconds() / 60)


def timed(items: Iterable[RunItem], begin: datetime, end: datetime | None = None) -> list[Timed]:
    """``items`` in their order from ``begin`` (local); one begins when the one before ends, unless it is fixed.

    ``end`` is the end of the session: what goes beyond is late.
    """
    found: list[Timed] = []
    at = begin
    for item in items:
        starts = begin.replace(hour=item.fixed.hour, minute=item.fixed.minute) if item.fixed else at
        off = _minutes(starts - at)
        ends = starts + timedelta(minutes=item.minutes)
        late = max(_minutes(ends - end), 0) if end else 0
        found.append(Timed(item, starts, ends, gap=max(off, 0), overlap=max(-off, 0), late=late))
        at = ends
    return found


def overrun(found: Sequence[Timed]) -> int:
    """By how many minutes all of it is too long."""
    return max((one.late for one in found), default=0)


def now_and_next(found: Sequence[Timed], now: datetime) -> tuple[list[Timed], Timed | None]:
    """What is on at ``now``, and what comes next."""
    current = [one for one in found if one.starts <= now < one.ends]
    following = min((one for one in found if one.starts > now), key=lambda one: one.starts, default=None)
    return current, following
