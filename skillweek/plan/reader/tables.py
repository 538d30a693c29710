"""Tables of activities: a row with a unit in charge is a duty."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from skillweek.plan.reader.dates import Span, spans
from skillweek.plan.reader.text import Line

_WHO = re.compile(r"(?:责任|负责|牵头|承办|主办|实施|组织)(?:部门|单位|科室|处室|学院|系部)(?:及负责人)?$")
_WHAT = re.compile(r"(?:活动|工作|任务|项目|主要)?(?:内容|名称|主题|项目|活动|任务|安排)$")
_WHEN = re.compile(r"(?:活动|完成|举办|开展)?(?:时间|日期|时限)(?:安排)?$")
_BAR = " | "


@dataclass(frozen=True)
class Row:
    """A row that names a unit in charge: places of its cells in the line."""

    line: Line
    who: str
    what: str
    span: Span | None
    when: tuple[int, int]


def rows_in_charge(lines: list[Line]) -> Iterator[Row]:
    """Rows below a head that has a column for the unit in charge and one for what is done."""
    columns: dict[str, int] = {}
    for line in lines:
        if line.kind != "row":
            columns = {}
            continue
        cells = line.flat.split(_BAR)
        found = _columns(cells)
        if found:
            columns = found
        elif columns and len(cells) > max(columns.values()):
            row = _row(line, cells, columns)
            if row is not None:
                yield row


def _columns(cells: list[str]) -> dict[str, int]:
    """Which column is which, when this is a head of that kind."""
    found: dict[str, int] = {}
    for name, pattern in (("who", _WHO), ("what", _WHAT), ("when", _WHEN)):
        at = next((at for at, cell in enumerate(cells) if pattern.match(cell.replace(" ", ""))), None)
        if at is not None:
            found[name] = at
    return found if {"who", "what"} <= set(found) else {}


def _row(line: Line, cells: list[str], columns: dict[str, int]) -> Row | None:
    who, what = _printed(line, cells, columns["who"]), _printed(line, cells, columns["what"])
    if not 2 <= len(who) <= 60 or not 2 <= len(what) <= 80:
        return None
    start = _start(cells, columns["when"]) if "when" in columns else 0
    dated = spans(cells[columns["when"]], short=True) if "when" in columns else ()
    span = dated[0] if dated and dated[0].first.day is not None else None
    return Row(line, who, what, span, (start + span.start, start + span.end) if span else (0, 0))


def _start(cells: list[str], at: int) -> int:
    return sum(len(cell) + len(_BAR) for cell in cells[:at])


def _printed(line: Line, cells: list[str], at: int) -> str:
    start = _start(cells, at)
    return line.raw[start : start + len(cells[at])].strip()
