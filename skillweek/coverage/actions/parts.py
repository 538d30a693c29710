"""How targets are taken over by a new edition."""

from django.utils.translation import gettext_lazy as _

from skillweek.coverage.models import Target
from skillweek.plan.models import Edition
from skillweek.plan.queries.parts import Part
from skillweek.plan.rules import Shift


def _clone(source: Edition, target: Edition, shift: Shift) -> int:
    """Targets with their days moved; those of a day that the new edition has not are left out."""
    audiences = {one.code: one for one in target.audiences.all()}
    kinds = {one.code: one for one in target.activitykinds.all()}
    rows = []
    for old in Target.objects.filter(edition=source).select_related("audience", "kind"):
        day = shift.day(old.day) if old.day else None
        if day is None or target.starts <= day <= target.ends:
            rows.append(Target(
                edition=target, day=day, place_id=old.place_id, minimum=old.minimum, weight=old.weight,
                audience=audiences[old.audience.code] if old.audience else None,
                kind=kinds[old.kind.code] if old.kind else None,
            ))  # fmt: skip
    return len(Target.objects.bulk_create(rows))


def targets() -> Part:
    """What the Week should reach."""
    return Part(
        _("覆盖目标"), _("按天的目标移到新的日子，多出来的日子不带"), _clone,
        lambda edition: Target.objects.filter(edition=edition).count(), needs=("codes",),
    )  # fmt: skip
