"""How targets are taken over by a new edition."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from skillweek.coverage.models import Target
from skillweek.coverage.models.targets import DIMENSIONS
from skillweek.plan.models import Edition
from skillweek.plan.queries.parts import Part
from skillweek.plan.rules import Shift


def _clone(source: Edition, target: Edition, shift: Shift) -> int:
    """Rules with their days moved; those of a day or a code that the new edition has not are left out."""
    codes: dict[str, dict[str, Any]] = {
        "audience": {one.code: one for one in target.audiences.all()},
        "kind": {one.code: one for one in target.activitykinds.all()},
        "tag": {one.code: one for one in target.tags.all()},
        "theme": {one.code: one for one in target.themedays.all()},
    }
    rows = []
    for old in _taken(source):
        facts = {
            name: known.get(getattr(old, name).code) for name, known in codes.items() if getattr(old, name)
        }
        day = shift.day(old.day) if old.day else None
        if None in facts.values() or not (day is None or target.starts <= day <= target.ends):
            continue
        rows.append(Target(
            edition=target, day=day, place_id=old.place_id, host_id=old.host_id, highlight=old.highlight,
            minimum=old.minimum, weight=old.weight, **facts,
            **{f"each_{name}": name in old.each for name in DIMENSIONS},
        ))  # fmt: skip
    return len(Target.objects.bulk_create(rows))


def _taken(source: Edition) -> QuerySet[Target]:
    found = Target.objects.filter(edition=source, removed_at=None)
    return found.select_related("audience", "kind", "tag", "theme")


def targets() -> Part:
    """What the Week should reach."""
    return Part(
        _("覆盖目标"), _("按天的目标移到新的日子，多出来的日子不带"), _clone,
        lambda edition: _taken(edition).count(), needs=("codes",),
    )  # fmt: skip
