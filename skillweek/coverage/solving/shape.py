"""What matters of a problem: options that count alike in one group, and only rooms and hosts that can run short."""

from collections import Counter
from dataclasses import dataclass
from math import gcd

from skillweek.coverage.problem import SCALE, Item, Option, Problem


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


def _scarce(users: Counter[tuple[str, str, str]], limit: int | None) -> list[tuple[str, str, str]]:
    return [] if limit is None else [key for key, count in users.items() if count > limit]


class Shape:
    """A problem in numbers: ``groups`` of every item, ``cells`` and ``hosts`` with their capacity, goals that weigh."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        choices = [item.choices for item in problem.items]
        goals = [n for n, goal in enumerate(problem.goals) if goal.minimum > 0 and goal.weight > 0]
        self._goal_number = {number: at for at, number in enumerate(goals)}
        weights = [round(problem.goals[n].weight * SCALE) for n in goals]
        self.unit = gcd(*weights) or 1
        self.weights = [weight // self.unit for weight in weights]
        self.needs = [problem.goals[n].minimum for n in goals]
        rooms = Counter(
            (o.day, o.slot, o.venue) for options in choices for o in options if o.venue is not None
        )
        hours = Counter(
            key
            for item, options in zip(problem.items, choices, strict=True)
            for key in {(o.day, o.slot, item.host) for o in options}
        )
        #: what more activities want than the limit allows: days, slots and who, and how many it holds
        self.cell_names = _scarce(rooms, problem.venue_slot)
        self.host_names = _scarce(hours, problem.host_slot)
        self.cells = [problem.venue_slot or 0] * len(self.cell_names)
        self.hosts = [problem.host_slot or 0] * len(self.host_names)
        self._cell_number = {name: number for number, name in enumerate(self.cell_names)}
        self._host_number = {name: number for number, name in enumerate(self.host_names)}
        self._met: dict[tuple[str | None, frozenset[str], str | None, str], tuple[int, ...]] = {}
        self.groups = [self._groups(*pair) for pair in zip(problem.items, choices, strict=True)]
        kinds: dict[tuple[tuple[object, ...], ...], int] = {}
        #: items with the same number are alike in all that matters
        self.alike = [
            kinds.setdefault(tuple((g.goals, g.cells, g.host, g.change) for g in groups), len(kinds))
            for groups in self.groups
        ]
        self.current = [self._stands(*pair) for pair in zip(problem.items, self.groups, strict=True)]

    def _goals(self, item: Item, option: Option) -> tuple[int, ...]:
        place = item.place or self.problem.venue_places.get(option.venue or "")
        key = (place, item.audiences, item.kind, option.day)
        if key not in self._met:
            numbers = self.problem.goals_met(item, option)
            self._met[key] = tuple(sorted(self._goal_number[n] for n in numbers if n in self._goal_number))
        return self._met[key]

    def _groups(self, item: Item, choices: tuple[Option, ...]) -> tuple[Group, ...]:
        found: dict[tuple[str, str, tuple[int, ...], int], list[Option]] = {}
        for option in choices:
            key = (option.day, option.slot, self._goals(item, option), _change(item.current, option))
            found.setdefault(key, []).append(option)
        groups = [self._group(item, *key, options) for key, options in found.items()]
        free = {(g.goals, g.change): g for g in reversed(groups) if not g.cells and g.host < 0}
        # where nothing can run short, no other half day with the same effect is needed
        return tuple(g for g in groups if free.get((g.goals, g.change), g) is g)

    def _group(self, item: Item, day: str, slot: str, goals: tuple[int, ...], change: int,
               options: list[Option]) -> Group:  # fmt: skip
        host = self._host_number.get((day, slot, item.host), -1)
        numbers = [self._cell_number.get((day, slot, o.venue or ""), -1) for o in options]
        if -1 in numbers:
            return Group(goals, (), host, change, (options[numbers.index(-1)],))
        ordered = sorted(zip(numbers, options, strict=True), key=lambda pair: pair[0])
        return Group(goals, tuple(n for n, _o in ordered), host, change, tuple(o for _n, o in ordered))

    @staticmethod
    def _stands(item: Item, groups: tuple[Group, ...]) -> int:
        """The group in which the item stands today; -1 when there is none."""
        return next((n for n, g in enumerate(groups) if item.current in g.options), -1)
