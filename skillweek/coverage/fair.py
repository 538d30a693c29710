"""Who stands where: people to sessions, as many as asked for, and nobody much longer than the others.

Usable without a database. Times are any comparable numbers (minutes); ids are integers.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

#: units of work after which each stage ends with what it has; the same on every machine
EFFORT = 4.0


@dataclass(frozen=True)
class Shift:
    """A session that wants ``need`` people from ``starts`` to ``ends`` (minutes); ``fixed`` are there already.

    ``can``: who can be had at that time at all (windows, other units' sessions).
    """

    id: int
    starts: int
    ends: int
    need: int
    can: frozenset[int] = frozenset()
    fixed: frozenset[int] = frozenset()

    @property
    def minutes(self) -> int:
        """How long it takes."""
        return self.ends - self.starts

    def meets(self, other: "Shift") -> bool:
        """True when nobody can be at both."""
        return self.starts < other.ends and other.starts < self.ends


@dataclass(frozen=True)
class Fair:
    """``added`` people by shift; ``short``: how many are missing there; ``minutes`` of everybody, old and new."""

    added: dict[int, list[int]]
    short: dict[int, int]
    minutes: dict[int, int]
    proven: bool


@dataclass
class _Model:
    shifts: Sequence[Shift]
    people: Sequence[int]
    model: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    takes: dict[tuple[int, int], cp_model.IntVar] = field(default_factory=dict)


def assign(shifts: Sequence[Shift], people: Collection[int]) -> Fair:
    """The fairest way to fill ``shifts``.

    First as many places as possible are filled, then the longest total of one person is made as short as it
    can be, then the totals are made as even as they can be (least sum of squares). The same question has the
    same answer on every machine.
    """
    asked = _Model(sorted(shifts, key=lambda one: (one.starts, one.id)), sorted(people))
    _variables(asked)
    filled = cp_model.LinearExpr.sum(list(asked.takes.values()))
    loads = {one: _load(asked, one) for one in asked.people}
    longest = max((sum(one.minutes for one in asked.shifts), 1))
    top, squares = _measures(asked, loads, longest)
    proven = True
    for goal, most in ((filled, True), (top, False), (squares, False)):
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 1
        solver.parameters.max_deterministic_time = EFFORT
        (asked.model.maximize if most else asked.model.minimize)(goal)
        status = solver.solve(asked.model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):  # out of effort: the stage before stands
            proven = False
            break
        proven = proven and status == cp_model.OPTIMAL
        found = round(solver.objective_value)
        asked.model.add(goal >= found if most else goal <= found)
        asked.model.clear_hints()  # type: ignore[no-untyped-call]  # the library leaves it open
        answer = {key: bool(solver.value(take)) for key, take in asked.takes.items()}
        for key, take in asked.takes.items():
            asked.model.add_hint(take, answer[key])
    return _answer(asked, answer, proven)


def _variables(asked: _Model) -> None:
    for shift in asked.shifts:
        free = [one for one in asked.people if one in shift.can and one not in shift.fixed]
        for one in free:
            asked.takes[shift.id, one] = asked.model.new_bool_var(f"{shift.id}:{one}")
        room = max(shift.need - len(shift.fixed), 0)
        asked.model.add(sum(asked.takes[shift.id, one] for one in free) <= room)
    for place, shift in enumerate(asked.shifts):
        for other in asked.shifts[place + 1 :]:
            if other.starts >= shift.ends:
                break
            if shift.meets(other):
                _apart(asked, shift, other)


def _apart(asked: _Model, shift: Shift, other: Shift) -> None:
    """Nobody is at two sessions at once; who is at one already cannot take the other."""
    for one in asked.people:
        here, there = asked.takes.get((shift.id, one)), asked.takes.get((other.id, one))
        if here is not None and there is not None:
            asked.model.add_bool_or(~here, ~there)
        elif here is not None and one in other.fixed:
            asked.model.add(here == 0)
        elif there is not None and one in shift.fixed:
            asked.model.add(there == 0)


def _load(asked: _Model, one: int) -> cp_model.LinearExprT:
    own = sum(shift.minutes for shift in asked.shifts if one in shift.fixed)
    taken = [
        shift.minutes * asked.takes[shift.id, one] for shift in asked.shifts if (shift.id, one) in asked.takes
    ]
    return own + cp_model.LinearExpr.sum(taken)


def _measures(
    asked: _Model, loads: Mapping[int, cp_model.LinearExprT], longest: int
) -> tuple[cp_model.IntVar, cp_model.LinearExprT]:
    """The longest total, and the sum of the squares of all totals."""
    top = asked.model.new_int_var(0, longest, "longest")
    squares = []
    for one, load in loads.items():
        total = asked.model.new_int_var(0, longest, f"total {one}")
        square = asked.model.new_int_var(0, longest * longest, f"square {one}")
        asked.model.add(total == load)
        asked.model.add(total <= top)
        asked.model.add_multiplication_equality(square, [total, total])
        squares.append(square)
    return top, cp_model.LinearExpr.sum(squares)


def _answer(asked: _Model, answer: Mapping[tuple[int, int], bool], proven: bool) -> Fair:
    added = {shift.id: [one for one in asked.people if answer.get((shift.id, one))] for shift in asked.shifts}
    short = {
        shift.id: missing
        for shift in asked.shifts
        if (missing := shift.need - len(shift.fixed) - len(added[shift.id])) > 0
    }
    minutes = {
        one: sum(shift.minutes for shift in asked.shifts if one in shift.fixed or one in added[shift.id])
        for one in asked.people
    }
    return Fair({key: those for key, those in added.items() if those}, short, minutes, proven)
