"""Workbooks drawn as text: what a test reads is what the sheet shows.

One line a row, cells between ``|``. ``^`` is merged with the cell above, ``<`` with the cell to the left, ``#12`` a
number, ``@2021-05-22``, ``@09:00`` and ``@2021-05-22T09:00`` a real day, time and moment, ``\\n`` a line end;
a line that begins with ``!`` is hidden.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

import xlsxwriter


@dataclass(frozen=True)
class Drawn:
    """One sheet; ``hidden`` hides it, ``hidden_columns`` some of its columns (A, B, …)."""

    name: str
    text: str
    hidden: bool = False
    hidden_columns: str = ""

    def lines(self) -> list[tuple[bool, list[str]]]:
        """(hidden, cells) of every row."""
        found = []
        for line in self.text.strip("\n").splitlines():
            bare = line.strip()
            found.append((bare.startswith("!"), [cell.strip() for cell in bare.removeprefix("!").split("|")]))
        return found


def workbook(*sheets: Drawn) -> bytes:
    """The drawn sheets as an xlsx file."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_urls": False}) as book:
        looks = {
            "day": book.add_format({"num_format": "yyyy-mm-dd"}),
            "time": book.add_format({"num_format": "hh:mm"}),
            "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
            "plain": book.add_format({}),
        }
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            if sheet.hidden:
                page.hide()
            for letter in sheet.hidden_columns:
                page.set_column(f"{letter}:{letter}", None, None, {"hidden": True})
            _draw(page, sheet.lines(), looks)
    return out.getvalue()


def _draw(page: Any, lines: Sequence[tuple[bool, list[str]]], looks: dict[str, Any]) -> None:
    cells = {
        (row, column): cell for row, (_h, found) in enumerate(lines) for column, cell in enumerate(found)
    }
    for row, (hidden, _cells) in enumerate(lines):
        if hidden:
            page.set_row(row, None, None, {"hidden": True})
    for (row, column), cell in cells.items():
        if cell in ("", "^", "<"):
            continue
        bottom, right = row, column
        while cells.get((row, right + 1)) == "<":
            right += 1
        while cells.get((bottom + 1, column)) == "^":
            bottom += 1
        if (bottom, right) != (row, column):
            page.merge_range(row, column, bottom, right, "", looks["plain"])
        _write(page, row, column, cell, looks)


def _write(page: Any, row: int, column: int, cell: str, looks: dict[str, Any]) -> None:
    if cell.startswith("#"):
        page.write_number(row, column, float(cell[1:]))
    elif cell.startswith("@"):
        value = _moment(cell[1:])
        kind = "time" if isinstance(value, time) else "moment" if isinstance(value, datetime) else "day"
        page.write_datetime(row, column, value, looks[kind])
    else:
        page.write_string(row, column, cell.replace("\\n", "\n"))


def _moment(text: str) -> date | datetime | time:
    if "T" in text:
        return datetime.fromisoformat(text)
    return time.fromisoformat(text) if ":" in text else date.fromisoformat(text)


def as_csv(text: str) -> str:
    """The drawn lines as comma separated values."""
    rows = [cells for _hidden, cells in Drawn("", text).lines()]
    quoted = [[f'"{cell}"' if "," in cell or "\\n" in cell else cell for cell in row] for row in rows]
    return (
        "\r\n".join(
            ",".join("" if cell in "^<" else cell for cell in row).replace("\\n", "\n") for row in quoted
        )
        + "\r\n"
    )
