"""Rows for highlights in each other's way: a variable for each two that can meet."""

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from skillweek.coverage.highlights import Spot
from skillweek.coverage.solving.apart import Apart
from skillweek.coverage.solving.plan import Plan

if TYPE_CHECKING:
    from skillweek.coverage.solving.rows import Rows

#: with more possible meetings than this the rows leave their cost out
MOST = 400_000
#: so many highlights in every half day of a neighbourhood are told in rows of their own
TIMES = 4
FREE = 1 << 40
#: a highlight may stand at a spot: the variable that says so
Stand = tuple[int, Spot]


class Meetings:
    """``goal``: what it costs that free highlights meet each other, or one that stands in ``around``."""

    def __init__(self, rows: "Rows", apart: Apart, around: Plan | None) -> None:
        self.rows, self.apart = rows, apart
        self.goal: list[tuple[int, int]] = []
        self.stands: dict[int, list[Stand]] = {}
        for block in rows.blocks:
            self._free(block.items[0], block.variables, around)
        self.days: dict[str, dict[int, list[Stand]]] = defaultdict(dict)
        for item, stands in self.stands.items():
            for stand in stands:
                self.days[stand[1].day].setdefault(item, []).append(stand)
        sizes = [sum(map(len, stands.values())) for stands in self.days.values()]
        self.partial = sum(size * size for size in sizes) > MOST
        self.pairs: dict[tuple[int, int, int], int] = {}
        if self.partial:
            return
        for among in self.days.values():
            for two in combinations(among, 2):
                self._pair(*two, among)
        if around is None:
            self._crowds()

    def _free(self, item: int, variables: list[int | None], around: Plan | None) -> None:
        """Where a highlight that is placed anew may stand, and what that costs beside those that stand."""
        for group, variable in enumerate(variables):
            spot = self.apart.spot(item, group)
            if variable is None or spot is None:
                continue
            self.stands.setdefault(item, []).append((variable, spot))
            cost = around.strain_at(item, group) if around else 0
            if cost:
                self.goal.append((variable, cost))

    def _pair(self, item: int, other: int, among: dict[int, list[Stand]]) -> None:
        """When both are where they meet, their meeting is counted. They meet once at most, as each stands once."""
        if not self.apart.strangers(item, other):
            return
        partners: dict[tuple[bool, tuple[int, ...]], list[int]] = defaultdict(list)
        for variable, spot in among[item]:
            found: dict[bool, list[int]] = defaultdict(list)
            for number, there in among[other]:
                if self.apart.price(spot, there):
                    found[spot.slot != there.slot].append(number)
            for travel, numbers in found.items():
                partners[travel, tuple(numbers)].append(variable)
        for (travel, theirs), mine in partners.items():
            meeting = self._meeting(item, other, travel=travel)
            self.rows.row(-FREE, 1, [(meeting, -1), *((number, 1) for number in (*mine, *theirs))])

    def _meeting(self, item: int, other: int, *, travel: bool) -> int:
        """The variable that is 1 when the two are in each other's way; written once."""
        key = (item, other, int(travel))
        if key not in self.pairs:
            self.pairs[key] = self.rows.variable(1)
            self.goal.append((self.pairs[key], self.apart.far if travel else self.apart.near))
        return self.pairs[key]

    def _crowds(self) -> None:
        """Where more highlights have to be close together than there are half days, some meet.

        ``n`` in one half day make n(n - 1)/2 pairs, which is at least k x n - k(k + 1)/2 for every k.
        """
        for crowd in self._neighbourhoods():
            members: dict[object, tuple[int, list[Stand]]] = {}
            for item, stands in self.stands.items():
                here = [stand for stand in stands if stand[1][2:] in crowd]
                if here:  # of one series only the first counts
                    members.setdefault(self.apart.problem.items[item].series or item, (item, here))
            halves = {spot[:2] for _item, stands in members.values() for _variable, spot in stands}
            items = sorted(item for item, _stands in members.values())
            pairs = [self.pairs[a, b, 0] for a, b in combinations(items, 2) if (a, b, 0) in self.pairs]
            for times in range(1, TIMES + 1):
                room = len(halves) * times * (times + 1) // 2
                if times * len(items) > room:
                    inside = [(n, -times) for _item, stands in members.values() for n, _spot in stands]
                    self.rows.row(-room, FREE, [*((number, 1) for number in pairs), *inside])

    def _neighbourhoods(self) -> list[set[tuple[str, str | None]]]:
        """Rooms gathered so that all of a neighbourhood are close to each other."""
        found: list[list[Spot]] = []
        for spot in {s[2:]: s for stands in self.stands.values() for _variable, s in stands}.values():
            if self.apart.near and self.apart.ways.close(spot, spot):
                near = next((n for n in found if all(self.apart.ways.close(spot, o) for o in n)), None)
                if near is None:
                    found.append(near := [])
                near.append(spot)
        return [{spot[2:] for spot in spots} for spots in found]
