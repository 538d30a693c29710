"""Which blank cells say: as above. Only where the format does not tell merged cells, or a column is plainly grouped."""

from skillweek.programme.sheets.grid import Grid, blank
from skillweek.programme.sheets.headers import Header

#: fields that a table writes once for several lines
_GROUPED = ("month", "day", "weekday", "half", "time", "host", "county", "department", "theme", "kind")
_ALSO = ("place", "contact", "phone", "contact_both", "leader", "leader_phone", "leader_both")


def fills(grid: Grid, header: Header, end: int) -> dict[str, int]:
    """Field -> column for those whose blank cells take the value above, under ``header`` down to row ``end``."""
    title = header.lead
    lines = (row for row in range(header.bottom + 1, end) if row not in grid.hidden_rows)
    rows = [row for row in lines if not blank(grid.own(row, title))]
    found = {}
    for name in _GROUPED + (_ALSO if grid.merges is None else ()):
        column = header.columns.get(name)
        if column is None or (name == "time" and "day" in header.columns):
            continue
        empty = sum(blank(grid.own(row, column)) for row in rows)
        if not empty or blank(grid.merged(rows[0], column)):
            continue
        known_apart = grid.merges is not None and _merged(grid, column, header.bottom + 1, end)
        guess = grid.merges is None and column < title and name in _GROUPED
        if guess or (not known_apart and empty > 1 and empty * 2 >= len(rows)):
            found[name] = column
    return found


def _merged(grid: Grid, column: int, top: int, end: int) -> bool:
    """Whether the sheet merges cells of the column downwards."""
    return any(
        left <= column <= right and bottom > first and top <= first < end
        for first, left, bottom, right in grid.merges or ()
    )
