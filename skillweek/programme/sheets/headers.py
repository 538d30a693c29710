"""Where the headings of a sheet stand: one or two rows, once or several times, tables side by side."""

from dataclasses import dataclass, field
from itertools import pairwise

from skillweek.programme.sheets.columns import assign, joined_meanings, meanings
from skillweek.programme.sheets.grid import Grid, blank, label
from skillweek.programme.sheets.when.tokens import tokens

_TIMES = frozenset({"month", "day", "time", "time_place", "start", "end", "half", "weekday"})
_WHERE = frozenset({"place", "url"})
_WHO = ("host", "undertaker", "county", "department")


@dataclass(frozen=True)
class Header:
    """Headings in rows ``top`` to ``bottom``: which column is what, and how it is called."""

    top: int
    bottom: int
    columns: dict[str, int]
    names: dict[str, str] = field(default_factory=dict)
    #: fields of columns that tables side by side share
    shared: frozenset[str] = frozenset()
    #: the half of the day that stands above
    half: str = ""

    @property
    def lead(self) -> int:
        """The column of titles; without one, that of who does it."""
        return next(self.columns[name] for name in ("title", *_WHO) if name in self.columns)


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
    if double and _holds(grid, row):
        return _deeper(grid, row, double)
    if double and (not single or _weight(double) > _weight(single)):
        below = [] if single else _fit(_labels(grid, row + 1, row + 1), grid, row + 1, row + 1)
        return double if not below or _weight(below) < _weight(double) else []
    return single


def _deeper(grid: Grid, row: int, double: list[Header]) -> list[Header]:
    """``double``, or headings of three rows when the second of them is merged with, or stands above, a third."""
    if not (_second(grid, row + 1) and _holds(grid, row + 1)):
        return double
    triple = _fit(_labels(grid, row + 1, row + 2), grid, row, row + 2)
    return triple if triple and _weight(triple) >= _weight(double) else double


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


def _holds(grid: Grid, row: int) -> bool:
    """Whether headings of the row are merged with the row below: both are headings."""
    return any(grid.span(row, column)[2] > row for column in grid.filled(row))


def _fit(labels: dict[int, tuple[str, str]], grid: Grid, top: int, bottom: int) -> list[Header]:
    """Headings when the labels are some: enough of them known, and enough said to tell activities apart."""
    known = {column: joined_meanings(*texts) for column, texts in labels.items()}
    recognised = {column: found for column, found in known.items() if found}
    distinct = {texts for texts in labels.values()}
    if len(recognised) < 2 or len(recognised) * 10 < len(labels) * 6 or len(distinct) < 2:
        return []
    found = []
    for start, part in _side_by_side(labels, recognised):
        columns = assign(part)
        if "title" not in columns and not _nameless(columns):
            continue
        if len(columns) < 2 or not set(columns) - {"title", "number"}:
            continue
        if len(columns) == 2 and not set(columns) & (_TIMES | {"place", "host"}):
            continue
        names = {key: "".join(dict.fromkeys(labels[column])) for key, column in columns.items()}
        shared = frozenset(name for name, column in columns.items() if column < start)
        upper = labels[columns["title"]][0] if "title" in columns else ""
        found.append(Header(top, bottom, columns, names, shared, _half(upper)))
    return found


def _nameless(columns: dict[str, int]) -> bool:
    """Whether headings without one of titles still head activities: when, where, and who."""
    return bool(set(columns) & _TIMES and set(columns) & _WHERE and set(columns) & set(_WHO))


def _half(upper: str) -> str:
    """The half of the day that an upper heading names: 上午, 下午."""
    known = tokens(upper, "time")
    return upper if len(known) == 1 and known[0].kind == "half" else ""


def _side_by_side(
    labels: dict[int, tuple[str, str]], recognised: dict[int, tuple[tuple[str, int], ...]]
) -> list[tuple[int, dict[int, tuple[tuple[str, int], ...]]]]:
    """(first column, columns) of one table, or of several side by side, which may share columns to their left."""
    titles = [column for column, found in recognised.items() if found[0][0] == "title"]
    said = {column: lower or upper for column, (upper, lower) in labels.items()}
    titles = [column for column in titles if said[column] == said[titles[0]]]
    steps = {right - left for left, right in pairwise(titles)}
    if len(steps) != 1:
        return [(0, recognised)]
    (step,) = steps
    start = titles[0]
    while start - 1 >= 0 and said.get(start - 1) == said.get(start - 1 + step):
        start -= 1
    shared = {column: found for column, found in recognised.items() if column < start}
    parts = []
    for number in range(len(titles)):
        left = start + number * step
        own = {column: found for column, found in recognised.items() if left <= column < left + step}
        parts.append((start, shared | own))
    return parts


def foreign(grid: Grid, row: int, header: Header) -> bool:
    """Whether ``row`` heads a table of something else, such as figures, below the table of activities."""
    if not meanings(label(grid.own(row, header.lead))):
        return False
    labels = [label(grid.own(row, column)) for column in grid.filled(row)]
    known = [one for one in labels if meanings(one)]
    return len(known) > 2 and len(known) * 10 >= len(labels) * 7 and not repeats(grid, row, header)


def repeats(grid: Grid, row: int, header: Header) -> bool:
    """Whether ``row`` only says the headings again."""
    title = header.lead
    if label(grid.own(row, title)) != label(grid.merged(header.top, title)):
        return False
    filled = [column for column in header.columns.values() if not blank(grid.own(row, column))]
    return len(filled) > 1 and all(
        label(grid.own(row, column)) == label(grid.merged(header.top, column)) for column in filled
    )
