"""The cells of a stranger's table, read in a process of its own (``library.confined``): no Django, no database.

``cells(data)`` answers plain data: for every sheet its name, whether it is hidden, its rows (texts, numbers, and
``["d", iso]``, ``["t", iso]``, ``["s", seconds]`` for days, times and durations), merged ranges as
``[top, left, bottom, right]``, and hidden rows and columns, all counted from 0. ``merges`` is None where the format
knows none.
"""

from typing import Any

MOST_SHEETS, MOST_ROWS, MOST_COLUMNS, LONGEST = 60, 60_000, 120, 4000
#: from the first cell to the last: a sheet is laid out in memory with all that lies between
MOST_CELLS = 20_000_000


class Unreadable(Exception):
    """Bytes that are no table; ``code`` says why in one word."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def cells(data: bytes, kind: str) -> dict[str, Any]:
    """The sheets of a table of ``kind`` (xlsx, xls, ods, csv) as plain data, or why there are none."""
    try:
        if kind == "csv":
            from skillweek.programme.sheets.extract.separated import sheets
        else:
            from skillweek.programme.sheets.extract.books import sheets
        return {"sheets": sheets(data)}
    except Unreadable as error:
        return {"refused": error.code}


def trimmed(rows: list[list[Any]]) -> list[list[Any]]:
    """``rows`` without empty ends; raises Unreadable when there are too many."""
    for row in rows:
        while row and row[-1] in ("", None):
            row.pop()
        del row[MOST_COLUMNS:]
    while rows and not rows[-1]:
        rows.pop()
    if len(rows) > MOST_ROWS:
        raise Unreadable("too_many_rows")
    return rows
