"""What the matrix shows: any two facts as rows and columns, the others as filters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

#: facts that may stand at the rows and the columns, in the order they are offered
ANY_TWO = {
    "place": _("县市区"), "day": _("日期"), "audience": _("参加对象"), "kind": _("活动类别"), "theme": _("主题日"),
    "tag": _("标签"), "host": _("主办单位"),
}  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """One cell of the matrix: how many sessions, how many there should be, where to look at them."""

    count: int
    minimum: int = 0
    url: str = ""

    @property
    def missing(self) -> int:
        """How many are missing to the target."""
        return max(0, self.minimum - self.count)

    @property
    def tone(self) -> str:
        """Class of the heat cell: ``h0`` (hatched) when the target is not met, else by how many there are."""
        if self.missing:
            return "h0"
        warmth = sum(self.count >= step for step in (1, 3, 5, 8))
        return f"h{warmth}" if warmth else ""


@dataclass(frozen=True)
class View:
    """What is asked of the matrix; ``filters`` are values of the other facts."""

    rows: str = "place"
    columns: str = "day"
    filters: Mapping[str, Any] = field(default_factory=dict, hash=False)
    highlight: bool = False


@dataclass
class Row:
    """One row of the matrix with its heading and cells in the order of the columns."""

    head: Any
    total: int = 0
    cells: list[Cell] = field(default_factory=list)


@dataclass
class Matrix:
    """Rows by columns, with the number of cells under their target."""

    view: View
    columns: Sequence[Any]
    rows: list[Row]
    totals: list[int]
    total: int

    @property
    def gaps(self) -> int:
        """How many cells are under their target."""
        return sum(bool(cell.missing) for row in self.rows for cell in row.cells)
