"""Reading, signing, and urging those who have not signed."""

from dataclasses import dataclass
from datetime import date

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.organisations.queries import own
from skillweek.organisations.rules import Right
from skillweek.plan.actions.notices import BATCH, PRIORITY, NoticeError, locked
from skillweek.plan.models import Notice, Recipient, Urge
from skillweek.plan.queries import urgeable
from skillweek.plan.rules import REFUSALS, next_notice_state, next_recipient_state


def _receipt(recipient: Recipient, by: User, step: str) -> tuple[Recipient, str]:
    """The receipt, held until the transaction ends, and its state after ``step``."""
    rows = Recipient.objects.select_for_update(of=("self",)).select_related("notice", "organisation")
    current = rows.get(pk=recipient.pk)
    if not own(by, Right.EDIT, Right.REVIEW).filter(pk=current.organisation_id).exists():
        raise NoticeError(_("只有收文单位自己的人可以签收"))
    following = next_recipient_state(current.state, step)
    if following is None or next_notice_state(current.notice.state, step) is None:
        raise NoticeError(str(REFUSALS[current.notice.state]))
    return current, following


@transaction.atomic
def read_notice(*, recipient: Recipient, by: User) -> Recipient:
    """Note that the unit has opened the notice; the first time counts."""
    recipient, following = _receipt(recipient, by, "read")
    if following != recipient.state:
        recipient.state, recipient.read_at, recipient.read_by = following, clock.now(), by
        with pghistory.context(user=by.pk):  # a page that is only opened carries no context of its own
            recipient.save(update_fields=["state", "read_at", "read_by"])
    return recipient


@transaction.atomic
def acknowledge(*, recipient: Recipient, by: User) -> Recipient:
    """Sign for the notice in the name of the unit; signing again keeps the first signature."""
    recipient, following = _receipt(recipient, by, "acknowledge")
    if following != recipient.state:
        moment = clock.now()
        recipient.state, recipient.acknowledged_at, recipient.acknowledged_by = following, moment, by
        if recipient.read_at is None:
            recipient.read_at, recipient.read_by = moment, by
        fields = ["state", "read_at", "read_by", "acknowledged_at", "acknowledged_by"]
        recipient.save(update_fields=fields)
    return recipient


@dataclass(frozen=True)
class Urged:
    """How many units were urged, on which day."""

    units: int
    day: date


@transaction.atomic
def urge(*, notice: Notice, by: User) -> Urged:
    """Urge every unit that has not signed, was not urged today and has somebody to reach; a job sends the messages.

    Raises NoticeError, saying why, when there is none.
    """
    notice = locked(notice, by, "urge")
    day = clock.today(notice.edition.time_zone)
    found = urgeable(notice, day)
    if not found.now:
        raise NoticeError(found.why_nobody)
    moment = clock.now()
    Urge.objects.bulk_create((Urge(recipient=one, by=by, at=moment, day=day) for one in found.now), BATCH)
    task = app.configure_task("skillweek.plan.tasks.tell_urged", priority=PRIORITY)
    task.defer(notice_id=notice.pk, day=day.isoformat())
    return Urged(len(found.now), day)
