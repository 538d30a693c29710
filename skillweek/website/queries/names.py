"""How the codes and units of an edition are called: read once for a page, for its list and for its filters alike.

As plain rows in three queries: a page of a whole Week is asked for often, and a model instance costs more than its row.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.db import connection
from django.utils.translation import get_language

from skillweek.organisations.models import Organisation
from skillweek.plan.models import ActivityKind, Audience, Edition, Tag, ThemeDay
from skillweek.programme.models import Activity

#: the code lists that lists of sessions name
LISTS = (ActivityKind, Audience, Tag, ThemeDay)
_CODES = " UNION ALL ".join(
    f"SELECT {number}, id, code, label, label_hant, label_en, icon, "
    f"{'day' if model is ThemeDay else 'NULL::date'}, position FROM {model._meta.db_table} WHERE edition_id = %s"
    for number, model in enumerate(LISTS)
)
#: number of the list, activity, code: ordered as the codes are
_PAIRS = " UNION ALL ".join(
    f"SELECT {number}, pair.activity_id, array_agg(code.id ORDER BY code.position, code.code) "
    f"FROM {through._meta.db_table} pair JOIN {model._meta.db_table} code ON code.id = pair.{field}_id "
    f"WHERE code.edition_id = %s GROUP BY pair.activity_id"
    for number, model, through, field in (
        (1, Audience, Activity.audiences.through, "audience"),
        (2, Tag, Activity.tags.through, "tag"),
    )
)


class Name(NamedTuple):
    """A code in the reader's language."""

    pk: int
    code: str
    label: str
    icon: str = ""

    def __str__(self) -> str:
        return self.label


@dataclass(frozen=True)
class Names:
    """Kinds, audiences and tags by id, themes by day, units by id; and the county-level ones by code."""

    edition: int
    kinds: Mapping[int, Name]
    audiences: Mapping[int, Name]
    tags: Mapping[int, Name]
    themes: Mapping[date, str]
    units: Mapping[int, str]
    places: list[tuple[str, str]]
    _groups: dict[tuple[int, ...], tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def _pairs(self) -> dict[int, dict[int, list[int]]]:
        found: dict[int, dict[int, list[int]]] = {1: {}, 2: {}}
        with connection.cursor() as cursor:
            cursor.execute(_PAIRS, [self.edition, self.edition])
            for number, activity, codes in cursor.fetchall():
                found[number][activity] = codes
        return found

    @cached_property
    def audiences_of(self) -> dict[int, list[int]]:
        """Ids of audiences by activity."""
        return self._pairs[1]

    @cached_property
    def tags_of(self) -> dict[int, list[int]]:
        """Ids of tags by activity."""
        return self._pairs[2]

    def group(self, some: Mapping[int, Name], ids: list[int] | None) -> tuple[str, ...]:
        """Labels of ``ids`` of one list; the few groups there are are made once."""
        if not ids:
            return ()
        key = (id(some), *ids)
        if key not in self._groups:
            self._groups[key] = tuple(some[one].label for one in ids)
        return self._groups[key]


def names(edition: Edition) -> Names:
    """What the edition's codes and its city's units are called now."""
    language = get_language()
    lists: list[dict[int, Name]] = [{} for _model in LISTS]
    themes: dict[date, str] = {}
    with connection.cursor() as cursor:
        cursor.execute(f"{_CODES} ORDER BY 1, 9, 3", [edition.pk] * len(LISTS))
        for number, pk, code, label, hant, english, icon, day, _position in cursor.fetchall():
            said = english if language == "en" else (language == "zh-hant" and hant) or label
            lists[number][pk] = Name(pk, code, said, icon)
            if day:
                themes.setdefault(day, said)
    every = Organisation.objects.filter(city=edition.city_id) | Organisation.objects.filter(
        pk=edition.city_id
    )
    units, places = {}, []
    rows = every.order_by("position", "code").values_list(
        "pk", "code", "name", "short_name", "name_en", "active", "kind__is_place"
    )
    for pk, code, name, short, english, active, is_place in rows:
        units[pk] = (language == "en" and english) or short or name
        if active and is_place:
            places.append((code, units[pk]))
    return Names(edition.pk, lists[0], lists[1], lists[2], themes, units, places)
