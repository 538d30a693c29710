"""Rows in an order that people set."""

from typing import Any

from django.db.models import QuerySet


def move_up(rows: QuerySet[Any], pk: int) -> None:
    """Put the row ``pk`` one place earlier among ``rows``, which have a ``position``; the first stays."""
    found = list(rows)
    at = next(number for number, row in enumerate(found) if row.pk == pk)
    if at:
        found[at - 1], found[at] = found[at], found[at - 1]
    for position, row in enumerate(found):
        if row.position != position:
            row.position = position
            row.save(update_fields=["position"])
