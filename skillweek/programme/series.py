"""Times of day of a series: written out, or one after the other with a pause."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

#: most sessions made at one stroke
MOST = 500
_LINE = re.compile(r"(\d{1,2})[:：.](\d{2})\s*(?:[-–—~～]+|至|到)\s*(\d{1,2})[:：.](\d{2})")
_DAY = datetime(2000, 1, 1, tzinfo=UTC)  # any: only the time of day is looked at


@dataclass(frozen=True, order=True)
class Span:
    """From one time of day to a later one."""

    starts: time
    ends: time


def read_span(line: str) -> Span | None:
    """The span of a line such as ``9:00-10:30``; None when it is none."""
    found = _LINE.fullmatch(line.strip())
    if found is None:
        return None
    hour, minute, last_hour, last_minute = map(int, found.groups())
    try:
        span = Span(time(hour, minute), time(last_hour, last_minute))
    except ValueError:
        return None
    return span if span.ends > span.starts else None


def slots(first: time, last: time, minutes: int, pause: Span | None = None) -> list[Span]:
    """Spans of ``minutes`` from ``first`` on, none ending after ``last``, none touching ``pause``."""
    length = timedelta(minutes=minutes)
    at, end = datetime.combine(_DAY, first), datetime.combine(_DAY, last)
    found = []
    while length and at + length <= end:
        span = Span(at.time(), (at + length).time())
        if pause is not None and span.starts < pause.ends and span.ends > pause.starts:
            at = datetime.combine(_DAY, pause.ends)
            continue
        found.append(span)
        at += length
    return found
