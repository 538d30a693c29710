"""A bound: the rows without the demand for whole numbers, added up from prices: valid whatever the accuracy."""

from dataclasses import dataclass
from math import ceil, inf

from ortools.linear_solver import pywraplp

from skillweek.coverage.solving.rows import FREE, Rows

#: up to so many coefficients the simplex method is the faster one
SIMPLEX = 70_000
#: the simplex method hands over after so much work, not time: the same on every machine
SIMPLEX_WORK = 4.0
#: the first-order method: a bound that misses the true one by some thousandths comes in half the time
FIRST_ORDER = """termination_criteria {{
    iteration_limit: 20000
    simple_optimality_criteria {{ eps_optimal_absolute: {accuracy} eps_optimal_relative: {accuracy} }}
}}"""
#: a rough bound comes first and soon, so that there is one whatever the time; then a finer one
ROUGH, FINE = "1e-3", "1e-4"
#: what of a bound is lost to rounding, at all and for each unit that was added up
ROUNDING, EXACTNESS = 1e-6, 1e-12


@dataclass(frozen=True)
class Relaxed:
    """``bound`` on the shortfall; ``extra``: how much it grows when a variable is 1; ``values``: what each wishes."""

    bound: float
    extra: list[float]
    values: list[float]

    @property
    def least(self) -> int:
        """The smallest whole shortfall that is not ruled out."""
        return max(0, ceil(self.bound))


def large(rows: Rows) -> bool:
    """True when the relaxation takes so long that other work should go on beside it."""
    return sum(len(row.terms) for row in rows.rows) > SIMPLEX


def relax(rows: Rows, seconds: float) -> Relaxed | None:
    """The relaxation; None when it was not solved within ``seconds``."""
    if not large(rows):
        found = _solved(rows, "GLOP", f"max_deterministic_time: {SIMPLEX_WORK}", seconds)
        if found is not None or seconds < 1:
            return found
    return first_order(rows, FINE, seconds)


def first_order(rows: Rows, accuracy: str, seconds: float) -> Relaxed | None:
    """The relaxation by the first-order method; None when it was not solved within ``seconds``."""
    return _solved(rows, "PDLP", FIRST_ORDER.format(accuracy=accuracy), seconds)


def _solved(rows: Rows, name: str, parameters: str, seconds: float) -> Relaxed | None:
    solver = pywraplp.Solver.CreateSolver(name)
    solver.SuppressOutput()
    solver.SetSolverSpecificParametersAsString(parameters)
    solver.SetTimeLimit(max(1, round(seconds * 1000)))
    variables = [solver.NumVar(0, most, "") for most in rows.most]
    endless = solver.infinity()
    limits = []
    for row in rows.rows:
        limit = solver.Constraint(
            -endless if row.low == -FREE else row.low, endless if row.high == FREE else row.high
        )
        for number, factor in row.terms:
            limit.SetCoefficient(variables[number], factor)
        limits.append(limit)
    objective = solver.Objective()
    for number, weight in rows.goal:
        objective.SetCoefficient(variables[number], weight)
    objective.SetMinimization()
    if solver.Solve() not in (pywraplp.Solver.OPTIMAL, pywraplp.Solver.FEASIBLE):
        return None
    return _priced(rows, [limit.dual_value() for limit in limits], [v.solution_value() for v in variables])


def _priced(rows: Rows, prices: list[float], values: list[float]) -> Relaxed:
    """The bound that ``prices`` of the rows prove, counted anew: any prices of the right sign prove one."""
    extra: list[float] = [0.0] * len(rows.most)
    for number, weight in rows.goal:
        extra[number] += weight
    bound = size = float(rows.constant)
    for row, price in zip(rows.rows, prices, strict=True):
        side = row.low if price > 0 else row.high
        if price == 0 or abs(side) == FREE or abs(price) == inf:
            continue
        bound += price * side
        size += abs(price * side)
        for number, factor in row.terms:
            extra[number] -= price * factor
    below = [cost * most for cost, most in zip(extra, rows.most, strict=True) if cost < 0]
    lost = ROUNDING + EXACTNESS * (size - sum(below))
    return Relaxed(bound + sum(below) - lost, extra, values)
