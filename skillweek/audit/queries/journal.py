"""Steps of many objects, latest first, page by page: one query finds a page, whatever number of tables it spans."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.db.models import IntegerField, Q, Value
from django.utils import timezone

from skillweek.accounts.models import User
from skillweek.audit.queries.objects import events_of, model_of, parts_of, tracked
from skillweek.audit.queries.steps import Change, steps, with_previous


class Cursor(NamedTuple):
    """The last step of a page: what comes after it is on the next."""

    at: datetime
    table: str
    event: int

    def __str__(self) -> str:
        return f"{self.at.isoformat()}~{self.table}~{self.event}"


def cursor(text: str) -> Cursor | None:
    """The cursor that ``text`` says, or None."""
    try:
        at, table, event = text.split("~")
        found = Cursor(datetime.fromisoformat(at), table, int(event))
    except ValueError:
        return None
    return found if timezone.is_aware(found.at) else None


@dataclass(frozen=True)
class Sifted:
    """Which steps are wanted: by a person (a piece of their name or sign-in), from and until a day."""

    who: str = ""
    first: date | None = None
    last: date | None = None
    before: Cursor | None = None

    def _persons(self) -> Q:
        if not self.who:
            return Q()
        named = Q(name__icontains=self.who) | Q(username__icontains=self.who)
        found = list(User.objects.filter(named).order_by("pk").values_list("pk", flat=True)[:100])
        return Q(pgh_context__metadata__user__in=found)

    def _days(self) -> Q:
        wanted = Q()
        if self.first:
            wanted &= Q(pgh_created_at__gte=_begin(self.first))
        if self.last:
            wanted &= Q(pgh_created_at__lt=_begin(self.last + timedelta(days=1)))
        return wanted

    @property
    def condition(self) -> Q:
        """What every table's events must fulfil."""
        return self._persons() & self._days()


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), timezone.get_current_timezone())


def _after(before: Cursor | None, table: str) -> Q:
    """What comes after the cursor in a table: tables stand in the order of their labels at one moment."""
    if before is None:
        return Q()
    earlier = Q(pgh_created_at__lt=before.at)
    if table > before.table:
        return Q(pgh_created_at__lte=before.at)
    return (
        earlier | Q(pgh_created_at=before.at, pgh_id__lt=before.event) if table == before.table else earlier
    )


@dataclass(frozen=True)
class Page:
    """Some steps, and the cursor to go on from; None when there are no more."""

    steps: list[Change]
    following: Cursor | None


def _keys(sources: dict[str, Q], sifted: Sifted, size: int) -> list[tuple[datetime, str, int]]:
    labels, condition, found = sorted(sources), sifted.condition, []
    for number, label in enumerate(labels):
        rows = events_of(label)._default_manager.filter(
            sources[label], condition, _after(sifted.before, label)
        )
        rows = rows.annotate(table=Value(number, IntegerField())).order_by("-pgh_created_at", "-pgh_id")
        found.append(rows.values_list("pgh_created_at", "table", "pgh_id")[:size])
    if not found:
        return []
    together = found[0].union(*found[1:], all=True) if len(found) > 1 else found[0]
    rows = together.order_by("-pgh_created_at", "table", "-pgh_id")[:size] if len(found) > 1 else together
    return [(at, labels[number], event) for at, number, event in rows]


def page(sources: dict[str, Q], sifted: Sifted, size: int) -> Page:
    """At most ``size`` steps of the tables ``sources`` (condition by label), latest first."""
    keys = _keys(sources, sifted, size + 1)
    wanted: dict[str, list[int]] = defaultdict(list)
    for _at, label, event in keys[:size]:
        wanted[label].append(event)
    pairs = {
        (label, row.pgh_id): (row, previous)
        for label, events in wanted.items()
        for row, previous in with_previous(events_of(label), events)
    }
    found = steps(pairs[label, event] for _at, label, event in keys[:size])
    more = Cursor(*keys[size - 1]) if len(keys) > size else None
    return Page([one for one in found if one.says], more)


def of_object(label: str, pk: Any) -> dict[str, Q]:
    """The tables that tell the history of one object, of its parts, and of what is about it."""
    model = model_of(label)
    found = {label: Q(pgh_obj_id=pk)} | {part: Q(**{way: pk}) for part, way in parts_of(label)}
    about = {name: how.about(model, pk) for name, how in tracked.items() if how.about is not None}
    return about | found


def of_units(units: Iterable[int], kind: str = "") -> dict[str, Q]:
    """The tables that tell what was done to things of ``units``, or to those of one kind."""
    ids = list(units)
    return {
        label: how.of_units(ids) for label, how in tracked.items() if (label == kind if kind else how.journal)
    }
