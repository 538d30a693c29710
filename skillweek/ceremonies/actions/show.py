"""Writing the run of show."""

from datetime import time
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from skillweek.ceremonies.actions.ceremonies import locked
from skillweek.ceremonies.models import Ceremony, RunItem
from skillweek.ceremonies.queries import contact_choices
from skillweek.ceremonies.rules import CeremonyError

FIELDS = (
    "fixed", "minutes", "title", "public_title", "contact", "who", "material", "place", "cue", "note",
)  # fmt: skip
#: a run of show has at most so many items
MOST = 300


def _fill(item: RunItem, facts: dict[str, Any]) -> None:
    if unknown := facts.keys() - set(FIELDS):
        raise TypeError(f"no such facts: {unknown}")
    for name, value in facts.items():
        setattr(item, name, value)
    if item.contact is not None and item.who:
        raise CeremonyError(_("负责人从联系人里选，或者写姓名，两样只填一样"), "who")
    if item.contact is not None and not contact_choices(item.ceremony).filter(pk=item.contact.pk).exists():
        raise CeremonyError(_("请从主办、承办单位的联系人里选"), "contact")
    if item.minutes < 1:
        raise CeremonyError(_("至少一分钟"), "minutes")
    if item.fixed is not None and item.fixed.second:
        item.fixed = time(item.fixed.hour, item.fixed.minute)


@transaction.atomic
def add_item(*, ceremony: Ceremony, after: RunItem | None = None, **facts: Any) -> RunItem:
    """Insert an item behind ``after``; at the end when that is None."""
    current = locked(ceremony)
    items = RunItem.objects.filter(ceremony=current)
    if items.count() >= MOST:
        raise CeremonyError(_("流程太长了，请把小项合并"))
    if after is None:
        position = (items.aggregate(last=Max("position"))["last"] or 0) + 1
    else:
        position = items.get(pk=after.pk).position + 1
        items.filter(position__gte=position).update(position=F("position") + 1)
    item = RunItem(ceremony=current, position=position)
    _fill(item, facts)
    item.save()
    return item


@transaction.atomic
def edit_item(*, item: RunItem, **facts: Any) -> RunItem:
    """Change an item."""
    current = RunItem.objects.get(pk=item.pk, ceremony=locked(item.ceremony))
    _fill(current, facts)
    current.save()
    return current


@transaction.atomic
def move_item(*, item: RunItem, by: int) -> RunItem:
    """Move an item up (negative) or down by so many places; at the ends it stays."""
    ceremony = locked(item.ceremony)
    items = list(RunItem.objects.filter(ceremony=ceremony))
    here = next(place for place, one in enumerate(items) if one.pk == item.pk)
    there = min(max(here + by, 0), len(items) - 1)
    items.insert(there, items.pop(here))
    for position, one in enumerate(items, start=1):
        if one.position != position:
            one.position = position
            one.save(update_fields=["position"])
    return next(one for one in items if one.pk == item.pk)


@transaction.atomic
def remove_item(*, item: RunItem) -> None:
    """Take an item out."""
    locked(item.ceremony)
    RunItem.objects.filter(pk=item.pk).delete()


@transaction.atomic
def set_begin(*, ceremony: Ceremony, run_starts: time | None) -> Ceremony:
    """When the first item begins; None: with the session."""
    current = locked(ceremony)
    current.run_starts = run_starts
    current.save(update_fields=["run_starts"])
    return current
