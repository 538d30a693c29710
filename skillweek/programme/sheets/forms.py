"""Sheets that describe one activity after the other as pairs of label and value, without a row of headings."""

from dataclasses import dataclass, field

from skillweek.programme.sheets.columns import meanings
from skillweek.programme.sheets.grid import Cell, Grid, blank, label, shown

#: with fewer labels it is no form
_FEWEST = 3


@dataclass
class Form:
    """One filled form: the row of its title, its values by field, the rows it takes up."""

    row: int
    values: dict[str, Cell] = field(default_factory=dict)
    rows: set[int] = field(default_factory=set)


def forms(grid: Grid) -> list[Form]:
    """The forms of the sheet; a label of the title begins a new one."""
    found: list[Form] = []
    early = Form(0)
    for row, wishes, value in _pairs(grid):
        taken = found[-1].values if found else early.values
        name = next(
            (field for field, rank in wishes if field not in taken or (field, rank < 3) == ("title", True)),
            "",
        )
        if name == "title":
            found.append(Form(row, early.values, early.rows) if not found else Form(row))
        form = found[-1] if found else early
        if name:
            form.values.setdefault(name, value)
        form.rows.add(row)
    return [form for form in found if len(form.values) >= _FEWEST]


def _pairs(grid: Grid) -> list[tuple[int, tuple[tuple[str, int], ...], Cell]]:
    """(row, what the label may mean, value) wherever a label stands to the left of something else."""
    found = []
    for row in range(len(grid.rows)):
        if row in grid.hidden_rows:
            continue
        column = 0
        while column < len(grid.rows[row]):
            known = meanings(label(grid.own(row, column)))
            after = grid.span(row, column)[3] + 1
            value = grid.own(row, after)
            if known and known[0][0] != "other" and not blank(value) and not _label(value):
                found.append((row, known, value))
                after = grid.span(row, after)[3] + 1
            column = max(after, column + 1)
    return found


def _label(cell: Cell) -> bool:
    return isinstance(cell, str) and len(shown(cell)) <= 12 and bool(meanings(label(cell)))
