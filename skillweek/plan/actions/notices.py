"""Writing, sending, reading and signing for notices."""

from collections.abc import Sequence
from typing import Any

import pghistory
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.messaging.actions import queue
from skillweek.messaging.models import Message
from skillweek.organisations.models import Membership, Organisation
from skillweek.organisations.queries import has_right, own, subtree_ids
from skillweek.organisations.rules import Right, roles_with
from skillweek.plan.models import Edition, Notice, Recipient
from skillweek.plan.rules import next_notice_state, next_recipient_state


class NoticeError(Exception):
    """A step that is not allowed now; the text says why, to a person."""


@transaction.atomic
def write_notice(*, edition: Edition, issuer: Organisation, by: User, facts: dict[str, Any]) -> Notice:
    """Keep a draft of ``issuer``; ``facts`` are the fields of the form."""
    if not has_right(by, Right.MANAGE, issuer):
        raise NoticeError(_("您不能以这个单位的名义发通知"))
    return Notice.objects.create(edition=edition, issuer=issuer, **facts)


def _locked(notice: Notice, by: User, step: str) -> Notice:
    current = Notice.objects.select_for_update(of=("self",)).select_related("issuer").get(pk=notice.pk)
    if not has_right(by, Right.MANAGE, current.issuer):
        raise NoticeError(_("您不能以这个单位的名义发通知"))
    if next_notice_state(current.state, step) is None:
        raise NoticeError(_("这份通知已经发出，不能再改"))
    return current


@transaction.atomic
def edit_notice(*, notice: Notice, by: User, facts: dict[str, Any]) -> Notice:
    """Change a draft."""
    notice = _locked(notice, by, "edit")
    for name, value in facts.items():
        setattr(notice, name, value)
    notice.save()
    return notice


@transaction.atomic
def send_notice(*, notice: Notice, organisations: Sequence[Organisation], by: User) -> Notice:
    """Send a draft to ``organisations`` (below the issuer): one receipt each, mail to those who sign for them."""
    notice = _locked(notice, by, "send")
    allowed = set(subtree_ids(notice.issuer)) - {notice.issuer_id}
    units = {unit.pk: unit for unit in organisations}
    if not units:
        raise NoticeError(_("请至少选择一个接收单位"))
    if not units.keys() <= allowed:
        raise NoticeError(_("接收单位里有不归本单位管理的单位"))
    notice.state = next_notice_state(notice.state, "send") or notice.state
    notice.sent_at = clock.now()
    notice.save(update_fields=["state", "sent_at"])
    Recipient.objects.bulk_create(Recipient(notice=notice, organisation=unit) for unit in units.values())
    _tell(notice, list(units))
    return notice


def _tell(notice: Notice, units: list[int]) -> None:
    """Queue one mail per person who signs for any of ``units`` and has an address."""
    roles = {*roles_with(Right.EDIT), *roles_with(Right.REVIEW)}
    members = Membership.objects.filter(
        organisation__in=units, active=True, role__in=roles, user__is_active=True
    ).exclude(user__email="")
    link = settings.SITE_URL + reverse("plan:desk_notice", args=[notice.code])
    people = {membership.user_id: membership for membership in members.select_related("user", "organisation")}
    for membership in people.values():
        queue(
            city_code=notice.edition.city.code, channel=Message.Channel.MAIL, address=membership.user.email,
            dedup_key=f"notice:{notice.code}:{membership.user_id}", subject=_("请签收：") + notice.title,
            body=_("%(unit)s：\n\n%(issuer)s发来通知《%(title)s》，请打开下面的地址阅读并签收。\n%(link)s\n") % {
                "unit": membership.organisation.name, "issuer": notice.issuer.name,
                "title": notice.title, "link": link,
            },
        )  # fmt: skip


def _receipt(recipient: Recipient, by: User, step: str) -> tuple[Recipient, str]:
    current = Recipient.objects.select_for_update(of=("self",)).select_related("notice").get(pk=recipient.pk)
    if not own(by, Right.EDIT, Right.REVIEW).filter(pk=current.organisation_id).exists():
        raise NoticeError(_("只有收文单位自己的人可以签收"))
    following = next_recipient_state(current.state, step)
    if following is None or current.notice.state == Notice.State.DRAFT:
        raise NoticeError(_("这份通知还没有发出"))
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
        recipient.read_at = recipient.read_at or moment
        recipient.save(update_fields=["state", "read_at", "acknowledged_at", "acknowledged_by"])
    return recipient
