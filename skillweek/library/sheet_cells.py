"""The cells of a spreadsheet as plain text, read in a process of its own (``confined``).

Imports only what that process has; answers ``[[sheet name, [[cell, ...], ...]], ...]`` with every row in its place.
"""

from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

#: sheets, rows and columns beyond these are not read
MOST_SHEETS, MOST_COLUMNS, LONGEST = 5, 60, 4000


def cells(data: bytes, most_rows: str) -> list[list[Any]]:
    """The first sheets of an xlsx file as rows of texts; one row more than ``most_rows`` says there were too many."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(BytesIO(data))
    found = []
    for name in book.sheet_names[:MOST_SHEETS]:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=int(most_rows) + 1)
        found.append([name, [[as_text(cell) for cell in row[:MOST_COLUMNS]] for row in rows]])
    return found


def as_text(cell: Any) -> str:
    """A cell as somebody would have typed it: whole numbers without a point, days as 2021-05-22."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else format(cell, ".15g")
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.strftime("%Y-%m-%dT%H:%M")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return str(cell)[:LONGEST]
