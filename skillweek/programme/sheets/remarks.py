"""A table as it came, with a column of remarks in front; every cell stays what it was and none is a formula."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

import xlsxwriter

from skillweek.programme.sheets.grid import Grid, blank, shown

#: signs that a spreadsheet takes for the beginning of a formula
_RISKY = tuple("=+-@\t\r＝＋－＠")


def with_remarks(grids: Sequence[Grid], remarks: Mapping[tuple[str, int], str]) -> bytes:
    """The sheets as xlsx; ``remarks`` by sheet and row (from 1). Reading such a file leaves the remarks out."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        looks = {
            "plain": book.add_format({"text_wrap": True, "valign": "top"}),
            "quoted": book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True}),
            "said": book.add_format({"text_wrap": True, "valign": "top", "bg_color": "#FDE9E4"}),
        }
        taken: set[str] = set()
        for number, grid in enumerate(grids, start=1):
            _sheet(book.add_worksheet(_name(grid.name, number, taken)), grid, remarks, looks)
    return out.getvalue()


def _name(name: str, number: int, taken: set[str]) -> str:
    kept = "".join(" " if sign in "[]:*?/\\'" else sign for sign in name)[:31].strip() or f"Sheet{number}"
    kept = kept if kept.lower() not in taken else f"{kept[:26]} {number}"
    taken.add(kept.lower())
    return kept


def _sheet(page: Any, grid: Grid, remarks: Mapping[tuple[str, int], str], looks: dict[str, Any]) -> None:
    """One sheet, moved one column to the right."""
    page.set_column(0, 0, 40)
    page.set_column(1, 30, 14)
    for column in grid.hidden_columns:
        page.set_column(column + 1, column + 1, None, None, {"hidden": True})
    for row, cells in enumerate(grid.rows):
        if row in grid.hidden_rows:
            page.set_row(row, None, None, {"hidden": True})
        said = remarks.get((grid.name, row + 1), "")
        if said:
            page.write_string(row, 0, said, looks["said"])
        for column, cell in enumerate(cells):
            _write(page, row, column + 1, cell, looks)
    for top, left, bottom, right in grid.merges or ():
        page.merge_range(top, left + 1, bottom, right + 1, "", looks["plain"])
        _write(page, top, left + 1, grid.own(top, left), looks)


def _write(page: Any, row: int, column: int, cell: Any, looks: dict[str, Any]) -> None:
    if blank(cell):
        return
    if isinstance(cell, int | float):
        page.write_number(row, column, cell, looks["plain"])
        return
    text = shown(cell)
    page.write_string(row, column, text, looks["quoted" if text.startswith(_RISKY) else "plain"])
