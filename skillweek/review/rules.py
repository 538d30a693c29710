"""How a review may go: one table, who must decide next, and by when."""

from collections.abc import Iterable

from skillweek.review.models import Review, Reviewed

State = Review.State
#: days that something may wait for a decision before it counts as late
REVIEW_DAYS = 3
#: days that a unit has for mending what came back
MEND_DAYS = 5
#: most things that are decided on at once
BATCH = 50

#: (state, step) -> next state; what is not here is refused
TRANSITIONS: dict[tuple[str, str], str] = {
    (State.WAITING, "approve"): State.WAITING,  # or APPROVED when the last organisation says so
    (State.WAITING, "return"): State.RETURNED,
    (State.WAITING, "withdraw"): State.WITHDRAWN,
    (State.APPROVED, "take_down"): State.WITHDRAWN,
    (State.RETURNED, "submit"): State.WAITING,
    (State.RETURNED, "withdraw"): State.WITHDRAWN,  # the unit lets it be
    (State.WITHDRAWN, "submit"): State.WAITING,
}


def next_state(state: str, step: str, *, last: bool = False) -> str | None:
    """The state after ``step``, or None when the step is not allowed; ``last``: the final organisation decides."""
    following = TRANSITIONS.get((state, step))
    if following == State.WAITING and step == "approve" and last:
        return State.APPROVED
    return following


#: state of a review -> state of the work that is reviewed
WORK_STATES: dict[str, str] = {
    State.WAITING: Reviewed.State.SUBMITTED,
    State.APPROVED: Reviewed.State.PUBLISHED,
    State.RETURNED: Reviewed.State.RETURNED,
    State.WITHDRAWN: Reviewed.State.WITHDRAWN,
}


def picked(tokens: Iterable[str]) -> dict[int, str]:
    """The tokens by the review they name; what is no token is left out."""
    found: dict[int, str] = {}
    for token in tokens:
        parts = token.split("-")
        if len(parts) == 3 and all(part.isascii() and part.isdigit() and len(part) < 16 for part in parts):
            found[int(parts[0])] = token
    return found
