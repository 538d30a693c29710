"""Counting public sessions by any mix of facts, and comparing with the targets."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from skillweek.coverage.models import Target
from skillweek.coverage.rules import Cell, Gap, Matrix, Row, View, Want, expand
from skillweek.organisations.queries import places, schools
from skillweek.plan.models import Edition
from skillweek.plan.queries.parts import Outside
from skillweek.programme.models import Session
from skillweek.programme.queries import public_sessions

#: by which column of a session each fact is counted; a theme is the theme of its day
COLUMNS = {
    "day": "day", "place": "place_id", "audience": "activity__audiences", "kind": "activity__kind_id",
    "tag": "activity__tags", "theme": "day", "host": "activity__owner_id",
}  # fmt: skip


def value_of(name: str, fact: Any) -> Any:
    """What stands in the column of ``name`` for ``fact``."""
    if name == "theme":
        return fact.day
    return getattr(fact, "pk", fact)


@dataclass
class Facts:
    """All values of every fact in an edition; each list is read once, when it is needed."""

    edition: Edition
    _known: dict[str, list[Any]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> list[Any]:
        if name not in self._known:
            self._known[name] = list(self._readers[name]())
        return self._known[name]

    @cached_property
    def _readers(self) -> Mapping[str, Callable[[], Iterable[Any]]]:
        edition = self.edition
        return {
            "day": lambda: edition.days, "place": lambda: places(edition.city), "audience": edition.audiences.all,
            "kind": edition.activitykinds.all, "tag": edition.tags.all,
            "theme": lambda: edition.themedays.order_by("day", "position"), "host": lambda: schools(edition.city),
        }  # fmt: skip

    def by_code(self, name: str, code: str) -> Any:
        """The value that an address names; None when there is none such."""
        return next((one for one in self[name] if code_of(name, one) == code), None)


def code_of(name: str, fact: Any) -> str:
    """How an address names a value."""
    return str(fact.isoformat() if name == "day" else fact.code)


def matching(edition: Edition, facts: Mapping[str, Any], highlight: bool = False) -> QuerySet[Session]:
    """Public sessions that match all ``facts``, each once."""
    found = public_sessions(edition).filter(
        *(Q(**{COLUMNS[n]: value_of(n, fact)}) for n, fact in facts.items())
    )
    return found.filter(activity__highlight=True) if highlight else found


def tally(
    edition: Edition, names: Sequence[str], facts: Mapping[str, Any], highlight: bool = False
) -> Counter[tuple[Any, ...]]:
    """Public sessions that match ``facts``, counted by the columns of ``names``: one question to the database."""
    rows = matching(edition, facts, highlight).select_related(None).prefetch_related(None).order_by()
    if not names:
        return Counter({(): rows.count()})
    columns = [COLUMNS[name] for name in names]
    # one M2M at most is grouped by twice only when both are asked for: then every pair is a session's own
    return Counter({tuple(row[:-1]): row[-1] for row in rows.values_list(*columns).annotate(Count("pk"))})


def targets(edition: Edition) -> QuerySet[Target]:
    """The rules of ``edition`` that were not taken away, with what their words need."""
    found = Target.objects.filter(edition=edition, removed_at=None)
    return found.select_related("place", "audience", "kind", "tag", "theme", "host")


def removed_targets(edition: Edition) -> QuerySet[Target]:
    """Rules that were taken away and may be put back, the last one first."""
    found = Target.objects.filter(edition=edition, removed_at__isnull=False).order_by("-removed_at", "id")
    return found.select_related("place", "audience", "kind", "tag", "theme", "host")


def wants(found: Iterable[Target], facts: Facts) -> list[Want]:
    """Every single target that the rules come to."""
    needed = {name for target in found for name in target.each}
    return expand(found, {name: facts[name] for name in needed})


def standing(edition: Edition, every: Iterable[Want]) -> list[Gap]:
    """How many sessions each single target has; as many questions as there are kinds of mixes."""
    shapes: dict[tuple[tuple[str, ...], bool], Counter[tuple[Any, ...]]] = {}
    found = []
    for want in every:
        names = tuple(want.facts)
        shape = (names, want.highlight)
        if shape not in shapes:
            shapes[shape] = tally(edition, names, {}, want.highlight)
        key = tuple(value_of(name, want.facts[name]) for name in names)
        found.append(Gap(want, shapes[shape][key]))
    return found


def gaps(found: Iterable[Gap]) -> list[Gap]:
    """Targets that are not met, the most urgent first."""
    return sorted((gap for gap in found if gap.missing > 0), key=lambda gap: gap.urgency)


def outside(edition: Edition, starts: date, ends: date) -> Outside:
    """Targets for single days that would lie outside the days from ``starts`` to ``ends``."""
    beyond = Target.objects.filter(edition=edition, minimum__gt=0, day__isnull=False, removed_at=None)
    return Outside(_("个按天定的目标"), loose=beyond.exclude(day__range=(starts, ends)).count())


def matrix(
    edition: Edition,
    view: View,
    every: Iterable[Want],
    facts: Facts,
    address: Callable[..., str] | None = None,
) -> Matrix:
    """Rows by columns of ``view``, with the targets that stand for exactly one cell under its filters.

    ``address(facts)`` gives the address of the sessions of a cell.
    """
    names = (view.rows, view.columns)
    counted = tally(edition, names, view.filters, view.highlight)
    by_row, by_column = (tally(edition, (name,), view.filters, view.highlight) for name in names)
    minimums = {want.key: want.minimum for want in every}
    made = Matrix(
        view, facts[view.columns], [], [by_column[value_of(view.columns, c),] for c in facts[view.columns]],
        tally(edition, (), view.filters, view.highlight)[()],
    )  # fmt: skip
    for head in facts[view.rows]:
        row = Row(head, by_row[value_of(view.rows, head),])
        for column in facts[view.columns]:
            at = {**view.filters, view.rows: head, view.columns: column}
            want = Want(Target(), at, view.highlight, 0, 0)
            count = counted[value_of(view.rows, head), value_of(view.columns, column)]
            row.cells.append(Cell(count, minimums.get(want.key, 0), address(at) if address else ""))
        made.rows.append(row)
    return made
