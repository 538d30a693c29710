"""The planner's problem as plain data: read from JSON, every fault named by its path."""

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

#: what a weight and a minimum may be at most
MOST_WEIGHT, MOST_COUNT = 10**12, 10**6


class ProblemError(Exception):
    """A problem that cannot be read; the text names the path of the fault."""

    def __init__(self, path: str, message: str) -> None:
        self.path = path
        super().__init__(_("%(path)s：%(message)s") % {"path": path, "message": message})


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
    """

    id: str
    host: str
    place: str | None
    audiences: frozenset[str]
    options: tuple[Option, ...]
    fixed: Option | None = None
    kind: str | None = None
    current: Option | None = None

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


@dataclass
class _Reader:
    """Walks the JSON and knows where it is."""

    days: frozenset[str] = frozenset()
    slots: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    audiences: frozenset[str] = frozenset()
    venues: dict[str, str] = field(default_factory=dict)
    options: dict[tuple[Any, ...], Option] = field(default_factory=dict)

    @staticmethod
    def mapping(raw: Any, path: str) -> dict[str, Any]:
        if not isinstance(raw, dict):
            raise ProblemError(path, _("应为一个对象 {…}"))
        return raw

    @staticmethod
    def each(raw: Mapping[str, Any], key: str, path: str) -> Iterator[tuple[str, Any]]:
        where = f"{path}.{key}" if path else key
        if key not in raw:
            raise ProblemError(where, _("缺少这一项"))
        if not isinstance(raw[key], list):
            raise ProblemError(where, _("应为一个列表 […]"))
        return ((f"{where}[{n}]", value) for n, value in enumerate(raw[key]))

    @staticmethod
    def text(raw: Any, path: str) -> str:
        if not isinstance(raw, str) or not raw:
            raise ProblemError(path, _("应为非空的字符串"))
        if not raw.isascii() and any("\ud800" <= sign <= "\udfff" for sign in raw):
            raise ProblemError(path, _("含有不成字符的代码"))
        return raw

    def known(self, raw: Any, path: str, names: frozenset[str] | dict[str, str], what: str) -> str:
        name = self.text(raw, path)
        if name not in names:
            raise ProblemError(path, _("%(what)s中没有“%(name)s”") % {"what": what, "name": name})
        return name

    def names(
        self, raw: Mapping[str, Any], key: str, check: Callable[[str, str], None] | None = None
    ) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for path, value in self.each(raw, key, ""):
            name = self.text(value, path)
            if name in found:
                raise ProblemError(path, _("“%(name)s”重复") % {"name": name})
            if check:
                check(name, path)
            found[name] = None
        return tuple(found)

    @staticmethod
    def count(raw: Any, path: str) -> int:
        if isinstance(raw, bool) or not isinstance(raw, int) or not 0 <= raw <= MOST_COUNT:
            raise ProblemError(path, _("应为 0 到 1000000 的整数"))
        return raw

    @staticmethod
    def weight(raw: Any, path: str) -> float:
        if isinstance(raw, bool) or not isinstance(raw, int | float) or not 0 <= raw <= MOST_WEIGHT:
            raise ProblemError(path, _("应为 0 到 1000000000000 的数"))
        return raw

    def option(self, raw: Any, path: str) -> Option:
        if isinstance(raw, dict):
            words = (raw.get("day"), raw.get("slot"), raw.get("venue"))
            try:
                return self.options[words]
            except (KeyError, TypeError):  # new, or with a fault
                pass
        entry = self.mapping(raw, path)
        venue = entry.get("venue")
        option = Option(
            self.known(entry.get("day"), f"{path}.day", self.days, "days"),
            self.known(entry.get("slot"), f"{path}.slot", self.slots, "slots"),
            None if venue is None else self.known(venue, f"{path}.venue", self.venues, "venues"),
        )
        return self.options.setdefault(option, option)

    def perhaps(self, entry: dict[str, Any], key: str, path: str, names: frozenset[str]) -> str | None:
        if entry.get(key) is None:
            return None
        return self.known(entry[key], f"{path}.{key}", names, f"{key}s")

    def perhaps_option(self, entry: dict[str, Any], key: str, path: str) -> Option | None:
        return None if entry.get(key) is None else self.option(entry[key], f"{path}.{key}")

    def choices(self, entry: dict[str, Any], path: str, fixed: Option | None) -> tuple[Option, ...]:
        """The options; a fixed activity may leave them out, but where there are some its own is among them."""
        if fixed and "options" not in entry:
            return ()
        options = tuple(self.option(value, at) for at, value in self.each(entry, "options", path))
        if not options and not fixed:
            raise ProblemError(f"{path}.options", _("至少要有一个选项"))
        if options and fixed and fixed not in options:
            raise ProblemError(f"{path}.fixed", _("不在 options 之中"))
        return options

    def item(self, raw: Any, path: str) -> Item:
        entry = self.mapping(raw, path)
        fixed = self.perhaps_option(entry, "fixed", path)
        options = self.choices(entry, path, fixed)
        audiences = self.each(entry, "audiences", path)
        kind = entry.get("kind")
        return Item(
            id=self.text(entry.get("id"), f"{path}.id"),
            host=self.text(entry.get("host"), f"{path}.host"),
            place=self.perhaps(entry, "place", path, self.places),
            audiences=frozenset(self.known(name, at, self.audiences, "audiences") for at, name in audiences),
            options=options,
            fixed=fixed,
            kind=None if kind is None else self.text(kind, f"{path}.kind"),
            current=self.perhaps_option(entry, "current", path),
        )

    def goal(self, raw: Any, path: str) -> Goal:
        entry = self.mapping(raw, path)
        kind = entry.get("kind")
        return Goal(
            minimum=self.count(entry.get("min"), f"{path}.min"),
            weight=self.weight(entry.get("weight"), f"{path}.weight"),
            day=self.perhaps(entry, "day", path, self.days),
            place=self.perhaps(entry, "place", path, self.places),
            audience=self.perhaps(entry, "audience", path, self.audiences),
            kind=None if kind is None else self.text(kind, f"{path}.kind"),
        )


def _iso(name: str, path: str) -> None:
    try:
        exact = datetime.date.fromisoformat(name).isoformat() == name
    except ValueError:
        exact = False
    if not exact:
        raise ProblemError(path, _("应为日期，例如 2021-05-22"))


def parse(raw: Any) -> Problem:
    """The problem that ``raw`` (decoded JSON) states; raises ProblemError naming the path of the fault."""
    read = _Reader()
    top = read.mapping(raw, "$")
    days, slots = read.names(top, "days", _iso), read.names(top, "slots")
    places, audiences = read.names(top, "places"), read.names(top, "audiences")
    read.days, read.slots = frozenset(days), frozenset(slots)
    read.places, read.audiences = frozenset(places), frozenset(audiences)
    for path, value in read.each(top, "venues", ""):
        entry = read.mapping(value, path)
        name = read.text(entry.get("id"), f"{path}.id")
        if name in read.venues:
            raise ProblemError(f"{path}.id", _("“%(name)s”重复") % {"name": name})
        read.venues[name] = read.known(entry.get("place"), f"{path}.place", read.places, "places")
    items: dict[str, Item] = {}
    for path, value in read.each(top, "activities", ""):
        item = read.item(value, path)
        if item.id in items:
            raise ProblemError(f"{path}.id", _("“%(name)s”重复") % {"name": item.id})
        items[item.id] = item
    limits = read.mapping({} if top.get("limits") is None else top["limits"], "limits")
    bounds = {
        key: None
        if limits.get(key, default) is None
        else read.count(limits.get(key, default), f"limits.{key}")
        for key, default in (("venue_slot", 1), ("host_slot", None))
    }
    goals = tuple(read.goal(value, path) for path, value in read.each(top, "targets", ""))
    return Problem(days, slots, read.venues, tuple(items.values()), goals, bounds["venue_slot"],
                   bounds["host_slot"], places, audiences)  # fmt: skip
