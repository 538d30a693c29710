"""Rules of the plan."""

from skillweek.plan.rules.differences import Piece, differences
from skillweek.plan.rules.duties import WORST_FIRST, duty_state
from skillweek.plan.rules.editions import ORDER, current_phase
from skillweek.plan.rules.notices import (
    REFUSALS,
    is_overdue,
    next_notice_state,
    next_recipient_state,
    unfit_to_send,
)

__all__ = [
    "ORDER",
    "REFUSALS",
    "WORST_FIRST",
    "Piece",
    "current_phase",
    "differences",
    "duty_state",
    "is_overdue",
    "next_notice_state",
    "next_recipient_state",
    "unfit_to_send",
]
