"""States of an item, and how complete a unit's folder is."""

from dataclasses import dataclass

from skillweek.collection.models import Item, ItemRule

State = Item.State

#: (state, step) -> next state; what is not here is refused
TRANSITIONS: dict[tuple[str, str], str] = {
    (State.DRAFT, "submit"): State.SUBMITTED,
    (State.RETURNED, "replace"): State.DRAFT,
    (State.DRAFT, "replace"): State.DRAFT,
    (State.DRAFT, "remove"): State.WITHDRAWN,
    (State.RETURNED, "remove"): State.WITHDRAWN,
    (State.SUBMITTED, "accept"): State.ACCEPTED,
    (State.SUBMITTED, "return"): State.RETURNED,
    (State.ACCEPTED, "lock"): State.LOCKED,
}


def next_state(state: str, step: str) -> str | None:
    """The state after ``step``, or None when the step is not allowed."""
    return TRANSITIONS.get((state, step))


@dataclass(frozen=True)
class Progress:
    """How far a unit is with one rule; counts of items by state."""

    rule: ItemRule
    handed_in: int
    accepted: int
    returned: int
    drafts: int

    @property
    def complete(self) -> bool:
        """True when enough was handed in (accepted or waiting)."""
        return self.handed_in >= self.rule.minimum

    @property
    def missing(self) -> int:
        """How many more are needed."""
        return max(0, self.rule.minimum - self.handed_in)
