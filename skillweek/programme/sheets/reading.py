"""Bytes of a file in, rows of activities out.

table = read_table(data, week=(date(2021, 5, 22), date(2021, 5, 28)))
"""

from datetime import date

from skillweek.programme.sheets.opening import MOST_BYTES, TableRefused, sheets_of
from skillweek.programme.sheets.problems import Problem
from skillweek.programme.sheets.rows import Ignored, Row, Table
from skillweek.programme.sheets.sheet import read_sheet

__all__ = ["MOST_BYTES", "Ignored", "Problem", "Row", "Table", "TableRefused", "read_table"]


def read_table(data: bytes, *, week: tuple[date, date] | None = None) -> Table:
    """Every row of every sheet of the file ``data``; ``week`` is from when to when the Week lasts.

    Raises TableRefused for a file that is no table.
    """
    table = Table()
    for grid in sheets_of(data):
        read_sheet(grid, week, table)
    return table
