"""Who owes what, and whether it is done: asked of evidence providers, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Case, QuerySet, When

from skillweek.common import clock, registry
from skillweek.organisations.models import Organisation
from skillweek.organisations.queries import AnyUser, scope
from skillweek.organisations.rules import Right
from skillweek.plan.models import Clause, Duty, Edition
from skillweek.plan.rules import WORST_FIRST, duty_state


@dataclass(frozen=True)
class DutyState:
    """A duty with what was counted for it now."""

    duty: Duty
    count: int
    state: str

    @property
    def missing(self) -> int:
        """How many are still owed."""
        return max(self.duty.minimum - self.count, 0)


@dataclass(frozen=True)
class Cell:
    """What one unit owes by one clause; empty when nothing."""

    duties: list[DutyState]

    @property
    def state(self) -> str:
        """``late`` when any of its duties is, else ``met``, ``partly`` or ``open``; empty when nothing is owed."""
        found = {one.state for one in self.duties}
        if len(found) > 1 and "late" not in found:
            return "partly"
        return min(found, key=WORST_FIRST.index, default="")

    @property
    def met(self) -> int:
        """How many of its duties are done."""
        return sum(one.state == "met" for one in self.duties)


@dataclass(frozen=True)
class Row:
    """One unit's line of the board."""

    organisation: Organisation
    cells: list[Cell]

    @property
    def duties(self) -> list[DutyState]:
        """All duties of the unit, in the order of the clauses."""
        return [one for cell in self.cells for one in cell.duties]

    @property
    def late(self) -> int:
        """How many are past their date and not done."""
        return sum(one.state == "late" for one in self.duties)

    @property
    def met(self) -> int:
        """How many are done."""
        return sum(one.state == "met" for one in self.duties)


@dataclass(frozen=True)
class Board:
    """Units by clauses; only clauses that somebody owes something by."""

    clauses: list[Clause]
    rows: list[Row] = field(default_factory=list)

    @property
    def duties(self) -> list[DutyState]:
        """Every duty on the board."""
        return [one for row in self.rows for one in row.duties]

    @property
    def late(self) -> int:
        """How many are late."""
        return sum(row.late for row in self.rows)

    @property
    def met(self) -> int:
        """How many are done."""
        return sum(row.met for row in self.rows)


def _counts(edition: Edition, duties: Iterable[Duty]) -> dict[tuple[str, str], dict[int, int]]:
    """One provider call per (evidence, parameter), however many units owe it."""
    wanted = dict.fromkeys((duty.evidence, duty.parameter) for duty in duties)
    return {
        (key, parameter): registry.evidence[key](edition, parameter) if key in registry.evidence else {}
        for key, parameter in wanted
    }


def board(edition: Edition, organisations: Iterable[Organisation]) -> Board:
    """Duties of ``organisations`` with their states at the clock's now; units that owe nothing are left out."""
    units = {unit.pk: unit for unit in organisations}
    owed = Duty.objects.filter(clause__edition=edition, organisation__in=units)
    duties = list(owed.select_related("clause").order_by("clause__position", "clause__path", "due", "pk"))
    counts, today = _counts(edition, duties), clock.today(edition.time_zone)
    cells: dict[int, dict[int, list[DutyState]]] = defaultdict(lambda: defaultdict(list))
    for duty in duties:
        duty.organisation = units[duty.organisation_id]
        count = counts[duty.evidence, duty.parameter].get(duty.organisation_id, 0)
        state = duty_state(count, duty.minimum, duty.due, today)
        cells[duty.organisation_id][duty.clause_id].append(DutyState(duty, count, state))
    clauses = list(dict.fromkeys(duty.clause for duty in duties))
    rows = [
        Row(unit, [Cell(cells[unit.pk].get(clause.pk, [])) for clause in clauses])
        for unit in units.values()
        if unit.pk in cells
    ]
    return Board(clauses, rows)


def board_units(user: AnyUser) -> QuerySet[Organisation]:
    """Units whose duties ``user`` sees: own and below; the city first, then county-level units."""
    units = Organisation.objects.filter(pk__in=scope(user, Right.SEE), active=True)
    below = Case(When(parent=None, then=0), When(kind__is_place=True, then=1), default=2)
    return units.select_related("kind").order_by(below, "position", "code")


def own_first(found: Board, organisations: Iterable[Organisation]) -> list[DutyState]:
    """Duties of ``organisations`` on the board, what needs work most first; what is done last."""
    units = {unit.pk for unit in organisations}
    mine = [one for row in found.rows if row.organisation.pk in units for one in row.duties]
    return sorted(mine, key=lambda one: (one.state == "met", WORST_FIRST.index(one.state), one.duty.due))
