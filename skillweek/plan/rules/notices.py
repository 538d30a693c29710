"""Rules of notices: how notices and receipts go on, and when a step is refused."""

from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from skillweek.plan.models import Notice, Recipient

#: (state, step) -> next state of a notice; what is not here is refused
NOTICE_STEPS: dict[tuple[str, str], str] = {
    (Notice.State.DRAFT, "edit"): Notice.State.DRAFT,
    (Notice.State.DRAFT, "send"): Notice.State.SENT,
    (Notice.State.SENT, "supersede"): Notice.State.SUPERSEDED,
    (Notice.State.SENT, "send further"): Notice.State.SENT,
    (Notice.State.SENT, "read"): Notice.State.SENT,
    (Notice.State.SENT, "acknowledge"): Notice.State.SENT,
    (Notice.State.SENT, "urge"): Notice.State.SENT,
    (Notice.State.SENT, "forward"): Notice.State.SENT,
    (Notice.State.SENT, "revise"): Notice.State.SENT,
    (Notice.State.SUPERSEDED, "read"): Notice.State.SUPERSEDED,
}
#: why a step is refused, by the state the notice is in
REFUSALS: dict[str, str | Promise] = {
    Notice.State.DRAFT: _("这份通知还没有发出"),
    Notice.State.SENT: _("这份通知已经发出，不能再改"),
    Notice.State.SUPERSEDED: _("这份通知已被新版替代，请看新版"),
}
#: (state, step) -> next state of a receipt; reading or signing again changes nothing
RECIPIENT_STEPS: dict[tuple[str, str], str] = {
    (Recipient.State.SENT, "read"): Recipient.State.READ,
    (Recipient.State.READ, "read"): Recipient.State.READ,
    (Recipient.State.ACKNOWLEDGED, "read"): Recipient.State.ACKNOWLEDGED,
    (Recipient.State.SENT, "acknowledge"): Recipient.State.ACKNOWLEDGED,
    (Recipient.State.READ, "acknowledge"): Recipient.State.ACKNOWLEDGED,
    (Recipient.State.ACKNOWLEDGED, "acknowledge"): Recipient.State.ACKNOWLEDGED,
}


def next_notice_state(state: str, step: str) -> str | None:
    """The state of a notice after ``step``; None when the step is refused."""
    return NOTICE_STEPS.get((state, step))


def next_recipient_state(state: str, step: str) -> str | None:
    """The state of a receipt after ``step``; None when the step is refused."""
    return RECIPIENT_STEPS.get((state, step))


def unfit_to_send(notice: Notice, today: date) -> str | Promise:
    """Why a draft cannot be sent as it is; empty when it can."""
    if not (notice.title and notice.addressees and notice.body):
        return _("标题、主送机关和正文都要写好，才能发出")
    if notice.revises_id and not notice.change_note:
        return _("请写明这一版改了什么")
    if notice.sign_by and notice.sign_by < today:
        return _("签收期限已经过了，请改一个日期")
    return ""


def is_overdue(state: str, sign_by: date | None, today: date) -> bool:
    """True for a receipt that should have been signed before ``today``."""
    return state != Recipient.State.ACKNOWLEDGED and sign_by is not None and sign_by < today
