"""Bytes of a file in, rows of activities out.

table = read_table(data, week=(date(2021, 5, 22), date(2021, 5, 28)))
"""

from collections.abc import Sequence
from datetime import date

from skillweek.programme.sheets.grid import Grid
from skillweek.programme.sheets.opening import sheets_of
from skillweek.programme.sheets.remarks import without_remarks
from skillweek.programme.sheets.rows import Table
from skillweek.programme.sheets.sheet import read_sheet


def read_grids(grids: Sequence[Grid], *, week: tuple[date, date] | None = None) -> Table:
    """Every row of every sheet; ``week`` is from when to when the Week lasts."""
    table = Table()
    for grid in grids:
        read_sheet(without_remarks(grid), week, table)
    return table


def read_table(data: bytes, *, week: tuple[date, date] | None = None) -> Table:
    """``read_grids`` of the bytes of a file; raises TableRefused for a file that is no table."""
    return read_grids(sheets_of(data), week=week)
