"""Tables whose headings stand one below the other in a column, each activity in a column of its own: turned upright."""

from dataclasses import dataclass

from skillweek.programme.sheets.columns import meanings
from skillweek.programme.sheets.grid import Grid, blank, label

#: headings that make a column of them, and columns to their right in which it is searched for
_FEWEST, _SEARCHED = 3, 3


@dataclass(frozen=True)
class Turned:
    """The upright table, the rows it came from, and the row of the activities' titles."""

    grid: Grid
    rows: range
    row: int


def turned(grid: Grid) -> Turned | None:
    """The first such table of the sheet; None when headings have only one value beside each, as in a form."""
    for column in range(_SEARCHED):
        known = {
            row: found[0][0]
            for row in range(len(grid.rows))
            if row not in grid.hidden_rows and (found := meanings(label(grid.own(row, column))))
        }
        titles = [
            row for row in known if any(field == "title" for field, _rank in _wishes(grid, row, column))
        ]
        if len(set(known.values()) - {"other"}) >= _FEWEST and titles and _several(grid, known, column):
            rows = range(min(known), max(known) + 1)
            best = min(titles, key=lambda row: dict(_wishes(grid, row, column))["title"])
            return Turned(_upright(grid, rows, column), rows, best)
    return None


def _wishes(grid: Grid, row: int, column: int) -> tuple[tuple[str, int], ...]:
    return meanings(label(grid.own(row, column)))


def _several(grid: Grid, known: dict[int, str], column: int) -> bool:
    """Whether most headings have values in two columns or more, none of which is a heading itself."""
    wide = 0
    for row in known:
        cells = [cell for cell in grid.rows[row][column + 1 :] if not blank(cell)]
        if any(meanings(label(cell)) and len(label(cell)) > 1 for cell in cells[1:]):
            return False
        wide += len(cells) > 1
    return wide * 2 > len(known)


def _upright(grid: Grid, rows: range, left: int) -> Grid:
    """The rows of ``rows`` as columns."""
    width = max(len(grid.rows[row]) for row in rows)
    merges = [
        (start - left, top - rows.start, end - left, low - rows.start)
        for top, start, low, end in grid.merges or ()
        if start >= left and rows.start <= top and low < rows.stop
    ]
    return Grid(
        name=grid.name,
        rows=[[grid.own(row, column) for row in rows] for column in range(left, width)],
        merges=None if grid.merges is None else merges,
        hidden_rows=frozenset(column - left for column in grid.hidden_columns if column >= left),
        hidden_columns=frozenset(row - rows.start for row in grid.hidden_rows if row in rows),
    )
