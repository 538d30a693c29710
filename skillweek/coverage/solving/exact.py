"""The best placing of some items, or of all, by CP-SAT."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ortools.sat.python import cp_model

from skillweek.coverage.solving.rows import Rows

_STATUS = {cp_model.OPTIMAL: "optimal", cp_model.FEASIBLE: "feasible", cp_model.INFEASIBLE: "infeasible"}


@dataclass(frozen=True)
class Effort:
    """How long a search may take: ``work`` is counted by CP-SAT, alike on every machine; ``seconds`` by the clock."""

    seconds: float
    work: float | None = None
    seed: int = 0
    #: linear relaxation at every step: slow to begin, but it proves
    linear: bool = True


@dataclass(frozen=True)
class Found:
    """What the search found: ``values`` of the variables when there is a plan, ``bound`` on what was minimised."""

    status: str
    bound: float = 0
    values: list[int] | None = None
    work: float = 0


def search(
    rows: Rows,
    effort: Effort,
    *,
    most: int | None = None,
    least: int = 0,
    banned: frozenset[int] = frozenset(),
    hint: Mapping[int, int] | None = None,
    cost: list[tuple[int, int]] | None = None,
) -> Found:
    """Minimise the shortfall between ``least`` and ``most`` (or ``cost`` at a shortfall of at most ``most``).

    ``banned`` variables are 0; ``hint`` tells where a good plan lies.
    """
    model = cp_model.CpModel()
    variables: list[Any] = [
        0 if number in banned else model.new_int_var(0, upper, "") for number, upper in enumerate(rows.most)
    ]
    for row in rows.rows:
        terms = [(variables[number], factor) for number, factor in row.terms if number not in banned]
        if not terms and not row.low <= 0 <= row.high:
            return Found("infeasible")
        if terms:
            model.add_linear_constraint(_sum(terms), row.low, row.high)
    shortfall = _sum([(variables[number], weight) for number, weight in rows.goal]) + rows.constant
    if rows.goal:
        ceiling = sum(weight * rows.most[number] for number, weight in rows.goal) + rows.constant
        model.add_linear_constraint(shortfall, min(least, ceiling), ceiling if most is None else most)
    elif most is not None and rows.constant > most:
        return Found("infeasible")
    model.minimize(
        shortfall if cost is None else _sum([(variables[n], c) for n, c in cost if n not in banned])
    )
    for number, value in (hint or {}).items():
        if number not in banned:
            model.add_hint(variables[number], value)
    return _run(model, variables, effort)


def _sum(terms: list[tuple[Any, int]]) -> Any:
    return cp_model.LinearExpr.weighted_sum(
        [variable for variable, _f in terms], [factor for _v, factor in terms]
    )


def _run(model: cp_model.CpModel, variables: list[Any], effort: Effort) -> Found:
    solver = cp_model.CpSolver()
    solver.parameters.random_seed = effort.seed
    solver.parameters.num_workers = 1  # one worker searches the same way every time
    solver.parameters.max_time_in_seconds = max(effort.seconds, 0.01)
    if effort.work is not None:
        solver.parameters.max_deterministic_time = effort.work
    if effort.linear:
        solver.parameters.linearization_level = 2
        solver.parameters.add_lp_constraints_lazily = False
    status = solver.solve(model)
    work = solver.response_proto.deterministic_time
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Found(_STATUS.get(status, "unknown"), solver.best_objective_bound, None, work)
    values = [v if isinstance(v, int) else solver.value(v) for v in variables]
    return Found(_STATUS[status], solver.best_objective_bound, values, work)
