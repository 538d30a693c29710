"""Entries of an edition's code lists, and what uses each."""

from collections import Counter
from typing import Any

from django.db.models import Model, QuerySet
from pghistory.models import Event

from skillweek.plan.models import Duty, Edition
from skillweek.plan.models.codes import Code
from skillweek.plan.queries.presets import LISTS

#: by list: the evidence whose parameter is a code of it
EVIDENCE = {"kinds": "activities", "materials": "materials"}


def entries(edition: Edition, name: str) -> QuerySet[Any]:
    """Entries of the list ``name`` of ``edition``, in order."""
    return LISTS[name]._default_manager.filter(edition=edition).order_by("position", "code")


def _relations(model: type[Code]) -> list[tuple[type[Model], str]]:
    """Models of any room that point to ``model``, with the name of the field; not their histories."""
    found = []
    for relation in model._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete or relation.related_model is None:
            continue
        other = relation.related_model
        if isinstance(other, str) or other._meta.auto_created or issubclass(other, Event):
            continue
        found.append((other, relation.field.name))  # type: ignore[union-attr]  # a reverse relation has one
    return found


def uses(entry: Code) -> Counter[str]:
    """How many things of each sort use ``entry``, by what they are called."""
    found: Counter[str] = Counter()
    for model, field in _relations(type(entry)):
        count = model._default_manager.filter(**{field: entry}).count()
        if count:
            found[str(model._meta.verbose_name)] += count
    evidence = next((EVIDENCE[name] for name in EVIDENCE if LISTS[name] is type(entry)), "")
    duties = Duty.objects.filter(
        clause__edition=entry.edition_id, evidence=evidence, parameter=entry.code
    ).count()
    if evidence and duties:
        found[str(Duty._meta.verbose_name)] += duties
    return found
