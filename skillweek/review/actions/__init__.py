"""Everything that writes reviews and reviewed works, one verb per function."""

from skillweek.review.actions.batch import Outcome, decide_many, decide_work
from skillweek.review.actions.chain import (
    ReviewError,
    approve,
    send_back,
    submit,
    take_down,
    withdraw,
)
from skillweek.review.actions.works import (
    approve_work,
    fill,
    hold_editable,
    return_work,
    submit_work,
    withdraw_work,
    write_work,
)

__all__ = [
    "Outcome", "ReviewError", "approve", "approve_work", "decide_many", "decide_work", "fill", "hold_editable",
    "return_work", "send_back", "submit", "submit_work", "take_down", "withdraw", "withdraw_work", "write_work",
]  # fmt: skip
