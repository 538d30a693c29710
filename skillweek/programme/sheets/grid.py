"""A sheet as cells: what stands where, which cells are merged, what is hidden. Rows and columns count from 0."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from skillweek.programme.sheets.text import plain

#: a cell: text, number, or ``["d" | "t" | "s", value]`` for a day, a time, a duration in seconds
Cell = Any
Range = tuple[int, int, int, int]
#: merged cells that are followed up in one sheet
_MOST_MERGED = 1_000_000


@dataclass
class Grid:
    """One sheet; ``merges`` is None where the format does not say what is merged."""

    name: str
    rows: list[list[Cell]]
    merges: Sequence[Range] | None = None
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    _owners: dict[tuple[int, int], Range] = field(default_factory=dict)
    _last: tuple[int, list[int]] = field(default=(-1, []), compare=False)

    def __post_init__(self) -> None:
        height, width = len(self.rows), max(map(len, self.rows), default=0)
        for top, left, bottom, right in self.merges or ():
            if len(self._owners) > _MOST_MERGED:
                break
            for row in range(top, min(bottom + 1, height)):
                for column in range(left, min(right + 1, width + 1)):
                    self._owners[row, column] = (top, left, bottom, right)

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> "Grid":
        """The sheet that ``extract`` (or ``as_json``) wrote down."""
        merges = plain["merges"]
        return cls(
            name=plain["name"], hidden=plain["hidden"], rows=plain["rows"],
            merges=None if merges is None else [(top, left, low, right) for top, left, low, right in merges],
            hidden_rows=frozenset(plain["hidden_rows"]), hidden_columns=frozenset(plain["hidden_columns"]),
        )  # fmt: skip

    def as_json(self) -> dict[str, Any]:
        """The sheet as plain data."""
        merges = None if self.merges is None else [list(one) for one in self.merges]
        return {"name": self.name, "hidden": self.hidden, "rows": self.rows, "merges": merges,
                "hidden_rows": sorted(self.hidden_rows), "hidden_columns": sorted(self.hidden_columns)}  # fmt: skip

    def own(self, row: int, column: int) -> Cell:
        """What is written in this very cell; an empty text when nothing is."""
        cells = self.rows[row] if 0 <= row < len(self.rows) else ()
        cell = cells[column] if column < len(cells) else ""
        return "" if cell is None else cell

    def span(self, row: int, column: int) -> Range:
        """The merged range that the cell belongs to; itself alone when it is not merged."""
        return self._owners.get((row, column), (row, column, row, column))

    def merged(self, row: int, column: int) -> Cell:
        """What a reader sees in this place: the value of the merged range."""
        owner = self._owners.get((row, column))
        return self.own(owner[0], owner[1]) if owner else self.own(row, column)

    def filled(self, row: int) -> list[int]:
        """Columns of ``row`` in which something is written or merged from the left, without hidden columns."""
        written = self.written(row)
        if not self.hidden_columns:
            return written
        return [column for column in written if column not in self.hidden_columns]

    def written(self, row: int) -> list[int]:
        """Columns of ``row`` in which something stands, hidden ones too; the row asked for last is remembered."""
        if self._last[0] != row:
            cells = self.rows[row] if row < len(self.rows) else ()
            self._last = (row, [column for column, cell in enumerate(cells) if not blank(cell)])
        return list(self._last[1])


def blank(cell: Cell) -> bool:
    """Whether the cell shows nothing."""
    return cell is None or cell == "" or (isinstance(cell, str) and cell.isspace())


def moment(cell: Cell) -> date | datetime | time | float | None:
    """A day, moment or time that the cell holds as such (a duration in days as a number); else None."""
    if not isinstance(cell, list):
        return None
    kind, value = cell
    if kind == "s":
        return float(value) / 86_400
    if kind == "t":
        return time.fromisoformat(value)
    known = datetime.fromisoformat(value)
    return known if "T" in value else known.date()


def shown(cell: Cell) -> str:
    """The cell as text, as somebody would have typed it: numbers without a needless point, days as 2021-05-22."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else format(cell, ".15g")
    value = moment(cell)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if value.time() == time() else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, float):
        minutes = round(value * 1440)
        return f"{minutes // 60}:{minutes % 60:02}"
    return value.isoformat() if value is not None else str(cell)


def label(cell: Cell) -> str:
    """The cell as one line for comparing with headings."""
    return _one_line(shown(cell))


@lru_cache(maxsize=65_536)
def _one_line(text: str) -> str:
    return plain(text).replace("\n", "").replace(" ", "")
