"""One way to place activities, kept within the limits at every step."""

from collections.abc import Iterable

from skillweek.coverage.problem import Option
from skillweek.coverage.solving.shape import Group, Shape


class Plan:
    """Where every item stands: its group (-1: nowhere yet) and its scarce room (-1: none)."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self.group = [-1] * len(shape.groups)
        self.cell = [-1] * len(shape.groups)
        self.users: list[list[int]] = [[] for _cell in shape.cells]
        self.busy = [0] * len(shape.hosts)
        self.have = [0] * len(shape.needs)
        #: highlights that stand, by day; and what they cost by how they stand to each other
        self.shown: dict[str, list[int]] = {}
        self.strain = 0

    def copy(self) -> "Plan":
        """The same placing, to be changed on its own."""
        twin = Plan.__new__(Plan)
        twin.shape, twin.group, twin.cell = self.shape, self.group[:], self.cell[:]
        twin.users, twin.busy, twin.have = [u[:] for u in self.users], self.busy[:], self.have[:]
        twin.shown, twin.strain = {day: items[:] for day, items in self.shown.items()}, self.strain
        return twin

    def at(self, item: int) -> Group:
        """The group that ``item`` takes."""
        return self.shape.groups[item][self.group[item]]

    @property
    def shortfall(self) -> int:
        """The weighted shortfall and what highlights cost, in units of the shape."""
        rows = zip(self.shape.weights, self.shape.needs, self.have, strict=True)
        return sum(weight * (need - have) for weight, need, have in rows if have < need) + self.strain

    @property
    def change(self) -> int:
        """How much is moved."""
        return sum(self.at(item).change for item in range(len(self.group)))

    def missing(self) -> list[int]:
        """Items that stand nowhere."""
        return [item for item, group in enumerate(self.group) if group < 0]

    def gain(self, goals: Iterable[int]) -> int:
        """By how much one more activity for each of ``goals`` lessens the shortfall."""
        have, needs, weights = self.have, self.shape.needs, self.shape.weights
        return sum(weights[n] for n in goals if have[n] < needs[n])

    def strain_at(self, item: int, number: int) -> int:
        """What ``item`` in its group ``number`` costs beside the highlights that stand."""
        apart = self.shape.apart
        spot = apart.spot(item, number) if apart else None
        if apart is None or spot is None:
            return 0
        others = ((other, apart.spot(other, self.group[other])) for other in self.shown.get(spot.day, ()))
        return sum(apart.cost(item, spot, other, there) for other, there in others if there and other != item)

    def _show(self, item: int, *, on: bool) -> None:
        """Count ``item`` among the highlights that stand, or no longer."""
        spot = self.shape.apart.spot(item, self.group[item]) if self.shape.apart else None
        if spot is None:
            return
        strain, shown = self.strain_at(item, self.group[item]), self.shown.setdefault(spot.day, [])
        if on:
            shown.append(item)
        else:
            shown.remove(item)
        self.strain += strain if on else -strain

    def remove(self, item: int) -> None:
        """Take ``item`` out."""
        group = self.at(item)
        self._show(item, on=False)
        if self.cell[item] >= 0:
            self.users[self.cell[item]].remove(item)
        if group.host >= 0:
            self.busy[group.host] -= 1
        for number in group.goals:
            self.have[number] -= 1
        self.group[item] = self.cell[item] = -1

    def put(self, item: int, number: int) -> bool:
        """Place ``item`` in its group ``number``; others of that half day may change their room. False: no place."""
        group = self.shape.groups[item][number]
        if group.host >= 0 and self.busy[group.host] >= self.shape.hosts[group.host]:
            return False
        if group.cells and not self._room(item, group):
            return False
        self.group[item] = number
        if group.host >= 0:
            self.busy[group.host] += 1
        for goal in group.goals:
            self.have[goal] += 1
        self._show(item, on=True)
        return True

    def _room(self, item: int, group: Group) -> bool:
        """Find a room, moving others along a shortest chain; searched breadth first."""
        cells, users = self.shape.cells, self.users
        came: dict[int, tuple[int, int]] = {cell: (item, -1) for cell in group.cells}
        queue = list(came)
        for cell in queue:
            if len(users[cell]) < cells[cell]:
                self._shift(cell, came)
                return True
            for other in users[cell]:
                for further in self.at(other).cells:
                    if further not in came:
                        came[further] = (other, cell)
                        queue.append(further)
        return False

    def _shift(self, cell: int, came: dict[int, tuple[int, int]]) -> None:
        while cell >= 0:
            item, left = came[cell]
            if left >= 0:
                self.users[left].remove(item)
            self.users[cell].append(item)
            self.cell[item] = cell
            cell = left

    def take(self, items: Iterable[tuple[int, int]]) -> bool:
        """Place all of ``items`` (item, group) anew; False when one finds no place."""
        wanted = list(items)
        for item, _number in wanted:
            if self.group[item] >= 0:
                self.remove(item)
        return all([self.put(item, number) for item, number in wanted])

    def option(self, item: int) -> Option:
        """The option that ``item`` takes."""
        group = self.at(item)
        return group.options[group.cells.index(self.cell[item])] if group.cells else group.options[0]


def first_plan(shape: Shape) -> Plan:
    """Where everything stands today when that is allowed; else each item, the least free first, where it helps most."""
    plan = Plan(shape)
    order = sorted(range(len(shape.groups)), key=lambda i: (len(shape.groups[i]) > 1, shape.current[i] < 0,
                   sum(len(g.cells) or 9 for g in shape.groups[i])))  # fmt: skip
    for item in order:
        if shape.current[item] < 0 or not plan.put(item, shape.current[item]):
            _best_place(plan, item)
    for item in plan.missing():
        _push(plan, item)
    if not plan.missing():
        polish(plan)
    return plan


def _best_place(plan: Plan, item: int) -> bool:
    """Put ``item`` where it helps most and is least in the way."""
    groups = plan.shape.groups[item]
    order = sorted(
        range(len(groups)),
        key=lambda n: (plan.strain_at(item, n) - plan.gain(groups[n].goals), len(groups[n].cells) == 1, n),
    )
    return any(plan.put(item, number) for number in order)


def _push(plan: Plan, item: int) -> bool:
    """Make room for ``item``: one that stands in its way goes elsewhere."""
    for number, group in enumerate(plan.shape.groups[item]):
        ways = {other for cell in group.cells for other in plan.users[cell]}
        if group.host >= 0 and plan.busy[group.host] >= plan.shape.hosts[group.host]:
            ways = {o for o in range(len(plan.group)) if plan.group[o] >= 0 and plan.at(o).host == group.host}
        for other in sorted(ways):
            if len(plan.shape.groups[other]) > 1 and _swapped(plan, item, number, other):
                return True
    return False


def _swapped(plan: Plan, item: int, number: int, other: int) -> bool:
    """Try ``item`` in the place of ``other`` with ``other`` somewhere else; on failure all is as before."""
    was = plan.group[other]
    plan.remove(other)
    if plan.put(item, number):
        if any(plan.put(other, n) for n in range(len(plan.shape.groups[other])) if n != was):
            return True
        plan.remove(item)
    plan.put(other, was)
    return False


def polish(plan: Plan, rounds: int = 3) -> None:
    """Move single items as long as that lessens the shortfall, a few rounds."""
    for _round in range(rounds):
        moved = [
            item for item, groups in enumerate(plan.shape.groups) if len(groups) > 1 and _better(plan, item)
        ]
        if not moved:
            return


def _better(plan: Plan, item: int) -> bool:
    groups, was = plan.shape.groups[item], plan.group[item]
    plan.remove(item)
    gains = [plan.gain(group.goals) - plan.strain_at(item, n) for n, group in enumerate(groups)]
    order = sorted((n for n in range(len(groups)) if gains[n] > gains[was]), key=lambda n: (-gains[n], n))
    found = any(plan.put(item, number) for number in order)
    if not found:
        plan.put(item, was)
    return found
