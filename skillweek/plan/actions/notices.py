"""Writing and sending notices."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from procrastinate.contrib.django import app

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.library.actions import release_file
from skillweek.organisations.models import Organisation
from skillweek.organisations.queries import has_right
from skillweek.organisations.rules import Right
from skillweek.plan.models import Addressing, Edition, Notice, Recipient
from skillweek.plan.queries import addressable, closed, groups, resolved
from skillweek.plan.rules import REFUSALS, next_notice_state, unfit_to_send

#: rows written by one statement
BATCH = 1000
#: telling goes before the thousands of single messages that may be waiting to leave
PRIORITY = 10


class NoticeError(Exception):
    """A step that is not allowed now; the text says why, to a person."""


class RecipientsChanged(NoticeError):
    """The units that a notice goes to are not as many as the sender saw; they have to be seen again."""

    def __init__(self, seen: int, now: int) -> None:
        words = {"seen": seen, "n": now}
        super().__init__(
            ngettext(
                "您看到的名单有 %(seen)s 个单位，现在是 %(n)s 个。请再核对一遍名单",
                "您看到的名单有 %(seen)s 个单位，现在是 %(n)s 个。请再核对一遍名单",
                now,
            )
            % words
        )


def check_phase(edition: Edition) -> None:
    """Raise NoticeError while the edition's phase does not allow to write and send."""
    if reason := closed(edition, "write_notices"):
        raise NoticeError(reason)


def locked(notice: Notice, by: User, step: str) -> Notice:
    """The row of ``notice`` for a writer of its issuer, held until the transaction ends; NoticeError when ``step``
    is not allowed now."""
    rows = Notice.objects.select_for_update(of=("self",))
    current = rows.select_related("issuer", "edition__city", "forwards").get(pk=notice.pk)
    if not has_right(by, Right.MANAGE, current.issuer):
        raise NoticeError(_("您不能以这个单位的名义发通知"))
    if next_notice_state(current.state, step) is None:
        raise NoticeError(str(REFUSALS[current.state]))
    check_phase(current.edition)
    return current


@transaction.atomic
def write_notice(*, edition: Edition, issuer: Organisation, by: User, facts: dict[str, Any]) -> Notice:
    """Keep a draft of ``issuer``; ``facts`` are the fields of the form."""
    if not has_right(by, Right.MANAGE, issuer):
        raise NoticeError(_("您不能以这个单位的名义发通知"))
    check_phase(edition)
    return Notice.objects.create(edition=edition, issuer=issuer, **facts)


@transaction.atomic
def edit_notice(*, notice: Notice, by: User, facts: dict[str, Any]) -> Notice:
    """Change a draft. What passes on a notice that is not public is never public."""
    notice = locked(notice, by, "edit")
    for name, value in facts.items():
        setattr(notice, name, value)
    if notice.forwards is not None and not notice.forwards.public:
        notice.public = False
    notice.save()
    return notice


@transaction.atomic
def address_notice(
    *, notice: Notice, keys: Iterable[str], organisations: Sequence[Organisation], by: User
) -> Notice:
    """Say to whom a draft goes: groups by ``keys`` (``queries.groups``) and units by name, all below the issuer."""
    notice = locked(notice, by, "edit")
    wanted = list(dict.fromkeys(keys))
    units = {unit.pk: unit for unit in organisations}
    if not wanted and not units:
        raise NoticeError(_("请至少选择一个接收单位"))
    if not set(wanted) <= {group.key for group in groups(notice.issuer)}:
        raise NoticeError(_("没有这一类单位"))
    if addressable(notice.issuer).filter(pk__in=units).count() != len(units):
        raise NoticeError(_("接收单位里有不归本单位管理的单位"))
    notice.addressing.all().delete()
    rows = [Addressing(notice=notice, group=key) for key in wanted]
    Addressing.objects.bulk_create(
        rows + [Addressing(notice=notice, organisation=unit) for unit in units.values()], BATCH
    )
    return notice


@transaction.atomic
def send_notice(*, notice: Notice, seen: int, by: User) -> Notice:
    """Send a draft to the units its rules come to now: one receipt each; a job tells the people who sign for them.

    ``seen`` is the number of units that the sender was shown; when it differs nothing is sent (RecipientsChanged). A
    revision supersedes the version before it in the same moment.
    """
    notice = locked(notice, by, "send")
    if problem := unfit_to_send(notice, clock.today(notice.edition.time_zone)):
        raise NoticeError(str(problem))
    units = resolved(notice).units
    if not units:
        raise NoticeError(_("请至少选择一个接收单位"))
    if len(units) != seen:
        raise RecipientsChanged(seen, len(units))
    if notice.revises_id is not None:
        _supersede(notice.revises_id)
    notice.state = next_notice_state(notice.state, "send") or notice.state
    notice.sent_at = clock.now()
    notice.save(update_fields=["state", "sent_at"])
    if notice.public:
        for attachment in notice.attachments.select_related("file"):
            release_file(file=attachment.file)
    _deliver(notice, units)
    return notice


def _supersede(version: int) -> None:
    old = Notice.objects.select_for_update().get(pk=version)
    following = next_notice_state(old.state, "supersede")
    if following is None:
        raise NoticeError(str(REFUSALS[old.state]))
    old.state = following
    old.save(update_fields=["state"])


@transaction.atomic
def send_further(*, notice: Notice, organisations: Sequence[Organisation], seen: int, by: User) -> int:
    """Send a notice that is out to further units; returns to how many. Those that have it are left alone."""
    notice = locked(notice, by, "send further")
    wanted = {unit.pk for unit in organisations} - set(
        notice.recipients.values_list("organisation", flat=True)
    )
    units = list(addressable(notice.issuer).filter(pk__in=wanted))
    if len(units) != len(wanted):
        raise NoticeError(_("接收单位里有不归本单位管理的单位"))
    if not units:
        raise NoticeError(_("选中的单位都已经收到这份通知"))
    if len(units) != seen:
        raise RecipientsChanged(seen, len(units))
    _deliver(notice, units)
    return len(units)


def _deliver(notice: Notice, units: list[Organisation]) -> None:
    """One receipt per unit at once; the job that tells their people begins after the commit."""
    Recipient.objects.bulk_create((Recipient(notice=notice, organisation=unit) for unit in units), BATCH)
    app.configure_task("skillweek.plan.tasks.tell", priority=PRIORITY).defer(notice_id=notice.pk)
