"""Highlights in each other's way: too near in one half day, too far to drive in neighbouring slots. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any, NamedTuple

from skillweek.coverage.distance import Point, drive, kilometres
from skillweek.coverage.problem import Item, Option, Problem


class Spot(NamedTuple):
    """When and where a highlight stands; ``slot`` is its number."""

    day: str
    slot: int
    venue: str
    place: str | None


@dataclass(frozen=True)
class Near:
    """Two highlights of one half day that take each other's visitors; ``km`` None: nobody wrote where they are."""

    activities: tuple[str, str]
    day: str
    slot: str
    km: float | None

    def as_json(self) -> dict[str, Any]:
        """As the format writes it."""
        return {"activities": list(self.activities), "day": self.day, "slot": self.slot, "km": self.km}


@dataclass(frozen=True)
class Far:
    """Two highlights in neighbouring slots of a day, the earlier first, with so many minutes of driving between."""

    activities: tuple[str, str]
    day: str
    slots: tuple[str, str]
    minutes: int

    def as_json(self) -> dict[str, Any]:
        """As the format writes it."""
        slots = list(self.slots)
        return {"activities": list(self.activities), "day": self.day, "slots": slots, "minutes": self.minutes}


def strangers(item: Item, other: Item) -> bool:
    """True unless both are the same, or of one series."""
    return item.id != other.id and (item.series is None or item.series != other.series)


class Ways:
    """How the spots of one problem lie to each other."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._slots = {name: number for number, name in enumerate(problem.slots)}
        self._points = {venue: Point(*at) for venue, at in problem.spots.items()}
        self._km: dict[tuple[str, str], float | None] = {}
        self._minutes: dict[tuple[str, str], int | None] = {}

    @property
    def weigh(self) -> bool:
        """True when it costs anything how highlights stand."""
        return any(
            rule is not None and rule.weight > 0 for rule in (self.problem.spacing, self.problem.travel)
        )

    def spot(self, item: Item, option: Option) -> Spot | None:
        """Where ``item`` stands at ``option``; None when it is no highlight, or online."""
        if not item.highlight or option.venue is None:
            return None
        place = self.problem.place_of(item, option)
        return Spot(option.day, self._slots[option.slot], option.venue, place)

    def km(self, a: Spot, b: Spot) -> float | None:
        """Kilometres through the air; None when nobody wrote where one of them is."""
        key = (a.venue, b.venue)
        if key not in self._km:
            one, other = self._points.get(a.venue), self._points.get(b.venue)
            self._km[key] = kilometres(one, other) if one and other else None
        return self._km[key]

    def minutes(self, a: Spot, b: Spot) -> int | None:
        """Minutes by road; None when that cannot be known."""
        key, rule = (a.venue, b.venue), self.problem.travel
        if key not in self._minutes:
            one, other = self._points.get(a.venue), self._points.get(b.venue)
            self._minutes[key] = drive(one, other, speed=rule.kmh) if rule and one and other else None
        return self._minutes[key]

    def close(self, a: Spot, b: Spot) -> bool:
        """True when both lie within the distance that highlights should keep, whenever they are."""
        if self.problem.spacing is None:
            return False
        km = self.km(a, b)
        if km is None:
            return a.venue == b.venue or (a.place is not None and a.place == b.place)
        return km <= self.problem.spacing.near_km

    def near(self, a: Spot, b: Spot) -> bool:
        """True when both take each other's visitors."""
        return a.day == b.day and a.slot == b.slot and self.close(a, b)

    def far(self, a: Spot, b: Spot) -> bool:
        """True when nobody can drive from one to the other in time."""
        if self.problem.travel is None or a.day != b.day or abs(a.slot - b.slot) != 1:
            return False
        minutes = self.minutes(a, b)
        return minutes is not None and minutes > self.problem.travel.minutes

    def cost(self, a: Spot, b: Spot) -> float:
        """What it costs that two highlights stand so."""
        if self.problem.spacing and self.near(a, b):
            return self.problem.spacing.weight
        return self.problem.travel.weight if self.problem.travel and self.far(a, b) else 0

    def pairs(
        self, assignment: Mapping[str, Option]
    ) -> Iterator[tuple[tuple[Item, Spot], tuple[Item, Spot]]]:
        """Every two highlights of one day that are strangers, the earlier slot first."""
        days: dict[str, list[tuple[Item, Spot]]] = {}
        for item in self.problem.items:
            if item.id in assignment and (spot := self.spot(item, assignment[item.id])):
                days.setdefault(spot.day, []).append((item, spot))
        for day in sorted(days):
            stands = sorted(days[day], key=lambda pair: pair[1].slot)
            yield from (two for two in combinations(stands, 2) if strangers(two[0][0], two[1][0]))


def too_near(problem: Problem, assignment: Mapping[str, Option]) -> list[Near]:
    """Highlights of one half day that take each other's visitors."""
    ways, found = Ways(problem), []
    for (item, a), (other, b) in ways.pairs(assignment):
        if ways.near(a, b):
            km = ways.km(a, b)
            words = (item.id, other.id), a.day, problem.slots[a.slot]
            found.append(Near(*words, None if km is None else round(km, 3)))
    return found


def too_far(problem: Problem, assignment: Mapping[str, Option]) -> list[Far]:
    """Highlights in neighbouring slots with too long a drive between."""
    ways, found = Ways(problem), []
    for (item, a), (other, b) in ways.pairs(assignment):
        if ways.far(a, b):
            slots = problem.slots[a.slot], problem.slots[b.slot]
            found.append(Far((item.id, other.id), a.day, slots, ways.minutes(a, b) or 0))
    return found
