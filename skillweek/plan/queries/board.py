"""The board of duties, units by clauses, made for thousands of cells: only units and clauses are models.

Duties come laid in batches, the same for many units; the database folds each batch into one row with the list of
its units, and every cell is one number in which the states are counted side by side.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.contrib.postgres.aggregates import ArrayAgg
from django.urls import reverse

from skillweek.common import clock
from skillweek.organisations.models import Organisation
from skillweek.organisations.queries import AnyUser
from skillweek.plan.models import Clause, Duty, Edition, Waiver
from skillweek.plan.queries.duties import Counted, DutyState, board_units, in_force
from skillweek.plan.rules import WORST_FIRST, duty_state, joint_state

#: room for a million duties of one state in one sum
_BITS = 20
_ONE = {state: 1 << (_BITS * place) for place, state in enumerate(WORST_FIRST)}
_MASK = (1 << _BITS) - 1


class Cell(NamedTuple):
    """How many duties are in which state."""

    late: int = 0
    open: int = 0
    partly: int = 0
    met: int = 0
    waived: int = 0

    @property
    def total(self) -> int:
        """How many duties there are."""
        return sum(self)

    @property
    def done(self) -> int:
        """How many are met or waived."""
        return self.met + self.waived

    @property
    def state(self) -> str:
        """The state of all together; empty when nothing is owed."""
        return joint_state({name for name, number in zip(self._fields, self, strict=True) if number})


@lru_cache(maxsize=8192)
def _cell(total: int) -> Cell:
    return Cell(*((total >> (_BITS * place)) & _MASK for place in range(len(WORST_FIRST))))


@dataclass(frozen=True)
class Row:
    """One line: a unit, or a county-level unit with everything below it."""

    organisation: Organisation
    sums: list[int]

    @property
    def cells(self) -> list[Cell]:
        """One per clause of the board."""
        return [_cell(one) for one in self.sums]

    @property
    def figures(self) -> Cell:
        """All its duties together."""
        return _cell(sum(self.sums))


@dataclass(frozen=True)
class Group:
    """A county-level unit, or the city, with the units it answers for."""

    total: Row
    rows: list[Row]


@dataclass(frozen=True)
class Board:
    """Units by clauses; only clauses that somebody owes something by, and units that owe something."""

    clauses: list[Clause]
    groups: list[Group] = field(default_factory=list)

    @property
    def rows(self) -> list[Row]:
        """The lines of all units."""
        return [row for group in self.groups for row in group.rows]

    @property
    def figures(self) -> Cell:
        """Every duty on the board."""
        return _cell(sum(sum(group.total.sums) for group in self.groups))

    @property
    def duties(self) -> list[str]:
        """The state of every duty on the board."""
        return [state for state, number in zip(WORST_FIRST, self.figures, strict=True) for _ in range(number)]

    @property
    def late(self) -> int:
        """How many of them are past their date and not done."""
        return self.figures.late


class _Same(NamedTuple):
    """Duties that differ only in their units."""

    clause: int
    evidence: str
    parameter: str
    due: date
    minimum: int
    units: list[int]


def _batches(edition: Edition, units: Iterable[int], clause: str) -> list[_Same]:
    """What ``units`` owe, folded by the database; by one clause (its path) when given."""
    owed = in_force(edition).filter(organisation__in=list(units))
    if clause:
        owed = owed.filter(clause__path=clause)
    same = ("clause_id", "evidence", "parameter", "due", "minimum")
    found = owed.order_by(*same).values_list(*same).annotate(units=ArrayAgg("organisation_id"))
    return [_Same(*row) for row in found]


def _states(
    edition: Edition, batches: Iterable[_Same], counted: Counted | None
) -> Iterator[tuple[_Same, int, str]]:
    """Every unit of every batch with the state of its duty now."""
    counted, today = counted or Counted(edition), clock.today(edition.time_zone)
    waivers = Waiver.objects.filter(
        ended_at=None, at__lte=clock.now(), duty__clause__edition=edition, duty__ended_at=None
    )
    keys = ("duty__clause", "duty__evidence", "duty__parameter", "duty__organisation")
    waived = set(waivers.values_list(*keys))
    for same in batches:
        found = counted.of(same.evidence, same.parameter)
        for unit in same.units:
            free = (same.clause, same.evidence, same.parameter, unit) in waived if waived else False
            yield same, unit, duty_state(found.get(unit, 0), same.minimum, same.due, today, waived=free)


def responsible(unit: Organisation, known: dict[int, Organisation]) -> Organisation:
    """The county-level unit ``unit`` answers to (itself, when it is one), else the city or the highest known."""
    node = unit
    while not node.kind.is_place and node.parent_id is not None:
        node = known.get(node.parent_id) or node.parent
    return node


def board(
    edition: Edition, organisations: Iterable[Organisation], *, clause: str = "", state: str = "",
    counted: Counted | None = None,
) -> Board:  # fmt: skip
    """Duties of ``organisations``, by one clause (its path) and only units with a cell in ``state``, when given."""
    units = {unit.pk: unit for unit in organisations}
    batches = _batches(edition, units, clause)
    owed = {same.clause for same in batches}
    clauses = [one for one in edition.clauses.order_by("position", "path") if one.pk in owed]
    column = {one.pk: place for place, one in enumerate(clauses)}
    sums: dict[int, list[int]] = defaultdict(lambda: [0] * len(clauses))
    for same, unit, found in _states(edition, batches, counted):
        sums[unit][column[same.clause]] += _ONE[found]
    rows = [Row(unit, sums[pk]) for pk, unit in units.items() if pk in sums]
    if state:
        rows = [row for row in rows if getattr(row.figures, state)]
        owing = [place for place in range(len(clauses)) if any(row.sums[place] for row in rows)]
        clauses = [clauses[place] for place in owing]
        rows = [Row(row.organisation, [row.sums[place] for place in owing]) for row in rows]
    return Board(clauses, _grouped(rows, units))


def _grouped(rows: Sequence[Row], known: dict[int, Organisation]) -> list[Group]:
    """``rows`` by the county-level unit they answer to, each group with its sum."""
    heads: dict[int, Organisation] = {}
    grouped: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        head = responsible(row.organisation, known)
        heads[head.pk] = head
        grouped[head.pk].append(row)
    order = sorted(heads.values(), key=lambda unit: (unit.parent_id is not None, unit.position, unit.code))
    return [
        Group(Row(head, [sum(column) for column in zip(*(row.sums for row in grouped[head.pk]), strict=True)]),
              grouped[head.pk])
        for head in order
    ]  # fmt: skip


def narrowed(units: Iterable[Organisation], *, kind: str = "", place: str = "") -> list[Organisation]:
    """Of ``units``, those of a kind (its code), and those that answer to a county-level unit (its code)."""
    known = {unit.pk: unit for unit in units}
    return [
        unit for unit in known.values()
        if (not kind or unit.kind.code == kind) and (not place or responsible(unit, known).code == place)
    ]  # fmt: skip


def figures(found: Iterable[DutyState]) -> Cell:
    """How many of ``found`` are in which state."""
    return _cell(sum(_ONE[one.state] for one in found))


class Late(NamedTuple):
    """A unit with duties past their date: how many, since when, and where to look."""

    unit: Organisation
    late: int
    oldest: date
    url: str


def late_in(user: AnyUser, edition: Edition) -> list[Late]:
    """Units that ``user`` sees with something late, the one that is longest late first."""
    units = {unit.pk: unit for unit in board_units(user)}
    dues: dict[int, list[date]] = defaultdict(list)
    for same, unit, state in _states(edition, _batches(edition, units, ""), None):
        if state == "late":
            dues[unit].append(same.due)
    found = [
        Late(units[pk], len(days), min(days), reverse("plan:unit_duties", args=[units[pk].code]))
        for pk, days in dues.items()
    ]
    return sorted(found, key=lambda row: (row.oldest, -row.late, row.unit.position, row.unit.code))


class Batch(NamedTuple):
    """The same duty of many units: one of them, how many they are and how they stand."""

    duty: Duty
    figures: Cell
    mine: bool


def batches(found: Iterable[DutyState], managed: set[int]) -> list[Batch]:
    """``found`` by what makes a duty the same; ``mine`` when it was laid by one of the ``managed`` units."""
    grouped: dict[tuple[int, str, str, int | None], list[DutyState]] = defaultdict(list)
    for one in found:
        duty = one.duty
        grouped[duty.clause_id, duty.evidence, duty.parameter, duty.laid_by_id].append(one)
    return [
        Batch(
            same[0].duty,
            figures(same),
            (same[0].duty.laid_by_id or same[0].duty.clause.edition.city_id) in managed,
        )
        for same in grouped.values()
    ]
