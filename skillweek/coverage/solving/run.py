"""The order of it all: a first plan, a bound, better parts, and the proof."""

import time
from dataclasses import dataclass, field, replace
from fractions import Fraction
from threading import Thread

from skillweek.coverage.highlights import too_far, too_near
from skillweek.coverage.problem import Problem
from skillweek.coverage.solving.answer import Answer, unmet
from skillweek.coverage.solving.conflicts import conflict, together, without_options
from skillweek.coverage.solving.exact import Effort, Found, search
from skillweek.coverage.solving.improve import Improver
from skillweek.coverage.solving.plan import Plan, first_plan, polish
from skillweek.coverage.solving.proof import trusted, within
from skillweek.coverage.solving.relaxed import FINE, ROUGH, Relaxed, first_order, large, relax
from skillweek.coverage.solving.rows import Rows
from skillweek.coverage.solving.shape import Shape

#: work that the part left open by the relaxation may cost; parts that may fail before the proof is tried
OPEN_WORK = 2.5
PATIENCE = 8
#: so near to the bound the proof is tried before anything else, with so much work
NEAR, PROOF_WORK = 1.02, 3.0
#: of two plans so near to each other neither is the better one
TOLERANCE = 1e-9
#: seconds kept back for the reasons, for each activity and target
REASONS = 5e-7
#: share of the seconds that is spent, as work, on better parts: beside a large relaxation, and after any
BESIDE, IMPROVING = 0.25, 0.5
#: variables up to which the whole is proved early; beyond, parts are improved for longer first
SMALL = 12_000
LONG_PATIENCE = 60


@dataclass
class _Run:
    """One run of the planner; ``least`` is the proven bound, in units of the shape."""

    shape: Shape
    seed: int
    seconds: float
    until: float
    plan: Plan | None = None
    rows: Rows | None = None
    relaxed: Relaxed | None = None
    least: int = 0
    status: str = "unknown"
    conflict: str = ""
    wishes: list[list[float]] | None = field(default=None)

    @property
    def left(self) -> float:
        """Seconds left."""
        return self.until - time.monotonic()

    @property
    def open(self) -> bool:
        """True while the plan may still become better and there is time."""
        if self.plan is None or self.left <= 0:
            return False
        return self.plan.shortfall - self.least > TOLERANCE * self.plan.shortfall

    def whole(self) -> Rows:
        """All items as exact rows; written once."""
        if self.rows is None:
            self.rows = Rows(self.shape, range(len(self.shape.groups)))
        return self.rows

    def begin(self) -> None:
        """The first plan; when none is found at once, by search."""
        plan = first_plan(self.shape)
        if not plan.missing():
            self.plan, self.status = plan, "feasible"
            return
        blocked = conflict(self.shape)
        found = Found("infeasible") if blocked or not self.whole().possible else self._any_plan()
        if found.values is None:
            self.status = found.status
            self.conflict = blocked.text() if blocked else together() if found.status == "infeasible" else ""
            return
        plan = Plan(self.shape)
        plan.take(self.whole().chosen(found.values))
        polish(plan)
        self.plan, self.status = plan, "feasible"

    def _any_plan(self) -> Found:
        """Any placing at all: with and without the linear relaxation by turns, each longer than the last."""
        rows, work, found, linear = self.whole(), 1.0, Found("unknown"), True
        while found.status == "unknown" and self.left > 0:
            linear = not linear
            found = search(rows, Effort(self.left, work, self.seed, linear), cost=[])
            work *= 2
        return found

    def bound(self) -> None:
        """What no plan can go below; and where the relaxation would like to see everyone."""
        loose = self.rows or Rows(self.shape, range(len(self.shape.groups)), loose=True)
        self.least = loose.constant
        if not self.open:
            return
        self.relaxed = self._beside(loose) if large(loose) else relax(loose, self.left)
        if self.relaxed is None:
            return
        self.least = max(self.least, self.relaxed.least)
        wishes: list[list[float]] = [[] for _item in self.shape.groups]
        for block in loose.blocks:
            values = [
                0.0 if n is None else self.relaxed.values[n] / len(block.items) for n in block.variables
            ]
            for item in block.items:
                wishes[item] = values
        self.wishes = wishes

    def _beside(self, loose: Rows) -> Relaxed | None:
        """The relaxation on one core, better parts on the other; neither looks at the other before both are done."""
        found: list[Relaxed] = []

        def work() -> None:
            for accuracy in (ROUGH, FINE):
                if (one := first_order(loose, accuracy, self.left)) is not None:
                    found.append(one)

        other = Thread(target=work, daemon=True)
        other.start()
        self._improve(BESIDE * self.seconds, self.until)
        other.join(max(0.0, self.left))  # it may look at the clock late; no one waits for it then
        if not found:
            return None
        self.least = max(self.least, *(one.least for one in found))
        return found[-1]

    def follow(self) -> None:
        """Do as the relaxation wishes where it is sure, and place the others at best around that."""
        if self.wishes is None or not self.open:
            return
        around, free = Plan(self.shape), []
        for item, values in enumerate(self.wishes):
            best = max(range(len(values)), key=values.__getitem__)
            if values[best] < 0.999 or not around.put(item, best):
                free.append(item)
        rows = Rows(self.shape, free, around)
        if not rows.possible or len(rows.most) > SMALL:
            return
        found = search(rows, Effort(self.left, OPEN_WORK, self.seed), least=self.least)
        if found.values is not None and around.take(rows.chosen(found.values)):
            polish(around)
            self._keep(around)

    def _keep(self, plan: Plan) -> None:
        if self.plan is None or plan.shortfall < self.plan.shortfall:
            self.plan = plan

    def improve(self) -> None:
        """Better parts."""
        if not self.open or self.plan is None:
            return
        self._improve(IMPROVING * self.seconds, self.until)

    def _improve(self, work: float, until: float) -> None:
        assert self.plan is not None
        small = len(self.shape.groups) < 1000 and len(self.whole().most) <= SMALL
        improver = Improver(self.plan, self.least, self.seed, self.wishes)
        self._keep(improver.run(work, until, PATIENCE if small else LONG_PATIENCE))

    def finish(self) -> None:
        """When hardly anything is missing to the bound, the proof is tried at once."""
        small = len(self.shape.groups) < 1000 and self.plan is not None
        if small and self.plan is not None and self.plan.shortfall <= self.least * NEAR + 1:
            self._refute()
            self.prove(PROOF_WORK)

    def _refute(self) -> None:
        """Ask for anything better at all: found, it is the best; not found, the plan that is there is."""
        if self.plan is None or self.relaxed is None or not self.open:
            return
        if self.whole().partial or not trusted(self.whole()):
            return
        seen = within(self.whole(), self.relaxed, self.plan.shortfall - 1, self.left)
        if seen.status == "infeasible":
            self.least = self.plan.shortfall
        elif seen.values is not None:
            plan = Plan(self.shape)
            if plan.take(self.whole().chosen(seen.values)):
                self._keep(plan)
                self.least = self.plan.shortfall if seen.status == "optimal" else self.least

    def prove(self, work: float | None = None) -> None:
        """Look for a better plan among all; when there is none the plan is the best."""
        if not self.open or self.plan is None:
            return
        rows, most = self.whole(), self.plan.shortfall - 1
        banned: frozenset[int] = frozenset()
        if self.relaxed is not None and len(self.relaxed.extra) == len(rows.most):
            spare = most - self.relaxed.bound
            banned = frozenset(n for n, extra in enumerate(self.relaxed.extra) if extra > spare)
        found = search(rows, Effort(self.left, work, self.seed), most=most, least=self.least, banned=banned)
        if found.status == "infeasible":
            self.least = self.plan.shortfall
            return
        self.least = max(self.least, min(round(found.bound), self.plan.shortfall))
        if found.values is not None:
            plan = Plan(self.shape)
            plan.take(rows.chosen(found.values))
            self._keep(plan)

    def settle(self) -> None:
        """Of the plans with this shortfall one that changes little."""
        if self.plan is None or self.plan.change == 0 or self.left <= 0:
            return
        rows, plan = self.whole(), Plan(self.shape)
        if rows.partial:  # who moves less might cost more
            return
        cost = [
            (number, group.change)
            for block in rows.blocks
            for number, group in zip(block.variables, block.groups, strict=True)
            if number is not None and group.change
        ]
        found = search(rows, Effort(self.left, None, self.seed), most=self.plan.shortfall, cost=cost)
        if (
            found.values is not None
            and plan.take(rows.chosen(found.values))
            and plan.change < self.plan.change
        ):
            self.plan = plan


def solve(problem: Problem, *, seed: int = 0, seconds: float = 10) -> Answer:
    """The best plan found within ``seconds``; among equally good ones one that changes little.

    The same problem, seed and version give the same answer unless the time limit cuts the search short.
    """
    answer = _solved(problem, seed, seconds)
    near = too_near(problem, answer.assignment) if problem.spacing else None
    return replace(
        answer, spacing=near, travel=too_far(problem, answer.assignment) if problem.travel else None
    )


def _solved(problem: Problem, seed: int, seconds: float) -> Answer:
    begun = time.monotonic()
    empty = without_options(problem)
    if empty:
        return Answer("infeasible", time.monotonic() - begun, conflict=empty.text())
    run = _Run(Shape(problem), seed, seconds, begun + seconds)
    run.until -= min(REASONS * len(problem.items) * len(problem.goals), 0.2 * seconds)
    run.begin()
    if run.plan is None:
        return Answer(run.status, time.monotonic() - begun, conflict=run.conflict)
    for stage in (run.bound, run.follow, run.finish, run.improve, run.prove, run.settle):
        stage()
    return _answer(problem, run, begun)


def _answer(problem: Problem, run: _Run, begun: float) -> Answer:
    """What the run came to, with the reasons of what is missing."""
    assert run.plan is not None
    assignment = {item.id: run.plan.option(number) for number, item in enumerate(problem.items)}
    gaps = unmet(problem, assignment)
    # exact fractions: what is written is the sum of the weights as they were given
    objective = sum(
        (Fraction(str(problem.goals[gap.target].weight)) * gap.missing for gap in gaps), Fraction(0)
    )
    if problem.spacing:
        objective += Fraction(str(problem.spacing.weight)) * len(too_near(problem, assignment))
    if problem.travel:
        objective += Fraction(str(problem.travel.weight)) * len(too_far(problem, assignment))
    best = run.shape.exact and run.least >= run.plan.shortfall
    bound = objective if best else min(run.least * run.shape.unit, objective)
    return Answer(
        "optimal" if objective - bound <= TOLERANCE * objective else "feasible",
        time.monotonic() - begun,
        float(objective),
        float(bound),
        assignment,
        gaps,
    )
