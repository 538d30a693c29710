"""One sheet: its lines from above to below, each an activity under the headings in force, or something else."""

from dataclasses import replace
from datetime import date

from skillweek.programme.sheets import lines
from skillweek.programme.sheets.building import Values, ditto, row_of, with_day
from skillweek.programme.sheets.calendars import calendar
from skillweek.programme.sheets.filling import fills
from skillweek.programme.sheets.forms import forms
from skillweek.programme.sheets.grid import Cell, Grid, blank, label, shown
from skillweek.programme.sheets.headers import Header, foreign, headers, repeats
from skillweek.programme.sheets.problems import Problem, about
from skillweek.programme.sheets.rows import Row, Table
from skillweek.programme.sheets.surroundings import Surroundings
from skillweek.programme.sheets.text import plain
from skillweek.programme.sheets.turned import Turned, turned
from skillweek.programme.sheets.when import Context

#: fields of which two may share one cell merged across
_SHARED = (
    frozenset({"start", "end"}),
    frozenset({"host", "undertaker", "co_host"}),
    frozenset({"contact", "phone"}),
)
#: what only adds to the row above when everything else is merged with it
_ADDED = frozenset(
    {"contact", "phone", "contact_both", "leader", "leader_phone", "leader_both", "note", "department"}
)
#: what makes a line an activity although it has no title
_SAID = frozenset(
    {"title", "time", "start", "end", "place", "url", "audience", "people", "audience_people", "summary"}
)


def read_sheet(grid: Grid, week: tuple[date, date] | None, into: Table) -> None:
    """Add what ``grid`` says to ``into``."""
    _Sheet(grid, week, into).read()


class _Sheet(Surroundings):
    """Walks down the sheet with what it has learnt so far."""

    def __init__(self, grid: Grid, week: tuple[date, date] | None, into: Table) -> None:
        super().__init__(grid, week, into)
        self.blocks: list[Header] = []
        self.fills: dict[str, int] = {}
        self.above: dict[str, tuple[Cell, int]] = {}
        self.last: Row | None = None
        self.half = self.host = self.heading = ""
        self.headed: set[int] = set()
        self.noted = -1

    def read(self) -> None:
        """Every line of the sheet."""
        found = {} if self.grid.hidden else {one[0].top: one for one in headers(self.grid)}
        tops = sorted(found)
        filled = self._unheaded() if not found and not self.grid.hidden else set()
        inside = {row for one in found.values() for row in range(one[0].top, one[0].bottom + 1)}
        for row in range(len(self.grid.rows)):
            if row in found:
                self.blocks = found[row]
                end = next((top for top in tops if top > row), len(self.grid.rows))
                self.fills = fills(self.grid, self.blocks[0], end)
                self.above = {}
            if not self.written(row) or row in filled:
                continue
            why = self._outside(row, inside, filled, tables=bool(found))
            if why:
                self.ignore(row, why)
            elif self.blocks:
                self._line(row)
            else:
                self._heading(row)

    def _outside(self, row: int, inside: set[int], filled: set[int], *, tables: bool) -> str:
        """Why the row is not looked at; empty when it is."""
        if self.grid.hidden or row in self.grid.hidden_rows:
            return "hidden"
        if row in inside or row in self.headed:
            return "header"
        if not tables:
            return "title" if filled else "no_header"
        return ""

    def _unheaded(self) -> set[int]:
        """Take over what is laid out in another way than under headings; the rows it fills."""
        upright = turned(self.grid)
        if upright is not None:
            self.learn_above(upright.rows.start)
            return self._turned(upright)
        top, entries = calendar(self.grid)
        if entries:
            self.learn_above(top)
            for entry in entries:
                self._form(entry.row, entry.values)
            self.headed.add(top)
            return {entry.row for entry in entries}
        filled: set[int] = set()
        known = forms(self.grid)
        self.learn_above(min((min(form.rows) for form in known), default=0))
        for form in known:
            self._form(form.row, Values(form.values))
            filled |= form.rows
        return filled

    def _form(self, row: int, values: Values) -> None:
        made, _when = row_of(values, self.context, "", self.grid.name, row + 1)
        made.host = made.host or made.undertaker or self.issuer or made.department or None
        made.found = [one for one in made.found if one.code != "no_host" or not made.host]
        self.into.rows.append(made)

    def _turned(self, upright: Turned) -> set[int]:
        """Take over a table that lies on its side: all its activities stand in the row of the titles."""
        table = Table()
        inner = _Sheet(upright.grid, None, table)
        inner.context, inner.issuer = self.context, self.issuer
        inner.read()
        self.into.rows += [replace(row, row=upright.row + 1) for row in table.rows]
        return set(upright.rows) if table.rows else set()

    def _heading(self, row: int) -> None:
        """A line above the first headings."""
        text = self.say(self.texts(row, self.written(row)))
        self.ignore(row, "note" if lines.note(text) else "title")

    def _line(self, row: int) -> None:
        """A line below headings; tables side by side are looked at one after the other."""
        columns = self.grid.filled(row)
        if not columns:
            return
        why = self._other(row, columns)
        if why == "note":
            self.noted = row
        if why:
            self.ignore(row, why)
            return
        taken = [self._activity(row, block) for block in self.blocks]
        reasons = [reason for reason in taken if reason]
        if len(reasons) == len(taken):
            self.ignore(row, reasons[0])

    def _other(self, row: int, columns: list[int]) -> str:
        """Why the line as a whole is no activity; empty when it may be one."""
        block = self.blocks[0]
        plenty = len(columns) > max(4, len(block.columns) // 2)
        texts = self.texts(row, columns[:3] if plenty else columns)
        title = label(self.grid.merged(row, block.lead))
        if lines.total(texts) and (not plenty or not title or lines.total([title])):
            return "total"
        if lines.example(self.texts(row, columns)):
            return "example"
        if foreign(self.grid, row, block):
            self.blocks = []
            return "header"
        if repeats(self.grid, row, block):
            return "header"
        if len(columns) > 2 and row == block.bottom + 1 and _counting(self.texts(row, columns)):
            return "numbering"
        return "" if plenty else self._sparse(row, columns, texts)

    def _sparse(self, row: int, columns: list[int], texts: list[str]) -> str:
        """Why a line with few cells is no activity; empty when it may be one."""
        block = self.blocks[0]
        few = len(texts) <= max(2, len(block.columns) // 2)
        if few and lines.signature(texts[0]) and (len(texts) > 1 or not self._alone(row, columns[0])):
            return "signature"
        if len(texts) <= 2 and lines.note(texts[0]):
            return "note"
        if len(texts) == 2 and columns[0] == block.columns.get("number") and self._wide(row, columns[-1]):
            return self._single(row, columns[-1:], texts[-1:])
        return self._single(row, columns, texts) if len(texts) == 1 else ""

    def _alone(self, row: int, column: int) -> bool:
        """Whether the cell is an ordinary cell of the column of titles."""
        return column == self.blocks[0].lead and not self._wide(row, column)

    def _wide(self, row: int, column: int) -> bool:
        """Whether the cell is merged across most of the table."""
        _top, left, _bottom, right = self.grid.span(row, column)
        return (right - left + 1) * 2 > len(self.blocks[0].columns) + 1

    def _single(self, row: int, columns: list[int], texts: list[str]) -> str:
        """A line with one text: a section, unless it stands where titles stand."""
        (text,) = texts
        block = self.blocks[0]
        if self._alone(row, columns[0]):
            return "note" if self.noted == row - 1 and lines.continued(text) else ""
        top, left, bottom, right = self.grid.span(row, columns[0])
        field = next((name for name, column in block.columns.items() if column == columns[0]), "")
        if bottom > top or (
            right == left and (plain(text).isdigit() or field not in ("number", "day", "host", ""))
        ):
            return "" if field in _SAID or bottom > top else "empty"
        known = lines.line(text, self.context)
        if known.why in ("section", "title"):
            self._enter(known)
        return known.why

    def _enter(self, known: lines.Line) -> None:
        """Take over what a section says for the lines below."""
        self.context = self.learn(self.context, known.day)
        self.half = known.half
        self.host = known.host or ("" if known.heading else self.host)
        self.heading = known.heading
        self.above = {}

    def _activity(self, row: int, block: Header) -> str:
        """Take the line over as an activity; else why it is none."""
        own = {name for name, column in block.columns.items() if self._own(row, column)} - block.shared
        if blank(self._merged(row, block, "title", block.lead)) and not own & _SAID:
            return "empty"
        values = Values()
        remarks: list[Problem] = []
        for name in block.columns:
            values[name], remark = self._value(row, block, name)
            remarks += [remark] if remark else []
        if self._continues(row, block, own):
            self._add(values)
            return "continuation"
        made, when = row_of(values, self.context, block.half or self.half, self.grid.name, row + 1)
        if "host" not in block.columns:
            above = self._unit_over(block) if len(self.blocks) > 1 else ""
            made.host = made.undertaker or self.host or above or self.issuer or made.department or None
        made.host = made.host or self.host or None
        made.kind = made.kind or self.heading
        made.found = [one for one in made.found if one.code != "no_host" or not made.host] + remarks
        self.context = with_day(self.context, when)
        self.last = made
        self.into.rows.append(made)
        return ""

    def _unit_over(self, block: Header) -> str:
        """The unit that stands right above one of several tables side by side, and above no other."""
        mine = set(block.columns.values())
        others = {column for one in self.blocks for column in one.columns.values()} - mine
        for column in sorted(mine) if block.top else ():
            _top, left, _bottom, right = self.grid.span(block.top - 1, column)
            text = shown(self.grid.merged(block.top - 1, column))
            if text and not others & set(range(left, right + 1)):
                return lines.issuer(text)
        return ""

    def _own(self, row: int, column: int) -> bool:
        return column not in self.grid.hidden_columns and not blank(self.grid.own(row, column))

    def _value(self, row: int, block: Header, name: str) -> tuple[Cell, Problem | None]:
        """What a reader sees under the heading ``name``: written, merged, 同上, or grouped with the line above."""
        column = block.columns.get(name)
        if column is None:
            return "", None
        cell = self._merged(row, block, name, column)
        if ditto(cell):
            return self.above.get(name, ("", row))[0], None
        if not blank(cell):
            self.above[name] = (cell, row)
            return cell, None
        known, _at = self.above.get(name, ("", row))
        new_day = (
            name in ("half", "weekday") and "day" in block.columns and self._own(row, block.columns["day"])
        )
        if name in self.fills and block is self.blocks[0] and not blank(known) and not new_day:
            return known, about("same_as_above", name, shown(known), column=block.names.get(name, name))
        return "", None

    def _merged(self, row: int, block: Header, name: str, column: int) -> Cell:
        cell = self.grid.own(row, column)
        if not blank(cell):
            return cell
        top, left, _bottom, _right = self.grid.span(row, column)
        if top == row and left == column:
            return ""
        if left != column:
            owner = next((other for other, place in block.columns.items() if place == left), "")
            if not any({owner, name} <= group for group in _SHARED):
                return ""
        return self.grid.own(top, left)

    def _continues(self, row: int, block: Header, own: set[str]) -> bool:
        """Whether everything but a further contact is merged with the line above."""
        if self.last is None or self.last.row != row or own - _ADDED:
            return False
        title = self.grid.span(row, block.lead)
        return title[0] < row

    def _add(self, values: Values) -> None:
        """A further contact of the activity above."""
        assert self.last is not None
        more, _when = row_of(values, Context(), "", "", 0)
        for name in ("contact", "phone"):
            both = [one for one in (getattr(self.last, name), getattr(more, name)) if one]
            setattr(self.last, name, "、".join(dict.fromkeys(both)) or None)


def _counting(texts: list[str]) -> bool:
    """1 2 3 4 …: the numbers of the columns."""
    numbers = [plain(text).strip("()") for text in texts]
    return all(number.isdigit() for number in numbers) and [int(n) for n in numbers] == sorted(
        int(n) for n in numbers
    )
