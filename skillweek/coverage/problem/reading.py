"""Reading a problem from JSON: every fault is named by its path."""

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from skillweek.coverage.problem.data import Goal, Item, Option, Problem, Spacing, Travel

#: what a weight and a minimum may be at most
MOST_WEIGHT, MOST_COUNT = 10**12, 10**6
#: the way round the earth is no longer; a day has no more minutes
MOST_KM, MOST_KMH, MOST_MINUTES = 20_100, 1000, 1440


class ProblemError(Exception):
    """A problem that cannot be read; the text names the path of the fault."""

    def __init__(self, path: str, message: str) -> None:
        self.path = path
        super().__init__(_("%(path)s：%(message)s") % {"path": path, "message": message})


@dataclass
class _Reader:
    """Walks the JSON and knows where it is."""

    days: frozenset[str] = frozenset()
    slots: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    audiences: frozenset[str] = frozenset()
    venues: dict[str, str] = field(default_factory=dict)
    spots: dict[str, tuple[float, float]] = field(default_factory=dict)
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

    def within(self, entry: Mapping[str, Any], key: str, path: str, low: float, high: float) -> float:
        raw = entry.get(key)
        if isinstance(raw, bool) or not isinstance(raw, int | float) or not low <= raw <= high:
            words = {"low": f"{low:g}", "high": f"{high:g}"}
            raise ProblemError(f"{path}.{key}", _("应为 %(low)s 到 %(high)s 的数") % words)
        return raw

    def spot(self, raw: Any, path: str) -> tuple[float, float]:
        """Degrees north and east."""
        if not isinstance(raw, list) or len(raw) != 2:
            raise ProblemError(path, _("应为 [纬度，经度]"))
        for number, (value, most) in enumerate(zip(raw, (90, 180), strict=True)):
            self.within({f"at[{number}]": value}, f"at[{number}]", path.removesuffix(".at"), -most, most)
        return raw[0], raw[1]

    @staticmethod
    def yes(entry: Mapping[str, Any], key: str, path: str) -> bool:
        """True or false; absent or null means false."""
        found = entry.get(key)
        if found is not None and not isinstance(found, bool):
            raise ProblemError(f"{path}.{key}", _("应为 true 或 false"))
        return bool(found)

    def spacing(self, limits: Mapping[str, Any]) -> Spacing | None:
        """How far highlights of one half day should be apart; None when it does not matter."""
        if limits.get("spacing") is None:
            return None
        path = "limits.spacing"
        entry = self.mapping(limits["spacing"], path)
        near = self.within(entry, "near_km", path, 0, MOST_KM)
        return Spacing(near, self.weight(entry.get("weight"), f"{path}.weight"))

    def travel(self, limits: Mapping[str, Any]) -> Travel | None:
        """How long the drive between highlights of neighbouring slots may be; None when it does not matter."""
        if limits.get("travel") is None:
            return None
        path = "limits.travel"
        entry = self.mapping(limits["travel"], path)
        kmh = self.within(entry, "kmh", path, 1, MOST_KMH)
        minutes = self.within(entry, "minutes", path, 0, MOST_MINUTES)
        return Travel(kmh, minutes, self.weight(entry.get("weight"), f"{path}.weight"))

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
            highlight=self.yes(entry, "highlight", path),
            series=None if entry.get("series") is None else self.text(entry["series"], f"{path}.series"),
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
        if entry.get("at") is not None:
            read.spots[name] = read.spot(entry["at"], f"{path}.at")
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
    return Problem(days, slots, read.venues, tuple(items.values()), goals, bounds["venue_slot"], bounds["host_slot"],
                   places, audiences, read.spots, read.spacing(limits), read.travel(limits))  # fmt: skip
