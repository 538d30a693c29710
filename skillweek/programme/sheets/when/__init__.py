"""When something happens: the cells about time of one row, as spans of days and times."""

from skillweek.programme.sheets.when.days import Context
from skillweek.programme.sheets.when.reading import When, read_when
from skillweek.programme.sheets.when.spans import Span

__all__ = ["Context", "Span", "When", "read_when"]
