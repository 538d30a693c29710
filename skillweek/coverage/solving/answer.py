"""What the planner answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from skillweek.coverage.highlights import Far, Near, too_far, too_near
from skillweek.coverage.problem import Option, Problem
from skillweek.coverage.reasons import Explainer, Reason


@dataclass(frozen=True)
class Unmet:
    """A goal (by its number) that the plan leaves short, and why."""

    target: int
    have: int
    missing: int
    reason: Reason


@dataclass(frozen=True)
class Answer:
    """What was found; ``unknown`` when the time ran out before the first plan; ``conflict`` says why there is none."""

    status: str
    seconds: float
    objective: float | None = None
    bound: float | None = None
    assignment: dict[str, Option] = field(default_factory=dict)
    unmet: list[Unmet] = field(default_factory=list)
    conflict: str = ""
    #: highlights too near together, and too far to drive; None when nobody asked
    spacing: list[Near] | None = None
    travel: list[Far] | None = None

    def as_json(self) -> dict[str, Any]:
        """As the format writes it; ``spacing`` and ``travel`` only when asked, ``reason`` when there is no plan."""
        written: dict[str, Any] = {
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
        if self.spacing is not None:
            written["spacing"] = [near.as_json() for near in self.spacing]
        if self.travel is not None:
            written["travel"] = [far.as_json() for far in self.travel]
        return written | ({"reason": self.conflict} if self.conflict else {})


def _tidy(number: float | None) -> float | int | None:
    return int(number) if number is not None and number == int(number) else number


def unmet(problem: Problem, assignment: Mapping[str, Option]) -> list[Unmet]:
    """The goals that ``assignment`` leaves short, each with its reason."""
    explainer = Explainer(problem, assignment)
    return [
        Unmet(number, explainer.have[number], goal.minimum - explainer.have[number], explainer.reason(number))
        for number, goal in enumerate(problem.goals)
        if explainer.have[number] < goal.minimum
    ]


def shortfall_today(problem: Problem) -> float:
    """The weighted shortfall, and what highlights cost, with every activity where it stands (``current``, or fixed)."""
    now = {item.id: item.current or item.choices[0] for item in problem.items}
    have = Explainer(problem, now).have
    cost = sum(goal.weight * max(0, goal.minimum - have[n]) for n, goal in enumerate(problem.goals))
    cost += problem.spacing.weight * len(too_near(problem, now)) if problem.spacing else 0
    return cost + (problem.travel.weight * len(too_far(problem, now)) if problem.travel else 0)
