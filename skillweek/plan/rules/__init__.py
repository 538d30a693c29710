"""Rules of the plan."""

from skillweek.plan.rules.duties import WORST_FIRST, duty_state
from skillweek.plan.rules.editions import ORDER, current_phase
from skillweek.plan.rules.notices import next_notice_state, next_recipient_state

__all__ = [
    "ORDER",
    "WORST_FIRST",
    "current_phase",
    "duty_state",
    "next_notice_state",
    "next_recipient_state",
]
