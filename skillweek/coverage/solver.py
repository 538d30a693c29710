"""The planner: which option every activity takes, so that the weighted sum of shortfalls is smallest.

Pure: no database, no clock but the stopwatch. The same problem, seed and version give the same answer
unless the time limit cuts the search short.
"""

import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from ortools.sat.python import cp_model

from skillweek.coverage.problem import SCALE, Item, Option, Problem
from skillweek.coverage.reasons import Explainer, Reason

_STATUS = {cp_model.OPTIMAL: "optimal", cp_model.FEASIBLE: "feasible", cp_model.INFEASIBLE: "infeasible"}


@dataclass(frozen=True)
class Unmet:
    """A goal (by its number) that the plan leaves short, and why."""

    target: int
    have: int
    missing: int
    reason: Reason


@dataclass(frozen=True)
class Answer:
    """What the solver found; ``unknown`` when the time ran out before the first plan."""

    status: str
    seconds: float
    objective: float | None = None
    bound: float | None = None
    assignment: dict[str, Option] = field(default_factory=dict)
    unmet: list[Unmet] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The answer as the format writes it."""
        return {
            "status": self.status,
            "objective": _tidy(self.objective),
            "bound": _tidy(self.bound),
            "assignment": {name: option.as_json() for name, option in self.assignment.items()},
            "unmet": [
                {"target": u.target, "have": u.have, "missing": u.missing, "reason": u.reason.text()}
                for u in self.unmet
            ],
            "seconds": round(self.seconds, 3),
        }


def _tidy(number: float | None) -> float | int | None:
    return int(number) if number is not None and number == int(number) else number


def _change(now: Option, then: Option) -> int:
    return 10 + (now.slot != then.slot) + 2 * (now.venue != then.venue)


class _Model:
    """The CP-SAT model of one problem."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.model = cp_model.CpModel()
        self.taken: dict[str, dict[Option, Any]] = {}
        self.possible = True
        self._venues: dict[tuple[str, str, str], list[Any]] = {}
        self._hosts: dict[tuple[str, str, str], list[Any]] = {}
        self._sure: Counter[int] = Counter()
        self._helpers: dict[int, list[Any]] = {}
        for item in problem.items:
            self._add(item)
        self._limit(self._venues, problem.venue_slot)
        self._limit(self._hosts, problem.host_slot)
        self.shortfall = self._shortfall()

    def _add(self, item: Item) -> None:
        """One literal per option, exactly one of them true (the constant 1 when there is no choice)."""
        choices = item.choices
        literals = [self.model.new_bool_var("") for _o in choices] if len(choices) != 1 else [1]
        if not choices:
            self.possible = False
        elif len(choices) > 1:
            self.model.add_exactly_one(literals)
        self.taken[item.id] = dict(zip(choices, literals, strict=True))
        hits: dict[int, list[Any]] = {}
        for option, literal in self.taken[item.id].items():
            if option.venue is not None:
                self._venues.setdefault((option.day, option.slot, option.venue), []).append(literal)
            self._hosts.setdefault((item.host, option.day, option.slot), []).append(literal)
            for number in self.problem.goals_met(item, option):
                hits.setdefault(number, []).append(literal)
        for number, found in hits.items():
            if len(found) == len(choices):
                self._sure[number] += 1
            else:
                self._helpers.setdefault(number, []).extend(found)

    def _limit(self, users: dict[tuple[str, str, str], list[Any]], limit: int | None) -> None:
        for found in users.values() if limit is not None else ():
            literals = [one for one in found if not isinstance(one, int)]
            free = (limit or 0) - (len(found) - len(literals))
            if free < 0:
                self.possible = False
            elif len(literals) > free:
                self.model.add(sum(literals) <= free)

    def _shortfall(self) -> Any:
        """The weighted sum of shortfalls, in thousandths."""
        terms: list[Any] = []
        for number, goal in enumerate(self.problem.goals):
            open_need, helpers = goal.minimum - self._sure[number], self._helpers.get(number, [])
            if open_need <= 0:
                continue
            if not helpers:
                terms.append(round(goal.weight * SCALE) * open_need)
                continue
            short = self.model.new_int_var(0, open_need, "")
            self.model.add(short + sum(helpers) >= open_need)
            terms.append(round(goal.weight * SCALE) * short)
        return sum(terms)

    def disturbance(self) -> Any:
        """How much the plan changes: every move counts, and more when it changes the half day or the room."""
        return sum(
            _change(item.current, option) * literal
            for item in self.problem.items
            if item.current and len(self.taken[item.id]) > 1
            for option, literal in self.taken[item.id].items()
            if option != item.current
        )

    def hint(self) -> None:
        """Start from where everything stands today."""
        for item in self.problem.items:
            if len(self.taken[item.id]) > 1 and item.current in self.taken[item.id]:
                for option, literal in self.taken[item.id].items():
                    self.model.add_hint(literal, option == item.current)


def _solver(seed: int, seconds: float) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.random_seed = seed
    solver.parameters.max_time_in_seconds = max(seconds, 0.01)
    solver.parameters.num_workers = 1  # one worker searches the same way every time
    return solver


def solve(problem: Problem, *, seed: int = 0, seconds: float = 10) -> Answer:
    """The best plan found within ``seconds``; among equally good ones the one that changes least."""
    begun = time.monotonic()
    built = _Model(problem)
    if not built.possible:
        return Answer("infeasible", time.monotonic() - begun)
    built.hint()
    built.model.minimize(built.shortfall)
    solver = _solver(seed, seconds)
    status = solver.solve(built.model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Answer(_STATUS.get(status, "unknown"), time.monotonic() - begun)
    objective, bound = round(solver.objective_value), round(solver.best_objective_bound)
    if status == cp_model.OPTIMAL and any(item.current for item in problem.items):
        left = seconds - (time.monotonic() - begun)
        solver = _with_least_change(built, objective, seed, left) or solver
    assignment = {
        item.id: next(o for o, literal in built.taken[item.id].items() if solver.value(literal))
        for item in problem.items
    }
    return Answer(
        _STATUS[status],
        time.monotonic() - begun,
        objective / SCALE,
        bound / SCALE,
        assignment,
        _unmet(problem, assignment),
    )


def _with_least_change(built: _Model, objective: int, seed: int, seconds: float) -> cp_model.CpSolver | None:
    """Among the plans with this shortfall the one that changes least; None when there is no time left."""
    if seconds <= 0:
        return None
    built.model.add(built.shortfall <= objective)
    built.model.minimize(built.disturbance())
    solver = _solver(seed, seconds)
    found = solver.solve(built.model)
    return solver if found in (cp_model.OPTIMAL, cp_model.FEASIBLE) else None


def shortfall_today(problem: Problem) -> float:
    """The weighted shortfall with every activity where it stands (``current``, else ``fixed``)."""
    now = {item.id: item.current or item.choices[0] for item in problem.items}
    have = Explainer(problem, now).have
    return sum(goal.weight * max(0, goal.minimum - have[n]) for n, goal in enumerate(problem.goals))


def _unmet(problem: Problem, assignment: dict[str, Option]) -> list[Unmet]:
    explainer = Explainer(problem, assignment)
    return [
        Unmet(number, explainer.have[number], goal.minimum - explainer.have[number], explainer.reason(number))
        for number, goal in enumerate(problem.goals)
        if explainer.have[number] < goal.minimum
    ]
