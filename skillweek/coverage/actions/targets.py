"""Writing what the Week should reach."""

from collections.abc import Collection, Iterable, Mapping
from itertools import product
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from skillweek.common import clock
from skillweek.coverage.models import Target
from skillweek.coverage.models.targets import DIMENSIONS
from skillweek.coverage.queries import Facts
from skillweek.coverage.rules import CoverageError
from skillweek.plan.models import Edition
from skillweek.plan.queries import closed

#: what every Week starts with: each facts, minimum, weight, highlights alone; an empty day hurts most
DEFAULTS: tuple[tuple[tuple[str, ...], int, int, bool], ...] = (
    (("place", "day"), 1, 3, False),
    (("place", "audience"), 2, 2, False),
    (("host",), 1, 1, True),
)
#: rows that one form may add
MANY = 500


def check_phase(edition: Edition) -> None:
    """Raise CoverageError when the edition's phase does not allow to change targets and times."""
    if reason := closed(edition, "arrange"):
        raise CoverageError(reason)


def _flags(each: Collection[str]) -> dict[str, Any]:
    return {f"each_{name}": name in each for name in DIMENSIONS}


@transaction.atomic
def ensure_default_targets(*, edition: Edition) -> int:
    """Each county-level unit at least one session a day, each audience two in each, each school one highlight.

    Gives how many were added. Rules that exist, changed or taken away, stay as they are.
    """
    check_phase(edition)
    made = 0
    for each, minimum, weight, highlight in DEFAULTS:
        made += Target.objects.get_or_create(
            edition=edition, **dict.fromkeys(DIMENSIONS), **_flags(each), highlight=highlight,
            defaults={"minimum": minimum, "weight": weight},
        )[1]  # fmt: skip
    return made


def _checked(edition: Edition, facts: Mapping[str, Any], each: Collection[str]) -> dict[str, Any]:
    """``facts`` that are named, each one of the edition's own."""
    named = {name: value for name, value in facts.items() if value is not None}
    known = Facts(edition)
    words = {
        "day": _("日期不在活动周以内"), "place": _("请选择本市的县市区"), "host": _("请选择本市的职业院校"),
    }  # fmt: skip
    for name, value in named.items():
        if value not in known[name]:
            raise CoverageError(words.get(name, _("请选择本届活动周的类别")), name)
    used = set(named) | set(each)
    if {"day", "theme"} <= used:
        raise CoverageError(_("主题日就是一天，日期和主题日请只选一样"), "theme")
    for name in each:
        if not known[name]:
            raise CoverageError(_("本届活动周还没有这一类，没有可以逐个要求的"), name)
    return named


@transaction.atomic
def set_target(
    *, edition: Edition, minimum: int, weight: int = 1, each: Collection[str] = (), highlight: bool = False,
    **facts: Any,
) -> Target:  # fmt: skip
    """Set how many sessions of these facts there should be, once for every value of an ``each`` fact; 0 drops it."""
    check_phase(edition)
    named = _checked(edition, facts, each)
    target, _made = Target.objects.update_or_create(
        edition=edition, **(dict.fromkeys(DIMENSIONS) | named), **_flags(each), highlight=highlight,
        defaults={"minimum": minimum, "weight": weight, "removed_at": None},
    )  # fmt: skip
    return target


@transaction.atomic
def spell_out_target(
    *, edition: Edition, minimum: int, weight: int = 1, each: Collection[str] = (), highlight: bool = False,
    **facts: Any,
) -> int:  # fmt: skip
    """Write one target for every value of the ``each`` facts, so that each can be changed alone; how many."""
    check_phase(edition)
    named = _checked(edition, facts, each)
    known = Facts(edition)
    combinations = list(product(*(known[name] for name in each)))
    if len(combinations) > MANY:
        words = {"n": len(combinations), "most": MANY}
        raise CoverageError(_("这样会写出 %(n)d 个目标，一次最多 %(most)d 个；请不要逐个列出") % words)
    for chosen in combinations:
        one = named | dict(zip(each, chosen, strict=True))
        set_target(edition=edition, minimum=minimum, weight=weight, highlight=highlight, **one)
    return len(combinations)


@transaction.atomic
def change_targets(*, edition: Edition, numbers: Mapping[int, tuple[int, int]]) -> int:
    """Set minimum and weight of many rules at once; how many changed."""
    check_phase(edition)
    changed = 0
    for target in Target.objects.select_for_update(of=("self",)).filter(
        edition=edition, pk__in=numbers, removed_at=None
    ):
        if (target.minimum, target.weight) != numbers[target.pk]:
            target.minimum, target.weight = numbers[target.pk]
            target.save(update_fields=["minimum", "weight"])
            changed += 1
    return changed


@transaction.atomic
def remove_targets(*, edition: Edition, ids: Iterable[int]) -> list[int]:
    """Take rules away; gives those that were there. They can be put back."""
    check_phase(edition)
    found = list(
        Target.objects.select_for_update(of=("self",)).filter(edition=edition, pk__in=ids, removed_at=None)
    )
    if not found:
        raise CoverageError(_("请先选中要去掉的目标"))
    for target in found:
        target.removed_at = clock.now()
        target.save(update_fields=["removed_at"])
    return [target.pk for target in found]


@transaction.atomic
def restore_targets(*, edition: Edition, ids: Iterable[int]) -> int:
    """Put rules back that were taken away; how many."""
    check_phase(edition)
    gone = Target.objects.select_for_update(of=("self",)).filter(
        edition=edition, pk__in=ids, removed_at__isnull=False
    )
    found = list(gone)
    if not found:
        raise CoverageError(_("这些目标已经恢复过"))
    for target in found:
        target.removed_at = None
        target.save(update_fields=["removed_at"])
    return len(found)
