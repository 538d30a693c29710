"""What a sheet has said so far, above and around the line that is being read."""

from dataclasses import replace
from datetime import date

from skillweek.programme.sheets import lines
from skillweek.programme.sheets.grid import Grid, shown
from skillweek.programme.sheets.rows import Ignored, Table
from skillweek.programme.sheets.text import is_unit, printed
from skillweek.programme.sheets.when import Context


class Surroundings:
    """The sheet, its days and its unit as far as they are known, and where what is read goes to."""

    def __init__(self, grid: Grid, week: tuple[date, date] | None, into: Table) -> None:
        self.grid, self.into = grid, into
        self.issuer = ""
        self.context = self._context(week)

    def _context(self, week: tuple[date, date] | None) -> Context:
        """What the name of the sheet says."""
        context = Context(week=week, year=lines.year_in(self.grid.name))
        days = lines.days_in(self.grid.name, context)
        self.issuer = self.grid.name.strip() if is_unit(self.grid.name.strip()) else ""
        return self.learn(context, days)

    @staticmethod
    def learn(context: Context, days: tuple[date, date] | None) -> Context:
        """``context`` with a day, or the first and last day, that a line names."""
        if days is None:
            return context
        if days[0] == days[1]:
            return replace(context, day=days, month=days[0].month)
        return replace(context, span=days, day=None)

    def ignore(self, row: int, why: str) -> None:
        """Note that ``row`` is no activity."""
        text = " ".join(dict.fromkeys(printed(shown(self.grid.own(row, c))) for c in self.written(row)))
        self.into.ignored.append(Ignored(self.grid.name, row + 1, why, text[:80]))

    def written(self, row: int) -> list[int]:
        """Columns of ``row`` in which something stands, hidden ones too."""
        return self.grid.written(row)

    def texts(self, row: int, columns: list[int]) -> list[str]:
        """What stands in ``columns`` of ``row``, each text once."""
        return list(dict.fromkeys(printed(shown(self.grid.own(row, column))) for column in columns))

    def say(self, texts: list[str]) -> str:
        """Take over what a line above the headings says of all: the year, days, the unit; the line as one text."""
        text = " ".join(texts)
        self.issuer = lines.named_unit(texts) or lines.issuer(text) or self.issuer
        if not lines.signature(text):
            self.context = replace(self.context, year=lines.year_in(text) or self.context.year)
            self.context = self.learn(self.context, lines.days_in(text, self.context))
        return text

    def learn_above(self, end: int) -> None:
        """Take over what the lines above row ``end`` say of all."""
        for row in range(end):
            self.say(self.texts(row, self.written(row)))
