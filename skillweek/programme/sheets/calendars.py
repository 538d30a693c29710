"""Sheets laid out as a calendar: days or halves of a day over the columns, activities in the cells below."""

import re
from dataclasses import dataclass

from skillweek.programme.sheets import lines
from skillweek.programme.sheets.building import Values
from skillweek.programme.sheets.columns import assign, meanings
from skillweek.programme.sheets.grid import Grid, blank, label, shown
from skillweek.programme.sheets.when.days import DAYS
from skillweek.programme.sheets.when.tokens import tokens

_WORDS = re.compile(r"[\u3400-\u9fffA-Za-z]{2}")
#: what may stand beside the days, to the left of them
_BESIDE = frozenset({"host", "undertaker", "department", "county", "day", "weekday", "half", "time", "place", "kind",
                     "theme", "number", "contact", "phone", "contact_both", "leader"})  # fmt: skip


#: what lines of a cell may say of its activity
_INSIDE = frozenset({"host", "undertaker", "time", "place", "audience", "people", "contact", "phone",
                     "contact_both", "leader"})  # fmt: skip


@dataclass(frozen=True)
class Found:
    """An activity in a cell: its row, and what the places around it say of it by field."""

    row: int
    values: Values


def calendar(grid: Grid) -> tuple[int, list[Found]]:
    """(row of the headings, the activities in the cells below); (-1, []) when the sheet is no calendar."""
    for top in range(len(grid.rows)):
        if top in grid.hidden_rows:
            continue
        over = _over(grid, top)
        beside = _beside(grid, top, over)
        if len(over) > 1 and beside:
            found = [
                one for row in range(top + 1, len(grid.rows)) for one in _in_row(grid, row, top, over, beside)
            ]
            if found:
                return top, found
    return -1, []


def _over(grid: Grid, row: int) -> dict[int, str]:
    """Column -> whether a day or a half of one stands over it; columns must be alike."""
    found = {}
    for column in grid.filled(row):
        kinds = {token.kind for token in tokens(shown(grid.own(row, column)), "day")} - {"noise", "sep"}
        if kinds and kinds <= DAYS:
            found[column] = "day"
        elif kinds == {"half"}:
            found[column] = "half"
    return found if len(set(found.values())) == 1 else {}


def _beside(grid: Grid, row: int, over: dict[int, str]) -> dict[str, int]:
    """Field -> column of what stands to the left of the days; empty when a heading is not understood."""
    left = {
        column: tuple(one for one in meanings(label(grid.own(row, column))) if one[0] in _BESIDE)
        for column in range(min(over, default=0))
        if not blank(grid.own(row, column)) and column not in grid.hidden_columns
    }
    fields = assign(left) if left and all(left.values()) else {}
    return fields if set(fields) - {"number"} else {}


def _told(cell: str) -> dict[str, str]:
    """The title in a cell, and what lines below it such as 地点：社区 say."""
    first, *more = cell.split("\n")
    found, title = {}, [first]
    for line in more:
        head, _colon, said = line.replace("：", ":").partition(":")
        known = meanings(label(head)) if said.strip() else ()
        if known and known[0][0] in _INSIDE:
            found[known[0][0]] = said.strip()
        else:
            title.append(line)
    return {"title": "\n".join(title), **found}


def _in_row(grid: Grid, row: int, top: int, over: dict[int, str], beside: dict[str, int]) -> list[Found]:
    texts = [shown(grid.own(row, column)) for column in grid.filled(row)]
    if row in grid.hidden_rows or not texts or lines.total(texts) or lines.note(texts[0]):
        return []
    found = []
    for column, field in over.items():
        cell = grid.own(row, column)
        if not (isinstance(cell, str) and _WORDS.search(cell)) or column in grid.hidden_columns:
            continue
        values = Values({name: grid.merged(row, place) for name, place in beside.items()})
        last = max(one for one in over if one <= grid.span(row, column)[3])
        if last != column and field == "day":
            values |= {"start": grid.own(top, column), "end": grid.own(top, last)}
        else:
            values[field] = grid.own(top, column)
        values |= _told(cell)
        found.append(Found(row, values))
    return found
