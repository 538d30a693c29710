"""Everything that waits for a person, from all rooms: one order, filters, and only the shown page is loaded."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from skillweek.accounts.models import User
from skillweek.common import clock, registry
from skillweek.common.inbox import Key, Kind, Listed, Rows, count, one_kind
from skillweek.common.registry import InboxItem
from skillweek.desk.rules import SOON_DAYS
from skillweek.organisations.models import Organisation

Source = Rows | Listed


@dataclass(frozen=True)
class Entry:
    """One line of the inbox."""

    item: InboxItem
    kind: Kind
    due: date | None
    today: date

    @property
    def late(self) -> bool:
        """True when it is past its date."""
        return self.due is not None and self.due < self.today

    @property
    def soon(self) -> bool:
        """True when its date is near."""
        return self.due is not None and not self.late and self.due <= self.today + timedelta(days=SOON_DAYS)


@dataclass(frozen=True)
class Asked:
    """What of the inbox is to be shown; ``unit`` means it and everything below it."""

    kind: str = ""
    unit: str = ""
    late: bool = False
    words: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.kind or self.unit or self.late or self.words)


@dataclass(frozen=True)
class Pile:
    """A kind with how many of it wait, and how many of these are late."""

    kind: Kind
    count: int
    late: int


@dataclass(frozen=True)
class Unit:
    """A unit with things that wait, or that has such units below it; ``level`` in the tree as it is shown."""

    code: str
    name: str
    level: int

    @property
    def steps(self) -> range:
        """As many as the unit is steps below the highest."""
        return range(self.level)


class _Line(NamedTuple):
    source: Source
    key: Key
    kind: Kind


def _order(line: _Line) -> tuple[date, datetime, str, Any]:
    return line.key.due or date.max, line.key.since, line.kind.key, line.key.pk


@dataclass
class Inbox(Sequence[Entry]):
    """The lines that were asked for: late first, by date, then what waits longest. Slices load what they show."""

    asked: Asked
    today: date
    everything: list[_Line]
    _units: dict[int, Organisation] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._units = _with_parents({line.key.unit for line in self.everything if line.key.unit})

    def _late(self, line: _Line) -> bool:
        return line.key.due is not None and line.key.due < self.today

    def _above(self, unit: int | None) -> Iterator[str]:
        while unit is not None and unit in self._units:
            yield self._units[unit].code
            unit = self._units[unit].parent_id

    def _fits(self, line: _Line) -> bool:
        if self.asked.late and not self._late(line):
            return False
        return not self.asked.unit or self.asked.unit in self._above(line.key.unit)

    @cached_property
    def _any_kind(self) -> list[_Line]:
        return [line for line in self.everything if self._fits(line)]

    @cached_property
    def lines(self) -> list[_Line]:
        """Keys of everything that was asked for, in order."""
        wanted = self.asked.kind
        found = [line for line in self._any_kind if not wanted or line.kind.key == wanted]
        return sorted(found, key=_order)

    @property
    def piles(self) -> list[Pile]:
        """The kinds that occur whatever kind was asked for; those with late things first."""
        kinds = {line.kind.key: line.kind for line in self._any_kind}
        number = Counter(line.kind.key for line in self._any_kind)
        late = Counter(line.kind.key for line in self._any_kind if self._late(line))
        found = [Pile(kind, number[key], late[key]) for key, kind in kinds.items()]
        return sorted(found, key=lambda pile: (not pile.late, str(pile.kind.label)))

    @property
    def late(self) -> int:
        """How many of all that waits are late."""
        return sum(self._late(line) for line in self.everything)

    @property
    def units(self) -> list[Unit]:
        """Units to choose from, in the order of the tree."""
        return _tree(self._units.values())

    def __len__(self) -> int:
        return len(self.lines)

    def __getitem__(self, place: Any) -> Any:
        if isinstance(place, int):
            return self._load([self.lines[place]])[0]
        return self._load(self.lines[place])

    def _load(self, lines: list[_Line]) -> list[Entry]:
        loaded: dict[int, dict[Any, InboxItem]] = {}
        for source in {id(line.source): line.source for line in lines}.values():
            loaded[id(source)] = source.items([line.key.pk for line in lines if line.source is source])
        return [
            Entry(loaded[id(line.source)][line.key.pk], line.kind, line.key.due, self.today)
            for line in lines if line.key.pk in loaded[id(line.source)]
        ]  # fmt: skip


def _with_parents(ids: set[int]) -> dict[int, Organisation]:
    """Units by id, with all units above them: one query for each level of the tree."""
    found: dict[int, Organisation] = {}
    while ids:
        level = Organisation.objects.filter(pk__in=ids).only(
            "code", "name", "name_en", "short_name", "parent", "position"
        )
        found |= {unit.pk: unit for unit in level}
        ids = {unit.parent_id for unit in found.values() if unit.parent_id} - set(found)
    return found


def _tree(units: Iterable[Organisation]) -> list[Unit]:
    known = sorted(units, key=lambda unit: (unit.position, unit.code))
    ids = {unit.pk for unit in known}
    under: dict[int | None, list[Organisation]] = {}
    for unit in known:
        under.setdefault(unit.parent_id if unit.parent_id in ids else None, []).append(unit)

    def below(parent: int | None, level: int) -> Iterator[Unit]:
        for unit in under.get(parent, []):
            yield Unit(unit.code, unit.called, level)
            yield from below(unit.pk, level + 1)

    return list(below(None, 0))


def sources(user: User) -> list[Source]:
    """What every room says about ``user``; things that a room lists are put together by their kind."""
    found: list[Source] = []
    for key, provider in registry.inbox.items():
        listed: dict[str, list[InboxItem]] = {}
        for given in provider(user):
            if isinstance(given, Rows):
                found.append(given)
            else:
                listed.setdefault(str(given.kind), []).append(given)
        for number, (label, things) in enumerate(listed.items()):
            name = f"{key}-{number}" if number else key
            found.append(Listed(things, one_kind(Kind(name, label, things[0].action))))
    return found


def inbox(user: User, asked: Asked | None = None) -> Inbox:
    """Everything that waits for ``user``, as far as it was asked for."""
    asked, lines = asked or Asked(), []
    for source in sources(user):
        keys = source.every(asked.words)
        kinds = source.kinds({key.kind for key in keys}) if keys else {}
        lines += [_Line(source, key, kinds[key.kind]) for key in keys if key.kind in kinds]
    return Inbox(asked, clock.today(), lines)


def waiting_count(user: User) -> int:
    """How much waits for ``user``, for the navigation."""
    return count(sources(user))
