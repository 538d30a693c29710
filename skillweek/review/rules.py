"""How a review may go: one table, and who must decide next."""

from skillweek.review.models import Review, Reviewed

State = Review.State

#: (state, step) -> next state; what is not here is refused
TRANSITIONS: dict[tuple[str, str], str] = {
    (State.WAITING, "approve"): State.WAITING,  # or APPROVED when the last organisation says so
    (State.WAITING, "return"): State.RETURNED,
    (State.WAITING, "withdraw"): State.WITHDRAWN,
    (State.APPROVED, "take_down"): State.WITHDRAWN,
    (State.RETURNED, "submit"): State.WAITING,
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
