"""How contacts follow one another, and how a task may go."""

from datetime import date

from skillweek.organisations.models import Contact, Task

#: what every unit that takes part should have somebody for
REQUIRED_CONTACTS = (Contact.Role.HEAD, Contact.Role.LIAISON, Contact.Role.SAFETY, Contact.Role.PRESS)

State = Task.State
#: (state, step) -> next state; what is not here is refused
TRANSITIONS: dict[tuple[str, str], str] = {
    (State.OPEN, "finish"): State.DONE,
    (State.OPEN, "drop"): State.DROPPED,
    (State.DONE, "reopen"): State.OPEN,
    (State.DROPPED, "reopen"): State.OPEN,
}


def next_state(state: str, step: str) -> str | None:
    """The state of a task after ``step``, or None when the step is not allowed."""
    return TRANSITIONS.get((state, step))


def is_late(state: str, due: date, today: date) -> bool:
    """True when a task is still open and its day is past."""
    return state == State.OPEN and due < today


def overlap(since: date, until: date | None, other_since: date, other_until: date | None) -> bool:
    """True when two periods share a day; ends are the first day not in it, None is no end."""
    return (until is None or other_since < until) and (other_until is None or since < other_until)
