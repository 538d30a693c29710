"""Counting public sessions by day, place, audience and kind, and comparing with the targets."""

from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from skillweek.coverage.models import Target
from skillweek.coverage.rules import VIEWS, Cell, Gap, Matrix, Row
from skillweek.organisations.queries import places
from skillweek.plan.models import Edition
from skillweek.plan.queries.parts import Outside
from skillweek.programme.queries import public_sessions

Key = tuple[date | None, int | None, int | None, int | None]


@dataclass
class Counts:
    """Sessions by (day, place, audience, kind); None stands for all. Two questions to the database."""

    by_key: Counter[Key] = field(default_factory=Counter)

    def add(self, day: date, place: int | None, audience: int | None, kind: int, number: int) -> None:
        """Add ``number`` sessions to every sum they belong to; ``audience`` None: all audiences."""
        for one_day in (day, None):
            for one_place in {place, None}:
                for one_kind in (kind, None):
                    self.by_key[one_day, one_place, audience, one_kind] += number

    def of(
        self,
        *,
        day: date | None = None,
        place: int | None = None,
        audience: int | None = None,
        kind: int | None = None,
    ) -> int:
        """How many sessions match all that is given."""
        return self.by_key[day, place, audience, kind]


def counts(edition: Edition) -> Counts:
    """The public, planned sessions of ``edition``, counted."""
    rows = public_sessions(edition).select_related(None).prefetch_related(None).order_by()
    found = Counts()
    names = ("day", "place_id", "activity__kind_id")
    for day, place, kind, number in rows.values_list(*names).annotate(Count("pk")):
        found.add(day, place, None, kind, number)
    for day, place, kind, audience, number in rows.values_list(*names, "activity__audiences").annotate(
        Count("pk")
    ):
        if audience is not None:
            found.add(day, place, audience, kind, number)
    return found


def outside(edition: Edition, starts: date, ends: date) -> Outside:
    """Targets for single days that would lie outside the days from ``starts`` to ``ends``."""
    beyond = Target.objects.filter(edition=edition, minimum__gt=0, day__isnull=False)
    return Outside(_("个按天定的目标"), loose=beyond.exclude(day__range=(starts, ends)).count())


def targets(edition: Edition) -> QuerySet[Target]:
    """Targets of ``edition`` that count."""
    found = Target.objects.filter(edition=edition, minimum__gt=0)
    return found.select_related("place", "audience", "kind")


def gaps(found: list[Target], counted: Counts) -> list[Gap]:
    """Targets that are not met, the heaviest first."""
    every = (
        Gap(t, counted.of(day=t.day, place=t.place_id, audience=t.audience_id, kind=t.kind_id)) for t in found
    )
    unmet = [gap for gap in every if gap.missing > 0]
    return sorted(unmet, key=lambda gap: -gap.missing * gap.target.weight)


def _heads(edition: Edition, dimension: str) -> list[tuple[Any, Hashable]]:
    """What stands at the rows or columns, each with the value it is counted by."""
    if dimension == "day":
        return [(day, day) for day in edition.days]
    if dimension == "place":
        return [(place, place.pk) for place in places(edition.city)]
    return [(audience, audience.pk) for audience in edition.audiences.all()]


def matrix(edition: Edition, view: str, found: list[Target], counted: Counts) -> Matrix:
    """Rows by columns of ``view`` (a key of ``VIEWS``), with the targets that stand for exactly one cell."""
    row_name, column_name = VIEWS[view]
    minimums = {(t.day, t.place_id, t.audience_id): t.minimum for t in found if t.kind_id is None}
    rows, columns = _heads(edition, row_name), _heads(edition, column_name)
    made = Matrix(view, [head for head, _value in columns], [])
    for head, row_value in rows:
        row = Row(head)
        for _head, column_value in columns:
            at: dict[str, Any] = {row_name: row_value, column_name: column_value}
            key = (at.get("day"), at.get("place"), at.get("audience"))
            row.cells.append(Cell(counted.of(**at), minimums.get(key, 0)))
        made.rows.append(row)
    return made
