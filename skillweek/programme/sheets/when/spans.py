"""From moments joined by dashes to spans: which days, from when until when."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from skillweek.programme.sheets.problems import Problem, about
from skillweek.programme.sheets.when.tokens import Token

#: a moment of the clock as minutes after midnight; 24:00 is 1440
Minutes = int


@dataclass
class Moment:
    """One end of an interval: a day, a half of the day, a time; any may be missing."""

    day: date | None = None
    half: str | None = None
    half_text: str = ""
    time: Token | None = None
    next_day: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing was said yet."""
        return self.day is None and not self.half_text and self.time is None


@dataclass
class Interval:
    """Moments joined by dashes, and what was said of the whole."""

    moments: list[Moment] = field(default_factory=lambda: [Moment()])
    allday: bool = False
    before: bool = False
    days: tuple[date, date] | None = None

    def span_of_days(self) -> tuple[date | None, date | None]:
        """The first and the last day."""
        known = [moment.day for moment in self.moments if moment.day is not None]
        return self.days or ((known[0], known[-1]) if known else (None, None))

    @property
    def timed(self) -> list[Moment]:
        """The moments with a time."""
        return [moment for moment in self.moments if moment.time is not None]

    @property
    def empty(self) -> bool:
        """Whether nothing was said."""
        return self.days is None and not self.allday and all(moment.empty for moment in self.moments)


@dataclass(frozen=True)
class Span:
    """From ``day`` to ``last`` (None: not said); times in minutes, None where not said.

    ``daily``: the times hold on every day of the span.
    """

    day: date | None
    last: date | None = None
    begins: Minutes | None = None
    ends: Minutes | None = None
    daily: bool = False

    @property
    def said(self) -> str:
        """The span for people: 2021-05-22 09:00–11:30, with ？ where something is not said."""
        if self.daily and self.day and self.last and self.begins is not None and self.ends is not None:
            opens, shuts = (
                written(self.day, minutes).partition("T")[2] for minutes in (self.begins, self.ends)
            )
            times = f"{opens}–{shuts}"
            return _("%(first)s 至 %(last)s，每天 %(times)s") % {
                "first": self.day, "last": self.last, "times": times,
            }  # fmt: skip
        first = "？" if self.day is None else written(self.day, self.begins).replace("T", " ")
        last = "？" if self.last is None else written(self.last, self.ends).replace("T", " ")
        if self.day == self.last and self.begins is not None:
            last = last.partition(" ")[2] or "？"
        return first if first == last and self.begins is None else f"{first}–{last}"

    @property
    def starts_text(self) -> str | None:
        """The start as 2021-05-22 or 2021-05-22T09:00."""
        return None if self.day is None else written(self.day, self.begins)

    @property
    def ends_text(self) -> str | None:
        """The end likewise."""
        return None if self.last is None else written(self.last, self.ends)


def written(day: date, minutes: Minutes | None) -> str:
    """A day, or a moment of it, as in the answer."""
    if minutes is None:
        return day.isoformat()
    return f"{datetime.combine(day, time()) + timedelta(minutes=minutes):%Y-%m-%dT%H:%M}"


def span_of(interval: Interval, words: str) -> tuple[Span, list[Problem]]:
    """The span that ``interval`` stands for, and what is not clear about it; ``words`` is the cell."""
    first, last = interval.span_of_days()
    if interval.before:
        shut = interval.timed[-1] if interval.timed else None
        ends = clock_of(shut, shut.half)[0] if shut else None
        return Span(None, last, None, ends), [about("deadline", "starts", words)]
    if first is not None and last is not None and last < first:
        return Span(first), [about("backwards", "ends", words)]
    timed = interval.timed
    if not timed:
        return _whole(interval, first, last)
    if len(timed) == 1 and len(interval.moments) > 1 and _only_end(interval):
        ends, problem = clock_of(timed[0], timed[0].half)
        return Span(first, last if ends else None, None, ends), [
            problem or about("no_start_time", "starts", words)
        ]
    begins, problem = clock_of(timed[0], timed[0].half)
    if problem is not None or begins is None:
        return Span(first), [problem] if problem else []
    if len(timed) == 1:
        several = last != first
        return (
            Span(first, last if several else None, begins, daily=several),
            [about("no_end_time", "ends", words)],
        )
    return _timed(interval, begins, words)


def _only_end(interval: Interval) -> bool:
    """The one time stands after the dash, and before it there is no day alone: '- 11:00', '上午 - 下午5点'."""
    before, *_others, after = interval.moments
    return (
        after.time is not None
        and (before.empty or bool(before.half_text) or after.day is None)
        and not (before.day is not None and after.day is not None)
    )


def _whole(interval: Interval, first: date | None, last: date | None) -> tuple[Span, list[Problem]]:
    """Days without times."""
    if interval.allday or first != last:
        return Span(first, last), []
    halves = [moment.half_text for moment in interval.moments if moment.half_text]
    if halves:
        return Span(first), [about("half_day", "starts", "-".join(halves))]
    return Span(first), [about("no_start_time", "starts")]


def _timed(interval: Interval, begins: Minutes, words: str) -> tuple[Span, list[Problem]]:
    first, last = interval.span_of_days()
    start, end = interval.timed[0], interval.timed[-1]
    crossing = first != last and start.day is not None and end.day is not None and end.day != start.day
    ends = _end(begins, start, end, crossing=crossing)
    if end.next_day and ends is not None:
        ends += 1440
    if ends is None or (ends <= begins and not crossing):
        return Span(first, last if first != last else None, begins), [about("backwards", "ends", words)]
    return Span(first, last, begins, ends, daily=first != last and not crossing), []


def _end(begins: Minutes, start: Moment, end: Moment, *, crossing: bool) -> Minutes | None:
    """The end in minutes; without its own half of the day it takes that of the start, when that fits."""
    assert end.time is not None
    if end.half is not None or end.time.value[2]:
        return clock_of(end, end.half)[0]
    literal = end.time.value[0] * 60 + end.time.value[1]
    if crossing or end.next_day:
        return clock_of(end, None)[0]
    half = start.half or _marker(start)
    inherited = clock_of(end, half)[0] if half else None
    if inherited is not None and inherited > begins:
        return inherited
    return literal if begins < literal <= 1440 and end.time.value[1] < 60 else None


def _marker(moment: Moment) -> str:
    return moment.time.value[2] if moment.time is not None else ""


def clock_of(moment: Moment, half: str | None) -> tuple[Minutes | None, Problem | None]:
    """The time of ``moment`` in minutes, read in ``half`` of the day; None and why when it cannot be told."""
    assert moment.time is not None
    hour, minute, marker, full = moment.time.value
    half = marker or half
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        return None, about("time_unclear", "starts", moment.time.text)
    if not half and 1 <= hour <= 5 and not full:
        return None, about("no_half", "starts", moment.time.text)
    if half == "evening" and hour == 12:
        hour = 24
    elif (half in ("pm", "evening") and hour < 12) or (half == "noon" and hour < 4):
        hour += 12
    return hour * 60 + minute, None
