"""Rehearsals and their checklists."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.ceremonies.actions.ceremonies import locked
from skillweek.ceremonies.models import Ceremony, Check, Rehearsal
from skillweek.ceremonies.queries import staging
from skillweek.ceremonies.rules import CeremonyError
from skillweek.common import clock

MOST_CHECKS = 60


@transaction.atomic
def add_rehearsal(
    *, ceremony: Ceremony, starts: datetime, ends: datetime, checks: Iterable[str] = (), **facts: Any
) -> Rehearsal:
    """Set a rehearsal before the ceremony, with what is to be looked at."""
    current = locked(ceremony)
    if ends <= starts:
        raise CeremonyError(_("结束要晚于开始"), "ends")
    opening = staging(current).starts
    if opening and ends > opening:
        raise CeremonyError(_("彩排要在仪式开始以前结束"), "starts")
    made = Rehearsal.objects.create(ceremony=current, starts=starts, ends=ends, **facts)
    texts = list(dict.fromkeys(text.strip()[:80] for text in checks if text.strip()))[:MOST_CHECKS]
    Check.objects.bulk_create(Check(rehearsal=made, text=text) for text in texts)
    return made


@transaction.atomic
def cancel_rehearsal(*, rehearsal: Rehearsal) -> Rehearsal:
    """Call a rehearsal off; it stays in the list."""
    locked(rehearsal.ceremony)
    current = Rehearsal.objects.select_for_update().get(pk=rehearsal.pk)
    if current.cancelled_at is None:
        current.cancelled_at = clock.now()
        current.save(update_fields=["cancelled_at"])
    return current


@transaction.atomic
def tick_check(*, check: Check, done: bool, by: User) -> Check:
    """Tick a thing off, or open it again."""
    locked(check.rehearsal.ceremony)
    current = Check.objects.select_for_update().get(pk=check.pk)
    if done is not (current.done_at is not None):
        current.done_at, current.done_by = (clock.now(), by) if done else (None, None)
        current.save(update_fields=["done_at", "done_by"])
    return current
