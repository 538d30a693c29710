"""A small grammar of dates as notices write them. Nothing is guessed here: a year that is not written is None."""

import re
from calendar import IllegalMonthError, monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

_CN = "〇零一二三四五六七八九"
_YEAR = rf"(?:(?:19|20)\s?\d\s?\d|[一二]\s?[{_CN}0Oo]\s?[{_CN}0Oo]\s?[{_CN}])"
_MONTH = r"(?:1\s?[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:[0-3]?\s?[0-9]|二十[一二三四五六七八九]?|三十一?|十[一二三四五六七八九]?|[一二三四五六七八九])"
_WEEK = r"(?:\s?\(?\s?(?:星期|周|礼拜)\s?(?P<{0}>[一二三四五六日天])\s?\)?)?"
_CLOCK = (
    r"(?:\s?(?:上午|下午|中午|晚上|早上|晚|早|凌晨|傍晚))?"
    r"(?:\s?\d{1,2}\s?(?:[:点时]\s?(?:[0-5]\d|半|整)?\s?分?)(?:\s?[-~至到]\s?\d{1,2}\s?[:点时]\s?(?:\d\d)?\s?分?)?整?)?"
)
_POINT = re.compile(
    rf"(?:(?P<y>{_YEAR}|今|本|当|明|次|翌)\s?年\s?(?:的\s?)?)?(?<!\d)(?P<m>{_MONTH})\s?月\s?"
    rf"(?:份\s?)?(?:(?P<d>{_DAY})(?:\s?[日号]|(?=\s?(?:-{{1,3}}|~|至|到|、)\s?{_DAY}\s?[日号]))|(?P<vague>[上中下]旬|底|末|初|中)?)"
    rf"{_WEEK.format('w')}"
)
_NUMERIC_DAY = (
    r"(?P<y>(?:19|20)\d\d)\s?(?P<s>[-./、])\s?(?P<m>\d{1,2})\s?(?P=s)\s?(?P<d>\d{1,2})(?!\d)"
    + _WEEK.format("w")
)
_NUMERIC = re.compile(r"(?<![\d.\-/])" + _NUMERIC_DAY)
_NUMERIC_END = re.compile(_NUMERIC_DAY)
_NUMERIC_YEAR = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)年\s?(?P<m>\d{1,2})[./](?P<d>\d{1,2})(?![\d.])")
_SHORT = re.compile(r"(?<![\d.])(?P<m>1[0-2]|0?[1-9])\s?[./]\s?(?P<d>[0-3]?\d)(?![\d.%])" + _WEEK.format("w"))
_DAY_ONLY = re.compile(rf"(?P<d>{_DAY})\s?[日号]" + _WEEK.format("w"))
_SEPARATOR = re.compile(_CLOCK + r"\s?(?:(?:起|开始)?\s?,?(?:-{1,4}|~{1,2}|至|到|延续至|持续到)|开始\s?,)\s?")
_AND = re.compile(r"\s?[、和及]\s?")
_BEFORE = re.compile(
    _CLOCK + r"\s?(?:\([^()]{1,12}\))?\s?(?:之前|以前|(?:下班)?前(?!后|往|去|期)|截止|止|为止)"
)
_BEFORE_RANGE = re.compile(_CLOCK + r"\s?(?:之前|以前|前(?!后|往|去|期))")
_MAY_HOLD = re.compile(r"月|(?:19|20)\d\d\s?[-./、年]")
_MONTH_END = re.compile(r"\s?(?:之前|以前|前(?!后))")
#: the day of a point that means the end of its month
LAST = 99
_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class Point:
    """One date as written. ``day`` is None for a month or part of it, ``year`` when it is not written."""

    start: int
    end: int
    year: int | None
    month: int
    day: int | None
    weekday: int | None = None
    shift: int = 0


@dataclass(frozen=True)
class Span:
    """A date or a range of dates; ``before``: followed by 前, 之前, 截止."""

    first: Point
    last: Point | None = None
    before: bool = False

    @property
    def start(self) -> int:
        """Where it begins."""
        return self.first.start

    @property
    def end(self) -> int:
        """Where it ends, without the word 前."""
        return (self.last or self.first).end


def number_of(words: str) -> int:
    """A number in digits or Chinese: 28, 二十八, 二〇二一."""
    words = re.sub("[零Oo]", "〇", words.replace(" ", ""))
    if words.isdigit() and words.isascii():
        return int(words)
    if "十" in words:
        tens, _ten, ones = words.partition("十")
        return (_place(tens) if tens else 1) * 10 + (_place(ones) if ones else 0)
    return int("".join(str(_place(one)) for one in words) or 0)


def _place(sign: str) -> int:
    return int(sign) if sign.isascii() and sign.isdigit() else max(0, "〇一二三四五六七八九".find(sign))


def _point(match: re.Match[str]) -> Point:
    groups = match.groupdict()
    year, day = groups.get("y"), groups.get("d")
    shift = 1 if year in ("明", "次", "翌") else 0
    known = number_of(year) if year and year not in "今本当明次翌" else None
    weekday = groups.get("w")
    number = number_of(day) if day else None
    if groups.get("vague") in ("底", "末") and _MONTH_END.match(match.string, match.end()):
        number = LAST
    return Point(
        match.start(), match.end(), known, number_of(groups["m"]), number,
        _WEEKDAYS.index(weekday.replace("天", "日")) if weekday else None, shift,
    )  # fmt: skip


@lru_cache(maxsize=2048)
def spans(text: str, *, short: bool = False) -> tuple[Span, ...]:
    """Every date and range in ``text`` (flat), in order; ``short`` also takes 5.8-5.14 without a year."""
    if not short and not _MAY_HOLD.search(text):
        return ()
    points = [
        _point(match) for pattern in (_NUMERIC, _NUMERIC_YEAR, _POINT) for match in pattern.finditer(text)
    ]
    if short:
        points += [_point(match) for match in _SHORT.finditer(text)]
    made: list[Span] = []
    for point in sorted(points, key=lambda one: (one.start, -one.end)):
        if made and point.start < made[-1].end:
            continue
        made.append(_with_end(text, point))
    return tuple(_merged(made))


def _with_end(text: str, point: Point) -> Span:
    """The point as a range when 至28日, -5.14 or the like follows."""
    last: Point | None = None
    between = _SEPARATOR.match(text, point.end)
    if between and point.day is not None:
        for pattern in (_NUMERIC_END, _POINT, _SHORT, _DAY_ONLY):
            match = pattern.match(text, between.end())
            if match is None or (pattern is _POINT and match["d"] is None):
                continue
            last = _day_only(match, point) if pattern is _DAY_ONLY else _point(match)
            break
    if last is None and point.day is not None:
        last = _enumerated(text, point)
    span = Span(point, last)
    ending = _BEFORE_RANGE if last else _BEFORE
    return replace(span, before=bool(ending.match(text, span.end)))


def _enumerated(text: str, first: Point) -> Point | None:
    """The last of days that are told one by one: 5月12日、13日和14日."""
    last = first
    while (sign := _AND.match(text, last.end)) and (match := _DAY_ONLY.match(text, sign.end())):
        following = _day_only(match, first)
        if following.day != (last.day or 0) + 1:
            break
        last = following
    return last if last is not first else None


def _day_only(match: re.Match[str], first: Point) -> Point:
    weekday = match["w"]
    return Point(
        match.start(), match.end(), first.year, first.month, number_of(match["d"]),
        _WEEKDAYS.index(weekday.replace("天", "日")) if weekday else None,
    )  # fmt: skip


def _merged(made: list[Span]) -> list[Span]:
    """Ranges swallow dates that stand inside them."""
    kept: list[Span] = []
    for span in made:
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def day(year: int, month: int, number: int | None) -> date | None:
    """A day of the calendar, or None for one that does not exist."""
    try:
        number = monthrange(year, month)[1] if number == LAST else number
        return date(year, month, number or 0)
    except (ValueError, IllegalMonthError):
        return None


@dataclass(frozen=True)
class Years:
    """What is known of the year: ``base`` from title, number or signature, and the day of issue.

    ``stamped``: nothing but the day on which a page was published tells it.
    """

    base: int | None = None
    issued: date | None = None
    stamped: bool = False

    def resolve(self, point: Point, *, after: date | None = None) -> date | None:
        """The day meant; a missing year is the base year, or the one that brings the day after ``after``."""
        if point.year is not None:
            return day(point.year, point.month, point.day)
        base = self.issued.year if self.issued else self.base
        if base is None or point.day is None:
            return None
        found = day(base + point.shift, point.month, point.day)
        if found is None or after is None or found >= after or point.shift:
            return found
        later = day(base + 1, point.month, point.day)
        return later if later and later - after < timedelta(days=200) else found

    def both(self, span: Span, *, after: date | None = None) -> tuple[date | None, date | None]:
        """First and last day of a span; the end of a range without a year may fall into the next one."""
        first = self.resolve(span.first, after=after)
        if span.last is None:
            return first, first
        last = span.last
        if last.year is None and first is not None:
            year = first.year + (1 if last.month < span.first.month and first.month >= 11 else 0)
            return first, day(year, last.month, last.day)
        return first, self.resolve(last, after=first)
