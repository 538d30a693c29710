"""Writing rows that may be there already: by their natural key, checked before they are written."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models

from skillweek.project.demo.source import Row

Kept = TypeVar("Kept", bound=models.Model)
#: rows in one statement
BATCH = 500


def sound(row: Row, instance: models.Model) -> bool:
    """True when the fields of ``instance`` hold what they may; else the mistakes are noted at ``row``."""
    relations = [f.name for f in instance._meta.concrete_fields if f.is_relation or f.auto_created]
    try:
        instance.clean_fields(exclude=relations)
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            row.wrong(f"{name}: {' '.join(str(message) for message in messages)}", name)
        return False
    return True


def keep(model: type[Kept], rows: Iterable[Kept], *key: str, fixed: Sequence[str] = ()) -> list[Kept]:
    """Insert ``rows``, or bring those with the same ``key`` up to date; ``fixed`` fields stay as they were.

    A row that is there and says the same is not touched. Gives back what the table holds, in the same order.
    """
    wanted, fields = list(rows), model._meta.concrete_fields
    changing = [f for f in fields if not f.primary_key and f.name not in {*key, *fixed}]
    names = [f.attname for name in key for f in fields if f.name == name]
    lookup = {f"{names[0]}__in": {getattr(row, names[0]) for row in wanted}}
    there = {_values_of(row, names): row for row in model._default_manager.filter(**lookup)}
    compared = [f.attname for f in changing]
    new = [row for row in wanted if not _equal(there.get(_values_of(row, names)), row, compared)]
    model._default_manager.bulk_create(
        new, BATCH, update_conflicts=True, unique_fields=key, update_fields=[f.name for f in changing]
    )
    there |= {_values_of(row, names): row for row in new}
    return [there[_values_of(row, names)] for row in wanted]


def _values_of(row: models.Model, names: Sequence[str]) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in names)


def _equal(old: models.Model | None, new: models.Model, names: Sequence[str]) -> bool:
    return old is not None and _values_of(old, names) == _values_of(new, names)


def add(model: type[Kept], rows: Iterable[Kept]) -> None:
    """Insert those of ``rows`` that break no unique constraint; leave what is there alone."""
    model._default_manager.bulk_create(list(rows), BATCH, ignore_conflicts=True)


def same(
    model: type[Kept], parent: str, parents: Iterable[int], wanted: Sequence[Kept], *fields: str
) -> None:
    """Make the children (without a key of their own) of ``parents`` equal to ``wanted``; untouched if they are."""
    there, here = (
        _by_parent(model._default_manager.filter(**{f"{parent}__in": parents}), parent),
        _by_parent(wanted, parent),
    )
    changed = [
        one
        for one in there.keys() | here.keys()
        if _values(there.get(one, []), fields) != _values(here.get(one, []), fields)
    ]
    model._default_manager.filter(**{f"{parent}__in": changed}).delete()
    model._default_manager.bulk_create([row for one in sorted(changed) for row in here.get(one, [])], BATCH)


def _by_parent(rows: Iterable[Kept], parent: str) -> dict[int, list[Kept]]:
    found: dict[int, list[Kept]] = {}
    for row in rows:
        found.setdefault(getattr(row, parent), []).append(row)
    return found


def _values(rows: Iterable[models.Model], fields: Sequence[str]) -> list[tuple[Any, ...]]:
    return sorted((_values_of(row, fields) for row in rows), key=repr)


def link(through: Any, left: str, right: str, pairs: Iterable[tuple[int, int]]) -> None:
    """Make the rows of a many-to-many table equal to ``pairs`` for every left id in them."""
    wanted = set(pairs)
    lefts = {one for one, _ in wanted}
    rows = through.objects.filter(**{f"{left}__in": lefts})
    there = {(getattr(row, left), getattr(row, right)): row.pk for row in rows}
    through.objects.filter(pk__in=[pk for pair, pk in there.items() if pair not in wanted]).delete()
    missing = [through(**{left: one, right: other}) for one, other in sorted(wanted - set(there))]
    through.objects.bulk_create(missing, BATCH)
