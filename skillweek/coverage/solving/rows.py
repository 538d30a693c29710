"""The placing of some items, all others staying where they are, as whole variables and linear rows."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from skillweek.coverage.solving.meetings import Meetings
from skillweek.coverage.solving.plan import Plan
from skillweek.coverage.solving.shape import Group, Shape

#: rooms that many sets of rooms share: up to so many unions are written as rows, beyond each room gets variables
UNIONS = 48
#: with more room variables than this the relaxation leaves out who takes which room
ROOM_VARIABLES = 60_000
FREE = 1 << 40


@dataclass
class Block:
    """Items that are alike; ``variables`` says how many of them take each group (None: it cannot be taken)."""

    items: list[int]
    groups: tuple[Group, ...]
    variables: list[int | None] = field(default_factory=list)


@dataclass
class Row:
    """low <= sum of coefficient x variable <= high."""

    low: int
    high: int
    terms: list[tuple[int, int]]


class Rows:
    """Variables ``most`` (0 to so many), ``rows``, and what is minimised: ``constant`` + ``goal`` terms."""

    def __init__(
        self, shape: Shape, items: Iterable[int], around: Plan | None = None, *, loose: bool = False
    ) -> None:
        self.shape = shape
        self.most: list[int] = []
        self.rows: list[Row] = []
        self.loose = loose
        self.possible = True
        self._room = (
            [c - len(u) for c, u in zip(shape.cells, around.users, strict=True)] if around else shape.cells
        )
        self._time = [c - b for c, b in zip(shape.hosts, around.busy, strict=True)] if around else shape.hosts
        self._have = around.have if around else [0] * len(shape.needs)
        self._hosts: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self._sets: dict[tuple[int, ...], list[int]] = defaultdict(list)
        self._helpers: dict[int, list[int]] = defaultdict(list)
        self._sure: dict[int, int] = defaultdict(int)
        alike: dict[int, list[int]] = defaultdict(list)
        for item in items:
            alike[shape.alike[item]].append(item)
        self.blocks = [self._block(members, shape.groups[members[0]]) for members in alike.values()]
        self._limit_hosts()
        self._limit_rooms()
        self.goal, self.constant = self._shortfalls()
        #: highlights that could meet are so many that the rows leave out what that costs: too low, never too high
        self.partial = False
        if shape.apart:
            meetings = Meetings(self, shape.apart, around)
            self.goal, self.partial = self.goal + meetings.goal, meetings.partial
            self.constant += around.strain if around else 0

    def variable(self, most: int) -> int:
        """A new variable."""
        self.most.append(most)
        return len(self.most) - 1

    def row(self, low: int, high: int, terms: list[tuple[int, int]]) -> None:
        """A new row."""
        self.rows.append(Row(low, high, terms))

    def _block(self, items: list[int], groups: tuple[Group, ...]) -> Block:
        """How many of the alike take each group; together as many as there are."""
        block, count = Block(items, groups), len(items)
        by_goals: dict[tuple[int, ...], list[int]] = defaultdict(list)
        for group in groups:
            most = min(count, sum(self._room[c] for c in group.cells) if group.cells else count,
                       self._time[group.host] if group.host >= 0 else count)  # fmt: skip
            number = self.variable(most) if most > 0 else None
            block.variables.append(number)
            if number is None:
                continue
            by_goals[group.goals].append(number)
            if group.cells:
                self._sets[tuple(c for c in group.cells if self._room[c] > 0)].append(number)
            if group.host >= 0:
                self._hosts[group.host].append((number, most))
        used = [(number, 1) for number in block.variables if number is not None]
        self.possible &= bool(used)
        self.row(count, count, used)
        self._count(count, by_goals)
        return block

    def _count(self, count: int, by_goals: dict[tuple[int, ...], list[int]]) -> None:
        """What meets the same goals is added up once."""
        for goals, numbers in by_goals.items():
            if len(by_goals) == 1:
                for goal in goals:
                    self._sure[goal] += count
                return
            if len(numbers) > 1 and len(goals) > 1:
                total = self.variable(count)
                self.row(0, 0, [(total, -1), *((number, 1) for number in numbers)])
                numbers = [total]
            for goal in goals:
                self._helpers[goal].extend(numbers)

    def _limit_hosts(self) -> None:
        for host, users in self._hosts.items():
            if sum(most for _number, most in users) > self._time[host]:
                self.row(-FREE, self._time[host], [(number, 1) for number, _most in users])

    def _limit_rooms(self) -> None:
        parts = _parts(list(self._sets))
        unions = [_unions(part) for part in parts]
        wide = sum(sum(map(len, part)) for part, found in zip(parts, unions, strict=True) if found is None)
        for part, found in zip(parts, unions, strict=True):
            if found is None and not (self.loose and wide > ROOM_VARIABLES):
                self._rooms_one_by_one(part)
                continue
            whole = frozenset(c for cells in part for c in cells)
            for union in [whole] if found is None else found:
                users = [n for cells in part if union.issuperset(cells) for n in self._sets[cells]]
                self._at_most(users, sum(self._room[c] for c in union))

    def _at_most(self, users: list[int], most: int) -> None:
        if sum(self.most[number] for number in users) > most:
            self.row(-FREE, most, [(number, 1) for number in users])

    def _rooms_one_by_one(self, part: list[tuple[int, ...]]) -> None:
        """How many of each set of rooms go to each of them."""
        users: dict[int, list[int]] = defaultdict(list)
        for cells in part:
            if len(cells) == 1:
                users[cells[0]].extend(self._sets[cells])
                continue
            most = sum(self.most[number] for number in self._sets[cells])
            split = {cell: self.variable(min(most, self._room[cell])) for cell in cells}
            self.row(0, 0, [*((n, 1) for n in split.values()), *((n, -1) for n in self._sets[cells])])
            for cell, number in split.items():
                users[cell].append(number)
        for cell, numbers in users.items():
            self._at_most(numbers, self._room[cell])

    def _shortfalls(self) -> tuple[list[tuple[int, int]], int]:
        terms, constant = [], 0
        for goal, (need, weight) in enumerate(zip(self.shape.needs, self.shape.weights, strict=True)):
            still = need - self._have[goal] - self._sure[goal]
            helpers = self._helpers[goal]
            if still > 0 and not helpers:
                constant += weight * still
            elif still > 0:
                short = self.variable(still)
                self.row(still, FREE, [(short, 1), *((number, 1) for number in helpers)])
                terms.append((short, weight))
        return terms, constant

    def chosen(self, values: list[int]) -> list[tuple[int, int]]:
        """(item, group) that ``values`` of the variables mean; alike items in their order."""
        found: list[tuple[int, int]] = []
        for block in self.blocks:
            members = iter(block.items)
            for group, number in enumerate(block.variables):
                count = 0 if number is None else values[number]
                found.extend((next(members), group) for _n in range(count))
        return found


def _parts(sets: list[tuple[int, ...]]) -> list[list[tuple[int, ...]]]:
    """Sets of rooms that have nothing to do with each other, apart."""
    head: dict[int, int] = {}

    def top(cell: int) -> int:
        while head.setdefault(cell, cell) != cell:
            head[cell] = cell = head[head[cell]]
        return cell

    for cells in sets:
        for cell in cells[1:]:
            head[top(cell)] = top(cells[0])
    parts: dict[int, list[tuple[int, ...]]] = defaultdict(list)
    for cells in sets:
        parts[top(cells[0])].append(cells)
    return list(parts.values())


def _unions(part: list[tuple[int, ...]]) -> list[frozenset[int]] | None:
    """All unions of overlapping sets: when none of them is overfull, everyone finds a room (Hall). None: too many."""
    found: dict[frozenset[int], None] = {}
    if len(part) > UNIONS:
        return None
    for cells in part:
        one = frozenset(cells)
        found.update(dict.fromkeys([one, *(one | other for other in found if one & other)]))
        if len(found) > UNIONS:
            return None
    return list(found)
