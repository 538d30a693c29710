"""What it costs that two highlights stand where they stand, in units of the shape."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Protocol

from skillweek.coverage.highlights import Spot, Ways, strangers
from skillweek.coverage.problem import Option, Problem


class Stands(Protocol):
    """A group of options; a highlight has one option in each of its groups."""

    @property
    def options(self) -> tuple[Option, ...]:
        """The options."""


def pairs_that_weigh(problem: Problem) -> list[tuple[float, int]]:
    """Weight of spacing and of travel, and how many pairs may cost it at most; empty when neither costs anything."""
    count = sum(item.highlight for item in problem.items)
    rules = [problem.spacing, problem.travel] if count > 1 else []
    return [(rule.weight, count * (count - 1) // 2) for rule in rules if rule is not None and rule.weight > 0]


class Apart:
    """``spots`` of every highlight, by its groups (None: online)."""

    def __init__(self, problem: Problem, unit: Fraction) -> None:
        self.problem, self.ways = problem, Ways(problem)
        rules = (problem.spacing, problem.travel)
        self.near, self.far = (int(Fraction(str(r.weight)) / unit) if r is not None else 0 for r in rules)
        self.spots: dict[int, list[Spot | None]] = {}
        self._costs: dict[tuple[Spot, Spot], int] = {}

    def stand(self, groups: Sequence[Sequence[Stands]]) -> None:
        """Learn where each group of each highlight is."""
        for number, (item, own) in enumerate(zip(self.problem.items, groups, strict=True)):
            if item.highlight:
                self.spots[number] = [self.ways.spot(item, group.options[0]) for group in own]

    def spot(self, item: int, group: int) -> Spot | None:
        """Where ``item`` is in its ``group``; None when it is no highlight."""
        own = self.spots.get(item)
        return own[group] if own else None

    def strangers(self, item: int, other: int) -> bool:
        """True when the two could be in each other's way at all."""
        return strangers(self.problem.items[item], self.problem.items[other])

    def price(self, a: Spot, b: Spot) -> int:
        """What two highlights at these spots cost."""
        if (a, b) not in self._costs:
            near, far = self.ways.near(a, b), self.ways.far(a, b)
            self._costs[a, b] = self._costs[b, a] = self.near if near else self.far if far else 0
        return self._costs[a, b]

    def cost(self, item: int, spot: Spot, other: int, there: Spot) -> int:
        """What ``item`` and ``other`` cost."""
        price = self.price(spot, there)
        return price if price and self.strangers(item, other) else 0
