"""The observers' route: which highlights of a day to see, in which order. Pure; times are minutes of the day."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _
from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from skillweek.coverage.distance import ROAD_FACTOR, SPEED_KMH, Point, drive

#: up to so many stops every order is weighed; more are searched by OR-Tools
EXACT_STOPS = 9
#: the search ends after so many solutions: the same on every machine
SOLUTIONS = 400
#: no route drives longer than this, so one more highlight always outweighs the drive
_FAR = 100_000


@dataclass(frozen=True)
class Stop:
    """A highlight: it can be seen within each of ``windows`` (from, to), takes ``stay`` minutes, is worth ``value``."""

    id: str
    lat: float
    lon: float
    windows: tuple[tuple[int, int], ...]
    stay: int
    value: int = 1


@dataclass(frozen=True)
class Visit:
    """One stop of the route: after ``travel`` minutes there at ``arrive``, seen from ``begins`` to ``leaves``."""

    stop: Stop
    travel: int
    arrive: int
    begins: int
    leaves: int


@dataclass(frozen=True)
class LeftOut:
    """A stop left out. ``why``: closed, far, clash; each of ``instead_of`` would alone make room for it."""

    stop: Stop
    why: str
    instead_of: tuple[str, ...] = ()

    def text(self) -> str:
        """The reason in words, without names."""
        return {
            "closed": _("当天没有足够长的时间可看"),
            "far": _("路程太远，赶不上开放时间或赶不回来"),
            "clash": _("与路线上别的看点时间冲突"),
        }[self.why]


@dataclass(frozen=True)
class Route:
    """The visits in order; ``departs`` from the start, ``returns`` at the end, ``travel`` minutes on the road."""

    visits: tuple[Visit, ...]
    left_out: tuple[LeftOut, ...]
    departs: int
    returns: int
    travel: int

    @property
    def value(self) -> int:
        """What the visits are worth together."""
        return sum(visit.stop.value for visit in self.visits)


@dataclass(frozen=True)
class _Day:
    """The day's travel times: node 0 is the start, node ``n + 1`` the end, the stops lie between."""

    stops: tuple[Stop, ...]
    minutes: tuple[tuple[int, ...], ...]
    earliest: int
    latest: int

    def begin(self, number: int, arrive: int) -> int | None:
        """When the visit of stop ``number`` (from 1) can begin after ``arrive``; None when it is too late."""
        stop = self.stops[number - 1]
        for opens, closes in sorted(stop.windows):
            begins = max(arrive, opens)
            if begins + stop.stay <= min(closes, self.latest):
                return begins
        return None

    def walk(self, order: Sequence[int]) -> list[tuple[int, int, int]] | None:
        """(travel, arrive, begins) of each stop in ``order``; None when one cannot be seen or the end is too late."""
        now, here = self.earliest, 0
        found = []
        for number in order:
            arrive = now + self.minutes[here][number]
            begins = self.begin(number, arrive)
            if begins is None:
                return None
            found.append((self.minutes[here][number], arrive, begins))
            now, here = begins + self.stops[number - 1].stay, number
        return found if now + self.minutes[here][-1] <= self.latest else None

    def drives(self, order: Sequence[int]) -> int:
        """Minutes on the road."""
        return sum(self.minutes[a][b] for a, b in pairwise((0, *order, len(self.stops) + 1))) if order else 0


def plan_route(
    stops: Sequence[Stop],
    *,
    earliest: int,
    latest: int,
    start: Point | None = None,
    end: Point | None = None,
    speed: float = SPEED_KMH,
    factor: float = ROAD_FACTOR,
    minutes: Callable[[Point | Stop, Point | Stop], int] | None = None,
    seconds: float = 10,
) -> Route:
    """The route worth most between ``earliest`` and ``latest``; of equally good ones that which drives least.

    ``start`` and ``end`` None: it begins at the first stop, ends at the last. ``minutes`` replaces the estimate by the
    straight line. The same stops give the same route unless ``seconds`` cut the search short.
    """
    time = minutes or partial(drive, speed=speed, factor=factor)
    ends: list[Point | Stop | None] = [start, *stops, end]
    table = tuple(tuple(0 if a is None or b is None or a is b else time(a, b) for b in ends) for a in ends)
    day = _Day(tuple(stops), table, earliest, latest)
    alone = [number for number in range(1, len(stops) + 1) if day.walk([number])]
    if len(alone) <= EXACT_STOPS:
        order = _every_order(day, alone)
    else:
        order = _filled(day, _searched(day, alone, seconds), alone)
    return _route(day, order)


def _route(day: _Day, order: list[int]) -> Route:
    times = day.walk(order) or []
    visits = tuple(
        Visit(day.stops[number - 1], travel, arrive, begins, begins + day.stops[number - 1].stay)
        for number, (travel, arrive, begins) in zip(order, times, strict=True)
    )
    left = tuple(
        _left_out(day, order, number) for number in range(1, len(day.stops) + 1) if number not in order
    )
    departs, returns = day.earliest, day.earliest
    if visits:  # there is no need to leave before the first highlight opens
        departs = visits[0].begins - visits[0].travel
        visits = (Visit(visits[0].stop, visits[0].travel, visits[0].begins, visits[0].begins, visits[0].leaves),
                  *visits[1:])  # fmt: skip
        returns = visits[-1].leaves + day.minutes[order[-1]][-1]
    return Route(visits, left, departs, returns, day.drives(order))


def _left_out(day: _Day, order: list[int], number: int) -> LeftOut:
    """Why stop ``number`` is not on the route, and which single visit would have to make room for it."""
    stop = day.stops[number - 1]
    if not any(min(to, day.latest) - max(since, day.earliest) >= stop.stay for since, to in stop.windows):
        return LeftOut(stop, "closed")
    if day.walk([number]) is None:
        return LeftOut(stop, "far")
    costs = [gone for gone in order if _insertions(day, [n for n in order if n != gone], number)]
    return LeftOut(stop, "clash", tuple(day.stops[gone - 1].id for gone in costs))


def _insertions(day: _Day, order: list[int], number: int) -> list[list[int]]:
    """Every way to see ``number`` too without changing the order of the others."""
    ways = [[*order[:at], number, *order[at:]] for at in range(len(order) + 1)]
    return [way for way in ways if day.walk(way) is not None]


def _filled(day: _Day, order: list[int], numbers: list[int]) -> list[int]:
    """``order`` with every stop added that still fits: nothing is left out that could simply be seen too."""
    for number in sorted(set(numbers) - set(order), key=lambda n: (-day.stops[n - 1].value, n)):
        order = min(_insertions(day, order, number), key=day.drives, default=order)
    return order


_Way = tuple[int, int, list[int]]  # minute it is over, minutes on the road, order
_Ways = dict[tuple[frozenset[int], int], list[_Way]]


def _every_order(day: _Day, numbers: list[int]) -> list[int]:
    """The best order by dynamic programming: of two ways through the same stops the later and longer goes."""
    best: _Way = (0, 0, [])
    layer: _Ways = {(frozenset(), 0): [(day.earliest, 0, [])]}
    while layer:
        layer = _one_more(day, numbers, layer)
        for (seen, here), ways in layer.items():
            worth, back = sum(day.stops[number - 1].value for number in seen), day.minutes[here][-1]
            home = [(-worth, road + back, order) for now, road, order in ways if now + back <= day.latest]
            best = min([best, *home])
    return best[2]


def _one_more(day: _Day, numbers: list[int], layer: _Ways) -> _Ways:
    """Every way of ``layer`` with one stop more."""
    following: _Ways = {}
    for (seen, here), ways in layer.items():
        for number in (n for n in numbers if n not in seen):
            travel, stay = day.minutes[here][number], day.stops[number - 1].stay
            for now, road, order in ways:
                begins = day.begin(number, now + travel)
                if begins is not None:
                    found = following.setdefault((seen | {number}, number), [])
                    _keep(found, (begins + stay, road + travel, [*order, number]))
    return following


def _keep(ways: list[_Way], way: _Way) -> None:
    """Add ``way`` unless another is as early and drives as little; drop those that it beats."""
    if any(other[0] <= way[0] and other[1] <= way[1] for other in ways):
        return
    ways[:] = [other for other in ways if not (way[0] <= other[0] and way[1] <= other[1])]
    ways.append(way)


def _searched(day: _Day, numbers: list[int], seconds: float) -> list[int]:
    """A good order by OR-Tools: time windows, and a penalty of its value for each stop that is dropped."""
    nodes = [0, *numbers, len(day.stops) + 1]
    manager = pywrapcp.RoutingIndexManager(len(nodes), 1, [0], [len(nodes) - 1])
    routing = pywrapcp.RoutingModel(manager)

    def travel(a: int, b: int) -> int:
        return day.minutes[nodes[manager.IndexToNode(a)]][nodes[manager.IndexToNode(b)]]

    def spent(a: int, b: int) -> int:
        here = nodes[manager.IndexToNode(a)]
        return travel(a, b) + (day.stops[here - 1].stay if here else 0)

    routing.SetArcCostEvaluatorOfAllVehicles(routing.RegisterTransitCallback(travel))
    routing.AddDimension(
        routing.RegisterTransitCallback(spent), day.latest, day.latest - day.earliest, False, "t"
    )
    clock = routing.GetDimensionOrDie("t")
    for at, number in enumerate(nodes[1:-1], start=1):
        index = manager.NodeToIndex(at)
        _open(day, number, clock.CumulVar(index))
        routing.AddDisjunction([index], day.stops[number - 1].value * _FAR)
    return _order(routing, manager, nodes, seconds)


def _open(day: _Day, number: int, begins: Any) -> None:
    """A visit begins only where a window leaves time for the whole stay."""
    stop, shut = day.stops[number - 1], 0
    spans = sorted((max(since, day.earliest) - day.earliest, to - stop.stay - day.earliest)
                   for since, to in stop.windows if to - stop.stay >= max(since, day.earliest))  # fmt: skip
    for since, to in spans:
        if since > shut:
            begins.RemoveInterval(shut, since - 1)
        shut = max(shut, to + 1)
    begins.SetMax(shut - 1)


def _order(routing: Any, manager: Any, nodes: list[int], seconds: float) -> list[int]:
    """Run the search and read the order of the stops."""
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    parameters.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    parameters.solution_limit = SOLUTIONS
    parameters.time_limit.FromMilliseconds(max(1, round(seconds * 1000)))
    solution = routing.SolveWithParameters(parameters)
    order: list[int] = []
    index = routing.Start(0)
    while solution is not None and not routing.IsEnd(index):
        index = solution.Value(routing.NextVar(index))
        order.append(nodes[manager.IndexToNode(index)])
    return order[:-1]
