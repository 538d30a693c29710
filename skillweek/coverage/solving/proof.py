"""Is there a plan that misses no more than so much? Asked of HiGHS, which is quick to say no."""

from datetime import timedelta
from typing import Any

from ortools.math_opt.python import mathopt

from skillweek.coverage.solving.exact import Found
from skillweek.coverage.solving.relaxed import Relaxed
from skillweek.coverage.solving.rows import FREE, Rows

#: branchings until it gives up: the same on every machine
NODES = 2000
#: HiGHS counts with rounded numbers: beyond such a shortfall its word is not taken
MOST_ROUNDED = 1_000_000
_PLAN = frozenset({mathopt.TerminationReason.OPTIMAL, mathopt.TerminationReason.FEASIBLE})


def trusted(rows: Rows) -> bool:
    """True when all figures are so small that rounding cannot change the answer."""
    return sum(weight * rows.most[number] for number, weight in rows.goal) + rows.constant <= MOST_ROUNDED


def within(rows: Rows, relaxed: Relaxed, level: int, seconds: float) -> Found:
    """The best plan that misses at most ``level``; ``infeasible`` when there is none."""
    model = mathopt.Model()
    spare = level - relaxed.bound
    known = len(relaxed.extra) == len(rows.most)
    variables = [
        model.add_variable(lb=0, ub=0 if known and relaxed.extra[n] > spare else most, is_integer=True)
        for n, most in enumerate(rows.most)
    ]
    endless = float("inf")
    for row in rows.rows:
        low, high = (-endless if row.low == -FREE else row.low), (endless if row.high == FREE else row.high)
        total = mathopt.fast_sum([factor * variables[number] for number, factor in row.terms])
        model.add_linear_constraint(lb=low, ub=high, expr=total)
    model.minimize(mathopt.fast_sum([weight * variables[number] for number, weight in rows.goal]))
    # a ceiling makes HiGHS quick where hardly any plan can lie below it, and slow elsewhere
    parameters = _parameters(rows, level, seconds, tight=level <= relaxed.least + 1)
    result = mathopt.solve(model, mathopt.SolverType.HIGHS, params=parameters)
    return _answer(result, variables, level - rows.constant)


def _parameters(rows: Rows, level: int, seconds: float, *, tight: bool) -> Any:
    parameters = mathopt.SolveParameters(time_limit=timedelta(seconds=max(seconds, 0.01)))
    if tight:
        parameters.highs.double_options["objective_bound"] = level - rows.constant + 0.5
    parameters.highs.int_options["mip_max_nodes"] = NODES
    parameters.highs.string_options["parallel"] = "off"
    return parameters


def _answer(result: Any, variables: list[Any], level: int) -> Found:
    """Beyond its level HiGHS may call a plan the best that is not: then there is none within the level."""
    reason = result.termination.reason
    if reason == mathopt.TerminationReason.INFEASIBLE:
        return Found("infeasible")
    if reason not in _PLAN or not result.solutions:
        return Found("unknown")
    proven = reason == mathopt.TerminationReason.OPTIMAL
    if result.objective_value() > level + 0.5:
        return Found("infeasible" if proven else "unknown")
    found = result.variable_values()
    return Found("optimal" if proven else "feasible", values=[round(found[one]) for one in variables])
