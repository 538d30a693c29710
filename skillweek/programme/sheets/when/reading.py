"""The grammar: tokens of the cells of a row become intervals, and intervals become spans."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise

from skillweek.programme.sheets.problems import Problem, about
from skillweek.programme.sheets.when.days import DAYS, Context, NoDay, day_of, inside
from skillweek.programme.sheets.when.spans import Interval, Moment, Span, span_of
from skillweek.programme.sheets.when.tokens import Token

#: what one does before an activity begins; its time is not the activity's
_BEFOREHAND = ("签到", "报到", "入场", "集合", "候场", "检票", "彩排")

#: words beside a day that say nothing about the time
_WELL_KNOWN = re.compile(
    r"^(?:举行|举办|进行|正式|开展|时间|为|暂定|拟定?|于|在|左右|约|共|计|开放|活动|[-\d]|启动)*$"
)


@dataclass
class When:
    """What a row says of its time: its spans in the order of the sheet, and what is not clear."""

    spans: list[Span] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def first_day(self) -> date | None:
        """The first day that was understood."""
        return next((span.day or span.last for span in self.spans if span.day or span.last), None)

    @property
    def ends_text(self) -> str | None:
        """The end of the last span; of several days without times the last day."""
        last = self.spans[-1]
        if last.last is None and last.begins is None and last.day != self.spans[0].day:
            return last.starts_text
        return last.ends_text


class _Reader:
    """Goes through the tokens once."""

    def __init__(self, context: Context, words: str) -> None:
        self.context, self.words = context, words
        self.done: list[Interval] = []
        self.now = Interval()
        self.problems: list[Problem] = []
        self.daily = False

    @property
    def moment(self) -> Moment:
        return self.now.moments[-1]

    def close(self) -> None:
        """Begin a new interval."""
        if not self.now.empty:
            self.done.append(self.now)
        self.now = Interval()

    def take(self, token: Token, after: Token | None) -> None:
        """Take one token."""
        if token.kind in DAYS:
            self._day(token)
        elif token.kind == "half":
            self._half(token)
        elif token.kind == "time":
            self._time(token, after)
        elif token.kind == "sep" and after is not None and after.kind == "time" and self._half_waits:
            return  # 上午 and its time on lines of their own
        else:
            self._sign(token)

    @property
    def _half_waits(self) -> bool:
        return bool(self.moment.half_text) and self.moment.time is None

    def _sign(self, token: Token) -> None:
        kind = token.kind
        if kind == "dash":
            self.now.moments.append(Moment())
        elif kind == "year":
            self.context = replace(self.context, year=token.value, month=None)
        elif kind == "next":
            self.moment.next_day = True
        elif kind == "period":
            self._period(token)
        elif kind in ("vague", "pending"):
            self.problems.append(
                about("pending" if kind == "pending" else "day_unclear", "starts", token.text)
            )
        else:
            self._mark(kind)

    def _mark(self, kind: str) -> None:
        """A sign about the whole interval."""
        if kind == "sep":
            self.close()
        elif kind == "allday":
            self.now.allday = True
        elif kind == "before":
            self.now.before = True
        elif kind == "every":
            self.daily = True

    def _period(self, token: Token) -> None:
        if self.context.period is None:
            self.problems.append(about("day_unclear", "starts", token.text))
            return
        self.now.days = self.context.period
        self.problems.append(about("whole_week", "starts", token.text))

    def _day(self, token: Token) -> None:
        dated = self.moment.day or (self.moment.time and self.now.span_of_days()[0])
        if token.kind == "weekday" and dated:
            return  # it stands beside its day; whether they agree is looked at later
        try:
            day = day_of(token, self.context)
        except NoDay as error:
            self.problems.append(about(error.code, "starts", error.text))
            return
        if self.moment.time is not None or self.moment.day is not None or self.moment.half_text:
            self.close()
        self.moment.day = day
        self.context = self.context.with_month_of(day)

    def _half(self, token: Token) -> None:
        if self.moment.time is not None:
            if token.value in ("am", "pm") and self.moment.half is None and len(self.now.moments) == 1 \
                    and self.moment.time.value[0] < 13 and token.text in ("am", "pm"):  # fmt: skip
                self.moment.half = token.value
                return
            self.close()
        elif self.moment.half_text:
            self.close()  # 上午、下午 one after the other, without times
        self.moment.half, self.moment.half_text = token.value, token.text

    def _time(self, token: Token, after: Token | None) -> None:
        if after is not None and after.kind == "word" and after.text.startswith(_BEFOREHAND):
            return
        if self.moment.time is not None:
            self.close()
        self.moment.time = token


def read_when(tokens: Sequence[Token], context: Context, words: str) -> When:
    """What ``tokens`` (day, half and time columns of one row, in this order) say; ``words`` are the cells."""
    known = [_plainer(token, context) for token in _paired(tokens, context)]
    reader = _Reader(context, words)
    for place, token in enumerate(known):
        reader.take(token, known[place + 1] if place + 1 < len(known) else None)
    reader.close()
    return _result(reader, known, context)


def _paired(tokens: Sequence[Token], context: Context) -> list[Token]:
    """5-22 is a day of the Week, and 22-28 are two: whichever lies in the Week."""
    out = list(tokens)
    for place in range(len(out) - 2):
        one, dash, two = out[place : place + 3]
        if (one.kind, dash.kind, two.kind) != ("number", "dash", "number"):
            continue
        day = Token("month_day", (one.value, two.value), f"{one.text}-{two.text}")
        if _within(day, context):
            out[place : place + 3] = [day, Token("none", None, ""), Token("none", None, "")]
        elif all(_within(Token("day", (number.value,), number.text), context) for number in (one, two)):
            out[place], out[place + 2] = (Token("day", (n.value,), n.text) for n in (one, two))
    return [token for token in out if token.kind != "none"]


def _within(token: Token, context: Context) -> bool:
    try:
        return inside(day_of(token, context), context.period, slack=31 if token.kind == "dotted" else 0)
    except NoDay:
        return False


def _plainer(token: Token, context: Context) -> Token:
    """9.30 is a time when it is no day near the Week."""
    if token.kind != "dotted" or _within(token, context):
        return token
    hour, minute = token.value
    written = token.text.partition(".")[2]
    if 6 <= hour <= 22 and len(written) == 2 and minute % 5 == 0 and minute < 60:
        return Token("time", (hour, minute, "", False), token.text)
    return token


def _result(reader: _Reader, tokens: Sequence[Token], context: Context) -> When:
    problems = list(reader.problems)
    intervals = _shared(reader.done, context)
    if reader.daily and context.period and not any(one.span_of_days()[0] for one in intervals):
        if context.period == context.week:
            problems.append(about("whole_week", "starts", reader.words))
        for interval in intervals or [Interval(allday=True)]:
            interval.days = context.period
            intervals = intervals or [interval]
    spans: list[Span] = []
    for interval in intervals:
        span, found = span_of(interval, reader.words)
        span = replace(span, daily=True) if reader.daily and span.day != span.last else span
        spans += [span] if span not in spans else []
        problems += [one for one in found if one not in problems]
    problems += _weekdays(tokens, context)
    unread = "".join(token.text for token in tokens if token.kind in ("word", "number"))
    if len(unread) > 1 and all(span.begins is None for span in spans) and not _WELL_KNOWN.search(unread):
        problems = [one for one in problems if one.code != "no_start_time"]
        problems += (
            [] if any(one.stops for one in problems) else [about("time_unclear", "starts", reader.words)]
        )
    if all(span.day is None and span.last is None for span in spans) and not problems_of_day(problems):
        problems.append(about("no_day", "starts"))
    return When(spans, problems)


def problems_of_day(problems: Sequence[Problem]) -> bool:
    """Whether one of ``problems`` already says that the day is not known."""
    codes = {"no_day", "no_year", "no_month", "no_such_day", "day_unclear", "pending"}
    return any(problem.code in codes for problem in problems)


def _shared(intervals: list[Interval], context: Context) -> list[Interval]:
    """Days before times share them (22日、23日 9:00); times without a day take the day before, or the context's."""
    lonely: list[Interval] = []
    last: tuple[date, date] | None = None
    out: list[Interval] = []
    for interval in intervals:
        first, end = interval.span_of_days()
        if first is None or end is None:
            if last is None:
                lonely.append(interval)
            elif out and _bare(out[-1]):
                _lend(out, interval)
                continue
            else:
                interval.days = last
        else:
            last = (first, end)
            _lend(out, interval)
        out.append(interval)
    days = last or context.day
    for interval in lonely:
        interval.days = days
    return [one for one in out if not (lonely and _bare(one) and last == one.span_of_days())] or out


def _bare(interval: Interval) -> bool:
    """Whether it says only days."""
    return not interval.timed and not interval.allday and not any(m.half_text for m in interval.moments)


def _lend(out: list[Interval], interval: Interval) -> None:
    """The times of ``interval`` hold for the days alone right before it."""
    if _bare(interval):
        return
    for earlier in reversed(out):
        if not _bare(earlier):
            return
        first, last = earlier.span_of_days()
        if first is not None and last is not None:
            earlier.days = (first, last)
        earlier.moments = [replace(moment, day=None) for moment in interval.moments]
        earlier.allday = interval.allday


def _weekdays(tokens: Sequence[Token], context: Context) -> list[Problem]:
    """Weekdays that do not fit the day they stand beside."""
    found = []
    for day, weekday in pairwise(tokens):
        if weekday.kind == "weekday" and day.kind in DAYS - {"weekday"}:
            try:
                known = day_of(day, context)
            except NoDay:
                continue
            if known.weekday() != weekday.value:
                found.append(about("weekday", "starts", weekday.text, day=known.isoformat()))
    return found
