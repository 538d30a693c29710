"""Rules of notices: how notices and receipts go on."""

from skillweek.plan.models import Notice, Recipient

#: (state, step) -> next state of a notice; what is not here is refused
NOTICE_STEPS: dict[tuple[str, str], str] = {
    (Notice.State.DRAFT, "edit"): Notice.State.DRAFT,
    (Notice.State.DRAFT, "send"): Notice.State.SENT,
    (Notice.State.SENT, "supersede"): Notice.State.SUPERSEDED,
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
