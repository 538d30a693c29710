"""Which day is meant: tokens of days, with what the sheet around them says, as dates."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from skillweek.programme.sheets.when.tokens import Token

DAYS = frozenset({"full", "month_day", "day", "dotted", "ordinal", "weekday"})


@dataclass(frozen=True)
class Context:
    """What is known around a cell: the Week, the sheet's own year and span, and the last day above."""

    week: tuple[date, date] | None = None
    span: tuple[date, date] | None = None
    year: int | None = None
    month: int | None = None
    day: tuple[date, date] | None = None

    def with_month_of(self, day: date) -> "Context":
        """The same with the month (and year) of ``day`` for what follows."""
        return replace(self, month=day.month, year=day.year)

    @property
    def period(self) -> tuple[date, date] | None:
        """The days of the sheet's heading, or of the Week when the sheet is not of another year."""
        if self.span is not None or self.week is None:
            return self.span
        return self.week if self.year in (None, self.week[0].year, self.week[1].year) else None

    @property
    def known_year(self) -> int | None:
        """The year of days that name none."""
        return self.year or (self.week[0].year if self.week else None)


class NoDay(Exception):
    """A token that is no day; ``code`` is that of the problem."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code, self.text = code, text


def day_of(token: Token, context: Context) -> date:
    """The date a token of ``DAYS`` stands for; raises NoDay."""
    if token.kind == "full":
        year, month, day = token.value
        return _date(year + 2000 if year < 100 else year, month, day, token)
    if token.kind == "month_day":
        month, day = token.value
        return _with_year(month, day, token, context)
    if token.kind == "dotted":
        return dotted(token, context)
    if token.kind == "ordinal":
        return _counted(token, context)
    if token.kind == "weekday":
        return _by_weekday(token, context)
    return _by_number(token, context)


def _date(year: int, month: int, day: int, token: Token) -> date:
    if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year, month)[1]:
        raise NoDay("no_such_day", token.text)
    return date(year, month, day)


def _with_year(month: int, day: int, token: Token, context: Context) -> date:
    year = context.known_year
    if year is None:
        _date(2000, month, day, token)
        raise NoDay("no_year", token.text)
    return _date(year, month, day, token)


def inside(day: date, period: tuple[date, date] | None, slack: int = 0) -> bool:
    """Whether ``day`` lies in ``period``, give or take ``slack`` days."""
    return period is not None and period[0] - timedelta(slack) <= day <= period[1] + timedelta(slack)


def dotted(token: Token, context: Context) -> date:
    """5.22 is 22 May; 5.2 may be what a spreadsheet left of 5.20: the Week decides, when it can."""
    month, day = token.value
    written = token.text.partition(".")[2]
    ways = [(month, day)] + ([(month, day * 10)] if len(written) == 1 and day <= 3 else [])
    found = []
    for way in ways:
        try:
            found.append(_with_year(way[0], way[1], token, context))
        except NoDay as error:
            if error.code == "no_year" or len(ways) == 1:
                raise
    within = [one for one in found if inside(one, context.period)]
    if len(within) == 1 or len(found) == 1:
        return (within or found)[0]
    raise NoDay("day_unclear", token.text)


def _counted(token: Token, context: Context) -> date:
    if context.period is None or not 1 <= token.value <= (context.period[1] - context.period[0]).days + 1:
        raise NoDay("day_unclear", token.text)
    return context.period[0] + timedelta(token.value - 1)


def each(period: tuple[date, date]) -> Iterator[date]:
    """Every day of ``period``."""
    for number in range((period[1] - period[0]).days + 1):
        yield period[0] + timedelta(number)


def _by_weekday(token: Token, context: Context) -> date:
    period = context.period
    if period is not None and (period[1] - period[0]).days < 62:
        found = [day for day in each(period) if day.weekday() == token.value]
        if len(found) == 1:
            return found[0]
    raise NoDay("day_unclear", token.text)


def _by_number(token: Token, context: Context) -> date:
    (number,) = token.value
    if context.month is not None:
        return _with_year(context.month, number, token, context)
    if not 1 <= number <= 31:
        raise NoDay("no_such_day", token.text)
    period = context.period
    if period is None:
        raise NoDay("no_month", token.text)
    if (period[1] - period[0]).days < 62:
        found = [day for day in each(period) if day.day == number]
        if len(found) == 1:
            return found[0]
    if (period[0].year, period[0].month) == (period[1].year, period[1].month):
        return _date(period[0].year, period[0].month, number, token)
    raise NoDay("no_month", token.text)
