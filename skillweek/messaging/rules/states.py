"""The states of a message and the steps between them, and how long to wait before another try."""

from collections.abc import Sequence

from skillweek.messaging.models import Message

State = Message.State

#: (state, step) -> state. ``start`` from ``sending``: a worker died, or the other side did not answer, in the
#: middle of handing over; ``unsure`` keeps that knowledge for the next try.
STEPS: dict[tuple[str, str], str] = {
    (State.HELD, "release"): State.QUEUED,
    (State.HELD, "edit"): State.HELD,
    (State.HELD, "discard"): State.DISCARDED,
    (State.QUEUED, "hold"): State.HELD,
    (State.QUEUED, "start"): State.SENDING,
    (State.QUEUED, "discard"): State.DISCARDED,
    (State.QUEUED, "lose"): State.FAILED,
    (State.SENDING, "start"): State.SENDING,
    (State.SENDING, "unsure"): State.SENDING,
    (State.SENDING, "again"): State.QUEUED,
    (State.SENDING, "done"): State.SENT,
    (State.SENDING, "refuse"): State.FAILED,
    (State.SENDING, "lose"): State.FAILED,
    (State.FAILED, "retry"): State.QUEUED,
    (State.FAILED, "discard"): State.DISCARDED,
}


def next_state(state: str, step: str) -> str | None:
    """Where ``step`` leads from ``state``; None when it cannot be taken."""
    return STEPS.get((state, step))


def pause(attempts: int, pauses: Sequence[int]) -> int | None:
    """Seconds to wait after try number ``attempts``; None when that was the last."""
    return pauses[attempts - 1] if attempts <= len(pauses) else None
