"""What an uploaded sheet would do, line by line; nothing is written here."""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from django.db.models import Model
from django.utils.translation import gettext as _

from skillweek.library.sheets import SheetRow
from skillweek.organisations.models import Organisation
from skillweek.organisations.queries.rights import AnyUser, scope, with_right
from skillweek.organisations.queries.units import city_of
from skillweek.organisations.rules import Right
from skillweek.organisations.rules.cells import CellError

Value = TypeVar("Value")


class Fate(StrEnum):
    """What a line would do."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    WRONG = "wrong"


@dataclass
class Line:
    """One line: what it says, what it would do, and what is wrong with which cell."""

    row: SheetRow
    fate: Fate = Fate.SAME
    target: Model | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    #: (heading, before, after)
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    #: (column key, sentence); the key is empty when the whole line is meant
    problems: list[tuple[str, str]] = field(default_factory=list)

    @property
    def called(self) -> str:
        """What the line is about, as it says itself."""
        said = self.row.values
        parts = (said.get("name") or said.get("code"), said.get("person"), said.get("role"))
        return " · ".join(part for part in parts if part)

    def wrong(self, key: str, sentence: str) -> None:
        """Note what is wrong with a cell."""
        self.problems.append((key, sentence))
        self.fate = Fate.WRONG

    def read(self, key: str, parse: Callable[[str], Value]) -> Value | None:
        """The cell of ``key`` through ``parse``; None, and a problem, when it cannot be understood."""
        try:
            return parse(self.row.values.get(key, ""))
        except CellError as error:
            self.wrong(key, str(error))
            return None


@dataclass(frozen=True)
class Plan:
    """A whole sheet's lines."""

    lines: list[Line]

    @property
    def counts(self) -> dict[str, int]:
        """How many lines there are of every fate."""
        found = Counter(line.fate for line in self.lines)
        return {fate.value: found[fate] for fate in Fate}

    @property
    def writes(self) -> int:
        """How many lines would be written."""
        return self.counts[Fate.NEW] + self.counts[Fate.CHANGED]

    @property
    def seen(self) -> str:
        """A mark of what was shown: confirming is for that and nothing else."""
        said = [[line.row.line, line.fate, line.changes, line.problems] for line in self.lines]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:32]


class Units:
    """The units of one city, by code and by exact name, and what a person may do with them."""

    def __init__(self, user: AnyUser) -> None:
        self.managed = set(scope(user, Right.MANAGE))
        self.edited = set(scope(user, Right.EDIT))
        first = with_right(user, Right.MANAGE).order_by("position", "code").first()
        assert first is not None  # the view lets nobody else in
        self.city = city_of(first)
        mine = Organisation.objects.filter(city=self.city) | Organisation.objects.filter(pk=self.city.pk)
        self.all = list(mine.select_related("kind", "parent", "located_in").order_by("position", "code"))
        self.by_code = {unit.code: unit for unit in self.all}
        self.by_name: dict[str, list[Organisation]] = defaultdict(list)
        for unit in self.all:
            self.by_name[unit.name].append(unit)

    @property
    def manages_city(self) -> bool:
        """True when the whole city is managed."""
        return self.city.pk in self.managed

    def word_for(self, unit: Organisation | None) -> str:
        """How ``unit`` is written in a cell: its name, or its code where two units have the name."""
        if unit is None:
            return ""
        return unit.name if len(self.by_name[unit.name]) == 1 else unit.code

    def named(self, word: str) -> Organisation | None:
        """The unit meant by a cell; raises CellError when there is none, or more than one."""
        if not word:
            return None
        if word in self.by_code:
            return self.by_code[word]
        found = self.by_name.get(word, [])
        if len(found) > 1:
            raise CellError(_("叫“%(word)s”的单位不止一个，请填代码") % {"word": word})
        if not found:
            raise CellError(_("没有代码或全称是“%(word)s”的单位") % {"word": word})
        return found[0]

    def of_line(self, line: Line) -> Organisation | None:
        """The managed unit that a line of people or contacts is about."""
        code, name = line.row.values.get("code", ""), line.row.values.get("name", "")
        if not code and not name:
            line.wrong("name", _("请填单位代码或全称"))
            return None
        try:
            unit = self.named(code) if code else self.named(name)
        except CellError as error:
            line.wrong("code" if code else "name", str(error))
            return None
        assert unit is not None  # the word is not empty
        if code and name and unit.name != name:
            line.wrong("name", _("代码是%(name)s的，和这里的名称不一样") % {"name": unit.name})
        elif unit.pk not in self.managed:
            line.wrong("code" if code else "name", _("这个单位不归您管理"))
        elif not unit.active:
            line.wrong("code" if code else "name", _("这个单位已经撤销"))
        return unit if not line.problems else None


def once(lines: Iterable[Line], key: Callable[[Line], Any]) -> None:
    """Mark every line that is about the same thing as one before it."""
    first: dict[Any, int] = {}
    for line in lines:
        mark = key(line)
        if mark is None:
            continue
        before = first.setdefault(mark, line.row.line)
        if before != line.row.line:
            line.wrong("", _("和第 %(line)s 行说的是同一个") % {"line": before})


def written(value: Any) -> str:
    """A value as a cell holds it."""
    if isinstance(value, bool):
        return str(_("是") if value else _("否"))
    return "" if value is None else str(value)


def compare(line: Line, before: Mapping[str, Any], titles: Mapping[str, str]) -> None:
    """Set the line's changes and fate from its facts and what there was; only fields with a column count."""
    for key, value in line.facts.items():
        if key in before and before[key] != value:
            line.changes.append((titles.get(key, key), written(before[key]), written(value)))
    if line.fate != Fate.WRONG:
        line.fate = Fate.CHANGED if line.changes else Fate.SAME
