"""Revising a notice, and passing a received one on."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.organisations.models import Organisation
from skillweek.organisations.queries import own
from skillweek.organisations.rules import Right
from skillweek.plan import official
from skillweek.plan.actions.notices import BATCH, NoticeError, check_phase, locked
from skillweek.plan.models import Addressing, Attachment, Notice, Recipient
from skillweek.plan.queries import addressable, forwarding_of, latest, outdated_forwarding, resolved
from skillweek.plan.rules import REFUSALS, next_notice_state

#: what a version takes over from the one before it
COPIED = (
    "edition", "issuer", "number", "title", "addressees", "body", "signatory", "sign_by", "contact_name",
    "contact_phone", "contact_email", "public", "forwards",
)  # fmt: skip


@transaction.atomic
def revise_notice(*, notice: Notice, by: User) -> Notice:
    """A draft of the next version with everything copied; the same draft when there is one already.

    Its rules of addressing are completed by name, so that every unit that got the old version is asked again.
    """
    notice = locked(notice, by, "revise")
    begun = Notice.objects.filter(revises=notice).first()
    return begun or _next_version(notice)


def _next_version(notice: Notice, **changed: Any) -> Notice:
    facts = {name: getattr(notice, name) for name in COPIED} | changed
    if facts["forwards"] is not None:
        facts["forwards"] = latest(facts["forwards"])
    revision = Notice.objects.create(
        revises=notice, version=notice.version + 1, signed_on=clock.today(notice.edition.time_zone), **facts
    )
    Attachment.objects.bulk_create(
        Attachment(notice=revision, file=one.file, title=one.title, position=one.position)
        for one in notice.attachments.select_related("file")
    )
    reached = {unit.pk for unit in resolved(notice).units}
    rows = {
        (one.group, one.organisation_id): Addressing(
            notice=revision, group=one.group, organisation=one.organisation
        )
        for one in notice.addressing.select_related("organisation")
    }
    had = notice.recipients.values("organisation")
    for unit in addressable(notice.issuer).filter(pk__in=had).exclude(pk__in=reached):
        rows.setdefault(("", unit.pk), Addressing(notice=revision, organisation=unit))
    Addressing.objects.bulk_create(rows.values(), BATCH)
    return revision


@transaction.atomic
def forward_notice(*, recipient: Recipient, by: User) -> Notice:
    """What the receiving unit passes on to units below it, as a draft whose own text is the addendum.

    One version is passed on once: asked again, this gives what there is already. A newer version is passed on as a
    revision of what the unit passed on before.
    """
    rows = Recipient.objects.select_for_update(of=("self",))
    recipient = rows.select_related("organisation", "notice__edition").get(pk=recipient.pk)
    notice, unit = recipient.notice, recipient.organisation
    _may_forward(notice, unit, by)
    if (done := forwarding_of(notice, unit)) is not None:
        return done
    if (before := outdated_forwarding(notice, unit)) is None:
        return Notice.objects.create(
            edition=notice.edition, issuer=unit, forwards=notice, title=official.forward_title(notice),
            body=official.forward_body(notice), signed_on=clock.today(notice.edition.time_zone),
            public=notice.public,
        )  # fmt: skip
    change = official.forward_change(notice)
    begun = Notice.objects.filter(revises=before).first()
    if begun is None:
        return _next_version(before, forwards=notice, change_note=change)
    begun.forwards, begun.change_note = notice, begun.change_note or change
    begun.save(update_fields=["forwards", "change_note"])
    return begun


def _may_forward(notice: Notice, unit: Organisation, by: User) -> None:
    if not own(by, Right.MANAGE).filter(pk=unit.pk).exists():
        raise NoticeError(_("只有收文单位自己的管理员可以转发"))
    if next_notice_state(notice.state, "forward") is None:
        raise NoticeError(str(REFUSALS[notice.state]))
    if not addressable(unit).exists():
        raise NoticeError(_("本单位没有下属单位，不能转发"))
    check_phase(notice.edition)
