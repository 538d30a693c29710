"""Cells about time as tokens: texts by the grammar, real dates, times and numbers as what they stand for."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from skillweek.programme.sheets.grid import Cell, blank, moment, shown
from skillweek.programme.sheets.when.days import DAYS
from skillweek.programme.sheets.when.tokens import Token, tokens

#: day 0 of spreadsheets; serial numbers of days that can be meant
_ZERO = datetime.fromisoformat("1899-12-30")
_SERIALS = (36_526, 73_050)
_NUMERIC = re.compile(r"^\d{1,6}(?:\.\d{1,15})?$")
#: tokens that name a day; a weekday alone names none
_NAMED = DAYS - {"weekday"}
DASH = Token("dash", None, "-")


def cell_tokens(cell: Cell, style: str) -> list[Token]:
    """The tokens of ``cell``; ``style`` is day, time or both, by what its column is for."""
    if blank(cell):
        return []
    value = moment(cell)
    if isinstance(value, float):
        return [_clock(_ZERO + timedelta(days=value))]
    if isinstance(value, time):
        return [_clock(datetime.combine(date.min, value))]
    if value is not None:
        return _moment(value if isinstance(value, datetime) else datetime.combine(value, time()))
    if isinstance(cell, str) and not _NUMERIC.match(cell.strip()):
        return list(tokens(cell, style))
    return _of_number(float(cell), shown(cell).strip(), style)


def _of_number(value: float, written: str, style: str) -> list[Token]:
    if _SERIALS[0] <= value < _SERIALS[1]:
        return _moment(_ZERO + timedelta(days=value))
    if 0 < value < 1:
        return [_clock(_ZERO + timedelta(days=value))]
    if style == "day" and value.is_integer() and 1 <= value <= 31:
        return [Token("day", (int(value),), written)]
    return list(tokens(written, style))


def _moment(value: datetime) -> list[Token]:
    value = (value + timedelta(seconds=30)).replace(second=0, microsecond=0)
    if value.year < 1905:
        return [_clock(value)]
    day = Token("full", (value.year, value.month, value.day), f"{value:%Y-%m-%d}")
    return [day] if value.time() == time() else [day, _clock(value)]


def _clock(value: datetime) -> Token:
    value += timedelta(seconds=30)
    return Token("time", (value.hour, value.minute, "", True), f"{value:%H:%M}")


def has_day(found: Sequence[Token]) -> bool:
    """Whether a day is named; a weekday alone counts for none."""
    return any(token.kind in _NAMED for token in found)
