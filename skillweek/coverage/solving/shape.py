"""What matters of a problem: options that count alike in one group, and only rooms and hosts that can run short."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, gcd, lcm

from skillweek.coverage.problem import Item, Option, Problem
from skillweek.coverage.solving.apart import Apart, pairs_that_weigh

#: the weighted sum of all needs stays below, so that nothing overflows
MOST_SUM = 1 << 50


@dataclass(frozen=True, slots=True)
class Group:
    """Options of one activity on one half day that meet the same goals.

    ``cells`` are its scarce rooms, ``options`` the option for each of them; without cells the first option stands for
    all. ``host`` is the scarce half day of its host, or -1; ``change`` is what it costs to move there.
    """

    goals: tuple[int, ...]
    cells: tuple[int, ...]
    host: int
    change: int
    options: tuple[Option, ...]


def _change(now: Option | None, then: Option) -> int:
    """How much a move disturbs: every move counts, and more when it changes the half day or the room."""
    if now is None or now == then:
        return 0
    return 10 + (now.slot != then.slot) + 2 * (now.venue != then.venue)


def _scarce(users: Mapping[tuple[str, ...], int], limit: int | None) -> list[tuple[str, ...]]:
    return [] if limit is None else [key for key, count in users.items() if count > limit]


def whole_weights(weights: list[float], needs: list[int]) -> tuple[list[int], Fraction, bool]:
    """The weights as whole multiples of a unit, and whether exactly so; else they are rounded down."""
    exact = [Fraction(str(weight)) for weight in weights]
    unit = Fraction(gcd(*(w.numerator for w in exact)) or 1, lcm(*(w.denominator for w in exact)))
    heavy = sum(weight / unit * need for weight, need in zip(exact, needs, strict=True))
    if heavy <= MOST_SUM:
        return [int(weight / unit) for weight in exact], unit, True
    unit *= ceil(heavy / MOST_SUM)
    return [int(weight / unit) for weight in exact], unit, False


class Shape:
    """A problem in numbers: ``groups`` of every item, ``cells`` and ``hosts`` with their capacity, goals that weigh."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        choices = [item.choices for item in problem.items]
        goals = [n for n, goal in enumerate(problem.goals) if goal.minimum > 0 and goal.weight > 0]
        self._goal_number = {number: at for at, number in enumerate(goals)}
        self.needs = [problem.goals[n].minimum for n in goals]
        extra = pairs_that_weigh(problem)
        weights, self.unit, self.exact = whole_weights(
            [problem.goals[n].weight for n in goals] + [weight for weight, _count in extra],
            self.needs + [count for _weight, count in extra],
        )
        self.weights = weights[: len(goals)]
        #: highlights in each other's way; None when that costs nothing
        self.apart = Apart(problem, self.unit) if extra else None
        rooms = Counter(option for options in choices for option in options if option.venue is not None)
        hours: Counter[tuple[str, ...]] = Counter(
            key
            for item, options in zip(problem.items, choices, strict=True)
            for key in {(o.day, o.slot, item.host) for o in options}
        )
        #: what more activities want than the limit allows: days, slots and who, and how many it holds
        self.cell_names = _scarce(
            {tuple(map(str, option)): n for option, n in rooms.items()}, problem.venue_slot
        )
        self.host_names = _scarce(hours, problem.host_slot)
        self.cells = [problem.venue_slot or 0] * len(self.cell_names)
        self.hosts = [problem.host_slot or 0] * len(self.host_names)
        self._cell_number: dict[tuple[str | None, ...], int] = {
            name: number for number, name in enumerate(self.cell_names)
        }
        self._host_number = {name: number for number, name in enumerate(self.host_names)}
        self.groups = [self._groups(*pair) for pair in zip(problem.items, choices, strict=True)]
        if self.apart:
            self.apart.stand(self.groups)
        kinds: dict[tuple[object, ...], int] = {}
        #: items with the same number are alike in all that matters; a highlight is like no other
        self.alike = [
            kinds.setdefault(
                (number,) if self.apart and number in self.apart.spots
                else tuple((g.goals, g.cells, g.host, g.change) for g in groups), len(kinds),
            )
            for number, groups in enumerate(self.groups)
        ]  # fmt: skip
        self.current = [self._stands(*pair) for pair in zip(problem.items, self.groups, strict=True)]

    def _goals(self, item: Item, option: Option) -> tuple[int, ...]:
        known, numbers = self._goal_number, self.problem.goals_met(item, option)
        return tuple([known[number] for number in numbers if number in known])

    def _groups(self, item: Item, choices: tuple[Option, ...]) -> tuple[Group, ...]:
        goals: dict[tuple[str, str | None], tuple[int, ...]] = {}
        apart = self.apart is not None and item.highlight  # then it matters which room it has
        found: dict[tuple[str, str, tuple[int, ...], int, Option | None], list[Option]] = {}
        for option in choices:
            there = (option.day, self.problem.place_of(item, option))
            if there not in goals:
                goals[there] = self._goals(item, option)
            key = (
                option.day,
                option.slot,
                goals[there],
                _change(item.current, option),
                option if apart else None,
            )
            found.setdefault(key, []).append(option)
        groups = [self._group(item, *key[:4], options) for key, options in found.items()]
        if apart:
            return tuple(groups)
        free = {(g.goals, g.change): g for g in reversed(groups) if not g.cells and g.host < 0}
        # where nothing can run short, no other half day with the same effect is needed
        return tuple(g for g in groups if free.get((g.goals, g.change), g) is g)

    def _group(self, item: Item, day: str, slot: str, goals: tuple[int, ...], change: int,
               options: list[Option]) -> Group:  # fmt: skip
        host = self._host_number.get((day, slot, item.host), -1)
        numbers = [self._cell_number.get(o, -1) for o in options]
        if -1 in numbers:
            return Group(goals, (), host, change, (options[numbers.index(-1)],))
        ordered = sorted(zip(numbers, options, strict=True), key=lambda pair: pair[0])
        return Group(goals, tuple(n for n, _o in ordered), host, change, tuple(o for _n, o in ordered))

    @staticmethod
    def _stands(item: Item, groups: tuple[Group, ...]) -> int:
        """The group in which the item stands today; -1 when there is none."""
        return next((n for n, g in enumerate(groups) if item.current in g.options), -1)
