"""A plan made better part by part: some items are taken out and placed anew at best, the others stay."""

import time
from collections import defaultdict
from random import Random

from skillweek.coverage.solving.exact import Effort, search
from skillweek.coverage.solving.plan import Plan
from skillweek.coverage.solving.rows import Rows

#: items taken out at first, and work that one part may cost
PART = 60
WORK = 0.35
#: every part costs about so much work besides the search
OVERHEAD = 0.03


class Improver:
    """Improves ``plan`` until it is ``least``, or the work or the time is used up, or nothing helps any more."""

    def __init__(self, plan: Plan, least: int, seed: int, wishes: list[list[float]] | None) -> None:
        self.plan, self.least, self.wishes = plan, least, wishes
        self.shape, self.random, self.seed = plan.shape, Random(seed), seed
        self.movable = [item for item, groups in enumerate(self.shape.groups) if len(groups) > 1]
        self.size = float(PART)
        self.helpers: dict[int, list[int]] = defaultdict(list)
        for item in self.movable:
            for goal in {goal for group in self.shape.groups[item] for goal in group.goals}:
                self.helpers[goal].append(item)

    def run(self, work: float, until: float, patience: int) -> Plan:
        """The better plan; ``patience`` parts in a row may fail."""
        failed, ways = 0, (self._round_a_gap, self._against_the_wishes, self._round_a_gap, self._anywhere)
        turn = 0
        while self.movable and self.plan.shortfall > self.least and failed < patience and work > 0:
            if time.monotonic() >= until:
                break
            before = self.plan.shortfall
            work -= self._part(ways[turn % len(ways)](), until - time.monotonic()) + OVERHEAD
            failed = 0 if self.plan.shortfall < before else failed + 1
            turn += 1
        return self.plan

    def _part(self, free: list[int], seconds: float) -> float:
        around = self.plan.copy()
        for item in free:
            around.remove(item)
        rows = Rows(self.shape, free, around)
        hint: dict[int, int] = defaultdict(int)
        for block in rows.blocks:
            hint.update({number: 0 for number in block.variables if number is not None})
            for item in block.items:
                number = block.variables[self.plan.group[item]]
                if number is not None:
                    hint[number] += 1
        effort = Effort(seconds, WORK, self.seed)
        found = search(rows, effort, most=self.plan.shortfall, least=self.least, hint=hint)
        if found.status == "optimal":
            self.size = min(self.size * 1.15, len(self.movable))
        else:
            self.size = max(self.size * 0.85, 20)
        placed = found.values is not None and around.take(rows.chosen(found.values))
        if placed and around.shortfall <= self.plan.shortfall:
            self.plan = around
        return found.work

    def _round_a_gap(self) -> list[int]:
        """Those who could fill a gap, and those in their way."""
        plan, count = self.plan, int(self.size)
        gaps = [n for n, need in enumerate(self.shape.needs) if plan.have[n] < need and self.helpers[n]]
        if not gaps:
            return self._anywhere()
        goal = self.random.choice(gaps)
        could = [item for item in self.helpers[goal] if goal not in plan.at(item).goals]
        free = dict.fromkeys(self.random.sample(could, min(len(could), max(1, count // 3))))
        for item in list(free):
            for group in self.shape.groups[item]:
                if goal in group.goals:
                    free.update(dict.fromkeys(o for cell in group.cells for o in plan.users[cell]))
        chosen = [item for item in free if len(self.shape.groups[item]) > 1][:count]
        return self._filled(chosen, self.helpers[goal])

    def _against_the_wishes(self) -> list[int]:
        """Those whom the relaxation would rather see elsewhere."""
        if self.wishes is None:
            return self._anywhere()
        away = [item for item in self.movable if self.wishes[item][self.plan.group[item]] < 0.5]
        return self._filled(self.random.sample(away, min(len(away), int(self.size) // 2)), away)

    def _anywhere(self) -> list[int]:
        """Those who share goals with one chosen at random."""
        item = self.random.choice(self.movable)
        goals = sorted(
            self.shape.groups[item][self.plan.group[item]].goals, key=lambda n: len(self.helpers[n])
        )
        return self._filled([item], self.helpers[goals[0]] if goals else self.movable)

    def _filled(self, chosen: list[int], near: list[int]) -> list[int]:
        """``chosen`` with others from ``near``, then from anywhere, up to the size of a part."""
        count = int(self.size)
        taken = dict.fromkeys(chosen)
        for pool in (near, self.movable):
            rest = [item for item in pool if item not in taken]
            taken.update(dict.fromkeys(self.random.sample(rest, max(0, min(len(rest), count - len(taken))))))
        return sorted(taken)
