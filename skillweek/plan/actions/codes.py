"""Writing, ordering and removing entries of an edition's code lists."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.common.wording import joined
from skillweek.plan.actions.editions import EditionError, held
from skillweek.plan.models import Edition, ThemeDay
from skillweek.plan.models.codes import Code
from skillweek.plan.queries.codes import entries, uses
from skillweek.plan.queries.presets import LISTS


def _check(edition: Edition, facts: dict[str, Any]) -> None:
    day = facts.get("day")
    if day is not None and not edition.starts <= day <= edition.ends:
        raise EditionError(_("这一天不在活动周以内"), "day")


@transaction.atomic
def add_code(*, edition: Edition, name: str, by: User, facts: dict[str, Any]) -> Code:
    """Add an entry at the end of the list ``name``; its code in addresses is made of the English label, for good."""
    current = held(edition, by)
    _check(current, facts)
    rows = list(entries(current, name))
    _check_label(rows, facts)
    last = max((row.position for row in rows), default=-1)
    code = _free_code(name, facts["label_en"], {"new", *(row.code for row in rows)})
    return LISTS[name]._default_manager.create(edition=current, code=code, position=last + 1, **facts)


def _free_code(name: str, label_en: str, taken: set[str]) -> str:
    base = slugify(label_en)[:36].strip("-") or name
    return next(code for code in (base, *(f"{base}-{n}" for n in range(2, 1000))) if code not in taken)


def _check_label(rows: Iterable[Code], facts: dict[str, Any]) -> None:
    if any(row.label == facts["label"] for row in rows):
        raise EditionError(_("已经有叫这个名称的了"), "label")


@transaction.atomic
def edit_code(*, entry: Code, by: User, facts: dict[str, Any]) -> Code:
    """Change what an entry is called."""
    edition = held(entry.edition, by)
    _check(edition, facts)
    current = type(entry)._default_manager.select_for_update().get(pk=entry.pk)
    others = type(entry)._default_manager.filter(edition=edition).exclude(pk=entry.pk)
    _check_label(others, facts)
    for field, value in facts.items():
        setattr(current, field, value)
    current.save(update_fields=list(facts))
    return current


@transaction.atomic
def remove_code(*, entry: Code, by: User) -> None:
    """Take an entry out that nothing uses; EditionError says by what it is used."""
    held(entry.edition, by)
    current = type(entry)._default_manager.select_for_update().get(pk=entry.pk)
    used = uses(current)
    if used:
        counted = joined([_("%(n)d 个%(what)s") % {"n": n, "what": what} for what, n in used.items()])
        words = {"entry": current.label, "what": counted}
        raise EditionError(_("“%(entry)s”正在被 %(what)s使用，不能删除") % words)
    current.delete()


@transaction.atomic
def move_code(*, entry: Code, by: User, down: bool) -> bool:
    """Change places with the neighbour in the list; False at its end. Theme days stand in the order of days."""
    edition = held(entry.edition, by)
    name = next(name for name, model in LISTS.items() if model is type(entry))
    rows = list(entries(edition, name))
    here = next(place for place, row in enumerate(rows) if row.pk == entry.pk)
    there = here + (1 if down else -1)
    if isinstance(entry, ThemeDay) or not 0 <= there < len(rows):
        return False
    rows[here], rows[there] = rows[there], rows[here]
    for position, row in enumerate(rows):
        if row.position != position:
            row.position = position
            row.save(update_fields=["position"])
    return True
