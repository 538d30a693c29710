"""A table as it came, with a column of remarks in front; every cell stays what it was and none is a formula."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

import xlsxwriter

from skillweek.programme.sheets.grid import Grid, blank, moment, shown
from skillweek.programme.sheets.vocabulary import REMARKS

_SHAPES = _DAY, _MOMENT, _CLOCK, _LENGTH = "yyyy-mm-dd", "yyyy-mm-dd hh:mm", "hh:mm", "[h]:mm"
#: the name of a sheet of which nobody knows what is merged: it came as csv
_LOOSE = "csv"
#: signs that a spreadsheet takes for the beginning of a formula
_RISKY = tuple("=+-@\t\r＝＋－＠")


def with_remarks(grids: Sequence[Grid], remarks: Mapping[tuple[str, int], str]) -> bytes:
    """The sheets as xlsx; ``remarks`` by sheet and row (from 1). Reading such a file leaves the remarks out."""
    grids = [without_remarks(grid) for grid in grids]
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        looks = {
            "plain": book.add_format({"text_wrap": True, "valign": "top"}),
            "quoted": book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True}),
            **{
                shape: book.add_format({"text_wrap": True, "valign": "top", "num_format": shape})
                for shape in _SHAPES
            },
            "said": book.add_format({"text_wrap": True, "valign": "top", "bg_color": "#FDE9E4"}),
        }
        taken: set[str] = set()
        names = [_LOOSE if grid.merges is None else grid.name for grid in grids]
        pages = [book.add_worksheet(_name(name, number, taken)) for number, name in enumerate(names, start=1)]
        for page, grid in zip(pages, grids, strict=True):
            _sheet(page, grid, remarks, looks)
        _hide([page for page, grid in zip(pages, grids, strict=True) if grid.hidden], pages)
    return out.getvalue()


def _hide(hidden: list[Any], pages: list[Any]) -> None:
    """Hide what was hidden; a workbook shows one sheet at least."""
    seen = [page for page in pages if page not in hidden]
    if hidden and seen:
        seen[0].activate()
        seen[0].set_first_sheet()
        for page in hidden:
            page.hide()


def without_remarks(grid: Grid) -> Grid:
    """The sheet as it was before ``with_remarks``; any other sheet as it is."""
    if not any(str(grid.own(row, 0)).startswith(REMARKS) for row in range(len(grid.rows))):
        return grid
    moved = [(top, left - 1, low, right - 1) for top, left, low, right in grid.merges or () if left]
    return replace(
        grid, name="" if grid.name == _LOOSE else grid.name, rows=[cells[1:] for cells in grid.rows],
        merges=None if grid.name == _LOOSE else moved,
        hidden_columns=frozenset(column - 1 for column in grid.hidden_columns if column), _owners={},
    )  # fmt: skip


def _marked(grid: Grid, remarks: Mapping[tuple[str, int], str]) -> dict[int, str]:
    """Remarks by row, one of which says what the column is."""
    said = {row: text for row in range(1, len(grid.rows) + 1) if (text := remarks.get((grid.name, row), ""))}
    if REMARKS not in said.values():
        said[1] = f"{REMARKS}：{said[1]}" if 1 in said else REMARKS
    return said


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
    marked = _marked(grid, remarks)
    for row, cells in enumerate(grid.rows):
        if row in grid.hidden_rows:
            page.set_row(row, None, None, {"hidden": True})
        said = marked.get(row + 1, "")
        if said:
            page.write_string(row, 0, said, looks["said"])
        for column, cell in enumerate(cells):
            _write(page, row, column + 1, cell, looks)
    height, width = len(grid.rows), max(map(len, grid.rows), default=0)
    for top, left, low, end in grid.merges or ():
        bottom, right = min(low, height - 1), min(end, width)
        if top < height and left <= width and (top, left) != (bottom, right):
            page.merge_range(top, left + 1, bottom, right + 1, "", looks["plain"])
            _write(page, top, left + 1, grid.own(top, left), looks)


def _write_moment(
    page: Any, row: int, column: int, value: date | time | float, looks: dict[str, Any]
) -> None:
    """A day, moment, time or duration (in days) as such."""
    if isinstance(value, float):
        page.write_number(row, column, value, looks[_LENGTH])
    elif isinstance(value, time):
        page.write_datetime(row, column, value, looks[_CLOCK])
    else:
        timed = isinstance(value, datetime) and value.time() != time()
        page.write_datetime(row, column, value, looks[_MOMENT if timed else _DAY])


def _write(page: Any, row: int, column: int, cell: Any, looks: dict[str, Any]) -> None:
    if blank(cell):
        return
    if isinstance(cell, int | float):
        page.write_number(row, column, cell, looks["plain"])
        return
    value = moment(cell)
    if value is not None:
        _write_moment(page, row, column, value, looks)
        return
    text = shown(cell)
    page.write_string(row, column, text, looks["quoted" if text.startswith(_RISKY) else "plain"])
