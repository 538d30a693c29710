"""Rows of a table that wait for somebody, in a form that stays quick when there are thousands of them.

Of all rows only keys are read, one query for each table; the things themselves only of the page that is shown.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import DateField, F, IntegerField, Q, QuerySet, Value
from django.utils.functional import Promise
from django.utils.timezone import get_current_timezone

from skillweek.common.registry import InboxItem


@dataclass(frozen=True)
class Kind:
    """What somebody is asked to do: a code for addresses, the name of the pile, the word on the item."""

    key: str
    label: str | Promise
    action: str | Promise


class Key(NamedTuple):
    """What an inbox sorts, filters and counts by."""

    due: date | None
    since: datetime
    kind: str
    unit: int | None
    pk: Any


Kinds = Callable[[Iterable[str]], dict[str, Kind]]


def one_kind(kind: Kind) -> Kinds:
    """``kinds`` of things that are all alike."""
    return lambda codes: {"": kind}


@dataclass(frozen=True)
class Rows:
    """Rows that wait. ``since``, ``unit``, ``due``, ``kind`` and ``words`` are lookups from a row.

    ``kinds(codes)`` says what the values of ``kind`` mean, or what all rows are where there is one kind.
    ``days``: how long such a thing may wait, where rows carry no ``due``. ``show`` gives the items of a few rows.
    """

    rows: QuerySet[Any]
    kinds: Kinds
    show: Callable[[QuerySet[Any]], list[tuple[Any, InboxItem]]]
    since: str
    unit: str
    words: tuple[str, ...]
    kind: str = ""
    due: str = ""
    days: int | None = None

    def _matching(self, words: Sequence[str]) -> QuerySet[Any]:
        found = self.rows
        for word in words:
            anywhere = Q()
            for name in self.words:
                anywhere |= Q(**{f"{name}__icontains": word})
            found = found.filter(anywhere)
        return found

    def every(self, words: Sequence[str] = ()) -> list[Key]:
        """A key for every row in which all of ``words`` occur."""
        kind = F(self.kind) if self.kind else Value("")
        due = F(self.due) if self.due else Value(None, DateField())
        rows = self._matching(words).order_by().values_list(due, self.since, kind, self.unit, "pk")
        if self.days is None:
            return [Key(*row) for row in rows]
        zone, days = get_current_timezone(), timedelta(days=self.days)
        return [
            Key(due or since.astimezone(zone).date() + days, since, kind, unit, pk)
            for due, since, kind, unit, pk in rows
        ]

    @property
    def ones(self) -> QuerySet[Any, Any]:
        """A one for every row, to be counted together with those of other tables."""
        return self.rows.order_by().values_list(Value(1, IntegerField()))

    def count(self) -> int:
        """How many rows wait."""
        return self.rows.order_by().count()

    def items(self, pks: Sequence[Any]) -> dict[Any, InboxItem]:
        """The items of ``pks``, by key."""
        return dict(self.show(self.rows.filter(pk__in=pks)))


@dataclass(frozen=True)
class Listed:
    """Things of one kind that were computed; there are few."""

    things: Sequence[InboxItem]
    kinds: Kinds

    def every(self, words: Sequence[str] = ()) -> list[Key]:
        """A key for every thing whose title or unit holds all of ``words``."""
        return [
            Key(thing.due, thing.since, "", thing.unit, place)
            for place, thing in enumerate(self.things)
            if all(word.lower() in f"{thing.title} {thing.organisation}".lower() for word in words)
        ]

    def count(self) -> int:
        """How many things there are."""
        return len(self.things)

    def items(self, pks: Sequence[Any]) -> dict[Any, InboxItem]:
        """The things at the places ``pks``."""
        return {pk: self.things[pk] for pk in pks}


def count(sources: Iterable[Rows | Listed]) -> int:
    """How much there is in all ``sources``: one query for all tables."""
    known = list(sources)
    listed = sum(source.count() for source in known if isinstance(source, Listed))
    tables = [source.ones for source in known if isinstance(source, Rows)]
    return listed + (tables[0].union(*tables[1:], all=True).count() if tables else 0)
