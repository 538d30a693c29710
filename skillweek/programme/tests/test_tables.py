"""The corpus: every drawn table is read completely, cell for cell, and every other line is accounted for."""

from datetime import date
from functools import cache

import pytest

from skillweek.programme.sheets.grid import Cell
from skillweek.programme.sheets.opening import sheets_of
from skillweek.programme.sheets.reading import read_grids, read_table
from skillweek.programme.sheets.remarks import with_remarks
from skillweek.programme.sheets.rows import Table
from skillweek.programme.tests.corpus import Case, cases

WEEK = (date(2021, 5, 22), date(2021, 5, 28))
#: tables of labels with values beside them: an activity takes up several lines
WITHOUT_HEADINGS = (
    "form style", "transposed table of two activities", "transposed one activity per column with section",
)  # fmt: skip
CASES = {case.name: case for case in cases()}


@cache
def table_of(name: str) -> Table:
    """Each file is opened once."""
    return read_table(CASES[name].data(), week=WEEK)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_table(case: Case) -> None:
    rows, ignored = case.read(table_of(case.name))
    assert rows == case.rows
    assert ignored == case.ignored


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_no_line_is_lost(case: Case) -> None:
    """A line with something in it is a row, is named as ignored, or is part of a form of several lines."""
    table = table_of(case.name)
    for sheet in case.sheets:
        known = {one.row for one in [*table.rows, *table.ignored] if one.sheet in (sheet.name, "")}
        filled = {
            number
            for number, (_hidden, found) in enumerate(sheet.lines(), start=1)
            if set(found) - {"", "^", "<"}
        }
        assert filled == known or (case.name in WITHOUT_HEADINGS and known < filled)


def test_a_null_day_always_has_a_problem() -> None:
    """Nothing is invented: where start or end is not known, the row says why."""
    for case in CASES.values():
        for row in table_of(case.name).rows:
            assert row.starts or any(problem.stops for problem in row.found)
            assert row.ends or any(problem.stops for problem in row.found)


@pytest.mark.parametrize("case", [*CASES.values()][::4], ids=[*CASES][::4])
def test_remarks_leave_the_sheet_as_it_was(case: Case) -> None:
    """The sheet with remarks holds every cell; read again it says the same, and a second time it does not grow."""
    grids = sheets_of(case.data())
    first = read_grids(grids, week=WEEK)
    said = {(row.sheet, row.row): "；".join(map(str, row.found)) or "…" for row in first.rows}
    marked = sheets_of(with_remarks(grids, said))
    assert [[row[1:] for row in grid.rows] for grid in marked] == [_filled(grid.rows) for grid in grids]
    again = read_grids(marked, week=WEEK)
    assert case.read(again) == case.read(first)
    assert [grid.rows for grid in sheets_of(with_remarks(marked, said))] == [grid.rows for grid in marked]


def _filled(rows: list[list[Cell]]) -> list[list[Cell]]:
    """``rows`` as a workbook keeps them: without blanks at their ends, and blanks as nothing."""
    out = [[("" if cell is None else cell) for cell in row] for row in rows]
    for row in out:
        while row and row[-1] == "":
            row.pop()
    return out
