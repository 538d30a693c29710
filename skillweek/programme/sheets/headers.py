"""Where the headings of a sheet stand: one or two rows, once or several times, tables side by side."""

from dataclasses import dataclass, field
from itertools import pairwise

from skillweek.programme.sheets.columns import assign, joined_meanings, meanings
from skillweek.programme.sheets.grid import Grid, blank, label

_TIMES = frozenset({"day", "time", "start", "end", "half", "weekday"})


@dataclass(frozen=True)
class Header:
    """Headings in rows ``top`` to ``bottom``: which column is what, and how it is called."""

    top: int
    bottom: int
    columns: dict[str, int]
    names: dict[str, str] = field(default_factory=dict)

    @property
    def width(self) -> tuple[int, int]:
        """The first and the last column that has a meaning."""
        return min(self.columns.values()), max(self.columns.values())


def headers(grid: Grid) -> list[list[Header]]:
    """All headings of the sheet from above; tables side by side have one each for the same rows."""
    found: list[list[Header]] = []
    row = 0
    while row < len(grid.rows):
        here = _at(grid, row)
        if here:
            found.append(here)
            row = here[0].bottom + 1
        else:
            row += 1
    return found


def _at(grid: Grid, row: int) -> list[Header]:
    """The headings that begin in ``row``; empty when none do."""
    known = any(meanings(label(cell)) for cell in grid.rows[row])
    if row in grid.hidden_rows or not (known or _parents(grid, row)):
        return []
    one = _labels(grid, row, row)
    single = _fit(one, grid, row, row)
    two = _labels(grid, row, row + 1) if _second(grid, row) else {}
    double = _fit(two, grid, row, row + 1) if two else []
    if double and (not single or _weight(double) > _weight(single) or _second_belongs(grid, row)):
        below = [] if single else _fit(_labels(grid, row + 1, row + 1), grid, row + 1, row + 1)
        if not below or _weight(below) < _weight(double):
            return double
        return []
    return single


def _weight(found: list[Header]) -> int:
    return sum(len(one.columns) for one in found)


def _parents(grid: Grid, row: int) -> bool:
    """Whether some cells of the row span columns side by side, as the upper row of headings does."""
    spans = [grid.span(row, column) for column in grid.filled(row)]
    return sum(right > left for _top, left, _bottom, right in spans) > 1


def _columns(grid: Grid, row: int) -> range:
    return range(max((len(grid.rows[one]) for one in (row, row + 1) if one < len(grid.rows)), default=0))


def _labels(grid: Grid, top: int, bottom: int) -> dict[int, tuple[str, str]]:
    """(upper, lower) heading by column, hidden columns left out."""
    found = {}
    upper = ""
    for column in _columns(grid, top):
        if column in grid.hidden_columns:
            continue
        own = label(grid.merged(top, column))
        if top == bottom:
            found[column] = ("", own)
            continue
        lower = label(grid.own(bottom, column))
        if own:
            upper = own
        spread = own or (upper if lower and grid.merges is None else "")
        found[column] = (spread, lower)
    return {column: texts for column, texts in found.items() if any(texts)}


def _second(grid: Grid, row: int) -> bool:
    """Whether the row below may be the lower row of headings: whatever stands in it is one."""
    below = row + 1
    if below >= len(grid.rows) or below in grid.hidden_rows:
        return False
    own = [column for column in grid.filled(below) if grid.span(below, column)[0] == below]
    if not own:
        return False
    known = 0
    for column in own:
        text = label(grid.own(below, column))
        if len(text) > 14 or isinstance(grid.own(below, column), list | float | int):
            return False
        parent = label(grid.merged(row, column))
        known += bool(joined_meanings(parent, text)) if parent else bool(meanings(text))
    return known * 2 > len(own) and any(
        meanings(label(grid.own(below, c))) or _under(grid, row, c) for c in own
    )


def _under(grid: Grid, row: int, column: int) -> bool:
    return grid.span(row, column)[3] > grid.span(row, column)[1]


def _second_belongs(grid: Grid, row: int) -> bool:
    """Whether the upper row holds on to the lower one: headings merged downwards, or across several columns."""
    spans = [grid.span(row, column) for column in grid.filled(row)]
    return any(bottom == row + 1 for _t, _l, bottom, _r in spans) or any(
        right > left for _t, left, _b, right in spans
    )


def _fit(labels: dict[int, tuple[str, str]], grid: Grid, top: int, bottom: int) -> list[Header]:
    """Headings when the labels are some: enough of them known, and enough said to tell activities apart."""
    known = {column: joined_meanings(*texts) for column, texts in labels.items()}
    recognised = {column: found for column, found in known.items() if found}
    distinct = {texts for texts in labels.values()}
    if len(recognised) < 2 or len(recognised) * 10 < len(labels) * 5 or len(distinct) < 2:
        return []
    found = []
    for part in _side_by_side(labels, recognised):
        columns = assign(part)
        if "title" not in columns or len(columns) < 2 or not set(columns) - {"title", "number"}:
            continue
        if len(columns) == 2 and not set(columns) & (_TIMES | {"place", "host"}):
            continue
        names = {key: "".join(dict.fromkeys(labels[column])) for key, column in columns.items()}
        found.append(Header(top, bottom, columns, names))
    return found


def _side_by_side(
    labels: dict[int, tuple[str, str]], recognised: dict[int, tuple[tuple[str, int], ...]]
) -> list[dict[int, tuple[tuple[str, int], ...]]]:
    """The columns of one table, or of several that repeat the same headings to the right."""
    order = sorted(recognised)
    first = labels[order[0]]
    starts = [column for column in order if labels[column] == first]
    parts = [
        {column: recognised[column] for column in order if left <= column < right}
        for left, right in pairwise([*starts, order[-1] + 1])
    ]
    title = [sum(any(f == "title" for f, _r in found) for found in part.values()) for part in parts]
    return parts if len(parts) > 1 and all(title) else [recognised]


def repeats(grid: Grid, row: int, header: Header) -> bool:
    """Whether ``row`` only says the headings again."""
    same = [
        label(grid.merged(row, column)) == label(grid.merged(header.top, column))
        for column in header.columns.values()
        if not blank(grid.merged(row, column))
    ]
    return len(same) > 1 and all(same)
