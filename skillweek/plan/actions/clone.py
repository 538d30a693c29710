"""Founding an edition with chosen parts of another one."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.common.wording import joined
from skillweek.plan.actions.editions import DATES, FIGURES, EditionError, create_edition
from skillweek.plan.models import Edition
from skillweek.plan.queries.parts import all_parts, unmet_needs
from skillweek.plan.rules import Shift

#: fields of the head that a new edition keeps
KEPT = ("time_zone", "colours", "retention_days", "reminder_limit", "responsible_editor")


@dataclass(frozen=True)
class Taken:
    """How many rows of one part were taken over."""

    key: str
    label: str
    count: int

    def __str__(self) -> str:
        return _("%(part)s %(n)d 项") % {"part": self.label, "n": self.count}


@transaction.atomic
def clone_edition(
    *, source: Edition, by: User, facts: dict[str, Any], parts: Collection[str]
) -> tuple[Edition, list[Taken]]:
    """Found an edition in ``source``'s city and take over ``parts``; everything or nothing.

    ``facts`` are what ``create_edition`` wants; what the head says besides comes from ``source``. Bookings, receipts
    and reviews are no parts of an edition and stay where they are.
    """
    known = all_parts()
    if unknown := set(parts) - set(known):
        raise EditionError(_("没有这样的内容：%(parts)s") % {"parts": joined(sorted(unknown))}, "parts")
    for part, need in unmet_needs(parts):
        words = {"part": part.label, "need": need.label}
        raise EditionError(_("要带“%(part)s”，就要一起带“%(need)s”") % words, "parts")
    kept = {name: getattr(source, name) for name in (*KEPT, *FIGURES)}
    target = create_edition(
        city=source.city, by=by, facts=kept | facts, lists="codes" not in parts, cloned_from=source
    )
    shift = Shift({name: getattr(source, name) for name in DATES}, {name: facts[name] for name in DATES})
    taken = [
        Taken(key, str(part.label), part.clone(source, target, shift))
        for key, part in known.items()
        if key in parts
    ]
    return target, taken
