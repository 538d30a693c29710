"""Rules of coverage: half days, what the matrix shows, and which moves make sense."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

from django.utils.translation import gettext as _

SLOTS = ("am", "pm")
NOON = time(12, 30)
#: when a session that changes its half day begins
BEGINS = {"am": time(9, 0), "pm": time(14, 30)}
#: a morning session must be over by then, an afternoon one too
CLOSES = {"am": time(12, 30), "pm": time(20, 0)}
#: views of the matrix: what its rows and its columns are
VIEWS = {
    "place-day": ("place", "day"),
    "place-audience": ("place", "audience"),
    "audience-day": ("audience", "day"),
}


class CoverageError(Exception):
    """A step that is not allowed now; the text says why, to a person."""


class Stale(CoverageError):
    """A proposed move that no longer fits what stands in the programme."""


def slots_of(starts: datetime, ends: datetime) -> tuple[str, ...]:
    """The half days that a session (local times) takes up."""
    if ends.date() > starts.date() or (starts.time() < NOON < ends.time()):
        return SLOTS
    return ("am",) if starts.time() < NOON else ("pm",)


def moved(starts: datetime, ends: datetime, day: Any, slot: str) -> tuple[datetime, datetime] | None:
    """Local times of a session put on ``day`` and ``slot``; None when it does not fit into the half day."""
    begins = starts.time() if slots_of(starts, ends) == (slot,) else BEGINS[slot]
    new = datetime.combine(day, begins, tzinfo=starts.tzinfo)
    until: datetime = new + (ends - starts)
    fits = until.date() == new.date() and until.time() <= CLOSES[slot]
    return (new, until) if fits or begins == starts.time() else None


@dataclass(frozen=True)
class Cell:
    """One cell of the matrix: how many sessions, how many there should be."""

    count: int
    minimum: int = 0

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
class Gap:
    """A target that is not met: the target, how many there are."""

    target: Any
    have: int

    @property
    def missing(self) -> int:
        """How many are missing."""
        return int(self.target.minimum) - self.have

    @property
    def text(self) -> str:
        """The gap in words."""
        words = {"have": self.have, "minimum": self.target.minimum, "missing": self.missing}
        return _("现有 %(have)d 场，目标 %(minimum)d 场，还差 %(missing)d 场") % words


@dataclass
class Row:
    """One row of the matrix with its heading and cells in the order of the columns."""

    head: Any
    cells: list[Cell] = field(default_factory=list)

    @property
    def total(self) -> int:
        """Sum of the row (a session for two audiences counts in both columns)."""
        return sum(cell.count for cell in self.cells)


@dataclass
class Matrix:
    """Rows by columns, with the number of cells under their target."""

    view: str
    columns: Sequence[Any]
    rows: list[Row]

    @property
    def gaps(self) -> int:
        """How many cells are under their target."""
        return sum(bool(cell.missing) for row in self.rows for cell in row.cells)


def check_unchanged(placement: Any, session: Any) -> None:
    """Raise Stale when ``session`` is no longer where ``placement`` found it."""
    was = (placement.from_starts, placement.from_ends, placement.from_venue_id)
    if (session.starts, session.ends, session.venue_id) != was or session.state != session.State.PLANNED:
        raise Stale(_("这一场在提出建议以后改过，请重新请求解器计算"))
