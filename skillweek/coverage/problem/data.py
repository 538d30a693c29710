"""The planner's problem as plain data."""

from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from typing import NamedTuple


class Option(NamedTuple):
    """A day, a slot and a venue (None: online, takes no room) that an activity may take."""

    day: str
    slot: str
    venue: str | None

    def as_json(self) -> dict[str, str | None]:
        """The option as the format writes it."""
        return {"day": self.day, "slot": self.slot, "venue": self.venue}


@dataclass(frozen=True)
class Item:
    """An activity of the problem: it takes exactly one option, ``fixed`` when given.

    ``current`` is where it stands today; between equally good plans the one that changes less is taken.
    Highlights of one ``series`` do not take each other's visitors, and nobody has to drive from one to another.
    """

    id: str
    host: str
    place: str | None
    audiences: frozenset[str]
    options: tuple[Option, ...]
    fixed: Option | None = None
    kind: str | None = None
    current: Option | None = None
    highlight: bool = False
    series: str | None = None

    @property
    def choices(self) -> tuple[Option, ...]:
        """The options left to choose from, each once."""
        return (self.fixed,) if self.fixed else tuple(dict.fromkeys(self.options))


@dataclass(frozen=True)
class Goal:
    """At least ``minimum`` activities that match all fields that are not None."""

    minimum: int
    weight: float
    day: str | None = None
    place: str | None = None
    audience: str | None = None
    kind: str | None = None

    def concerns(self, item: Item) -> bool:
        """True when ``item`` counts for this goal on the right day (and in the right place, when it has none)."""
        return (
            (self.place is None or item.place is None or self.place == item.place)
            and (self.audience is None or self.audience in item.audiences)
            and (self.kind is None or self.kind == item.kind)
        )


@dataclass(frozen=True)
class Spacing:
    """Two highlights of one half day within ``near_km`` of each other cost ``weight``."""

    near_km: float
    weight: float


@dataclass(frozen=True)
class Travel:
    """Two highlights in neighbouring slots of a day with more than ``minutes`` of driving between cost ``weight``."""

    kmh: float
    minutes: float
    weight: float


@dataclass(frozen=True)
class Problem:
    """Everything the solver needs; ``venue_slot`` and ``host_slot`` None mean without limit."""

    days: tuple[str, ...]
    slots: tuple[str, ...]
    venue_places: dict[str, str]
    items: tuple[Item, ...]
    goals: tuple[Goal, ...]
    venue_slot: int | None = 1
    host_slot: int | None = None
    places: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    spots: dict[str, tuple[float, float]] = field(default_factory=dict)
    spacing: Spacing | None = None
    travel: Travel | None = None

    def place_of(self, item: Item, option: Option) -> str | None:
        """Where ``item`` takes place at ``option``: its own place, else that of the venue."""
        return item.place or self.venue_places.get(option.venue or "")

    def goals_met(self, item: Item, option: Option) -> tuple[int, ...]:
        """Numbers of the goals for which ``item`` counts at ``option``."""
        place = self.place_of(item, option)
        known = (option.day, place, item.audiences, item.kind)
        if known not in self._met:
            keys = product((None, option.day), {None, place}, (None, *item.audiences), {None, item.kind})
            numbers = (number for key in keys for number in self._goals_by_key.get(key, ()))
            self._met[known] = tuple(sorted(numbers))
        return self._met[known]

    @cached_property
    def _met(self) -> dict[tuple[str, str | None, frozenset[str], str | None], tuple[int, ...]]:
        return {}

    @cached_property
    def _goals_by_key(self) -> dict[tuple[str | None, ...], list[int]]:
        found: dict[tuple[str | None, ...], list[int]] = {}
        for number, goal in enumerate(self.goals):
            found.setdefault((goal.day, goal.place, goal.audience, goal.kind), []).append(number)
        return found
