"""Writing what the Week should reach."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from skillweek.coverage.models import Target
from skillweek.coverage.rules import CoverageError
from skillweek.organisations.models import Organisation
from skillweek.organisations.queries import places
from skillweek.plan.models import ActivityKind, Audience, Edition
from skillweek.plan.queries import closed

#: weights of the defaults: an empty day hurts more than a missing audience
DAY_WEIGHT, AUDIENCE_WEIGHT = 3, 2


def check_phase(edition: Edition) -> None:
    """Raise CoverageError when the edition's phase does not allow to change targets and times."""
    if reason := closed(edition, "arrange"):
        raise CoverageError(reason)


@transaction.atomic
def ensure_default_targets(*, edition: Edition) -> int:
    """Each county-level unit at least one session a day, each audience two in each; how many were added.

    Targets that exist, changed or dropped (minimum 0), stay as they are.
    """
    check_phase(edition)
    made = 0
    for place in places(edition.city):
        for day in edition.days:
            made += Target.objects.get_or_create(
                edition=edition, day=day, place=place, audience=None, kind=None,
                defaults={"minimum": 1, "weight": DAY_WEIGHT},
            )[1]  # fmt: skip
        for audience in edition.audiences.all():
            made += Target.objects.get_or_create(
                edition=edition, day=None, place=place, audience=audience, kind=None,
                defaults={"minimum": 2, "weight": AUDIENCE_WEIGHT},
            )[1]  # fmt: skip
    return made


@transaction.atomic
def set_target(
    *, edition: Edition, minimum: int, weight: int = 1, day: date | None = None, place: Organisation | None = None,
    audience: Audience | None = None, kind: ActivityKind | None = None,
) -> Target:  # fmt: skip
    """Set how many sessions of these facts there should be; 0 drops the target."""
    check_phase(edition)
    if day is not None and day not in edition.days:
        raise CoverageError(_("日期不在活动周以内"))
    if place is not None and not places(edition.city).filter(pk=place.pk).exists():
        raise CoverageError(_("请选择本市的县市区"))
    target, _made = Target.objects.update_or_create(
        edition=edition, day=day, place=place, audience=audience, kind=kind,
        defaults={"minimum": minimum, "weight": weight},
    )  # fmt: skip
    return target
