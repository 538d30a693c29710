"""Rules of the edition: its phases, what a duty's state is, and how notices and receipts go on."""

from collections.abc import Sequence
from datetime import date, datetime

from skillweek.plan.models import Notice, Phase, Recipient

ORDER = [name.value for name in Phase.Name]

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
#: states of a duty, the one that needs work most first
WORST_FIRST = ("late", "open", "partly", "met")


def current_phase(phases: Sequence[Phase], now: datetime) -> str:
    """Name of the phase at ``now``: the last one that has begun; ``plan`` before all."""
    begun = [phase for phase in phases if phase.starts_at <= now]
    return max(begun, key=lambda phase: phase.starts_at).name if begun else ORDER[0]


def duty_state(count: int, minimum: int, due: date, today: date) -> str:
    """``met``, ``late`` (not met, after the due date), ``partly`` or ``open``."""
    if count >= minimum:
        return "met"
    if today > due:
        return "late"
    return "partly" if count else "open"


def next_notice_state(state: str, step: str) -> str | None:
    """The state of a notice after ``step``; None when the step is refused."""
    return NOTICE_STEPS.get((state, step))


def next_recipient_state(state: str, step: str) -> str | None:
    """The state of a receipt after ``step``; None when the step is refused."""
    return RECIPIENT_STEPS.get((state, step))
