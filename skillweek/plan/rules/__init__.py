"""Rules of the plan."""

from skillweek.plan.rules.duties import DONE, STATE_WORDS, WORST_FIRST, day_of, duty_state, joint_state
from skillweek.plan.rules.editions import ORDER, current_phase
from skillweek.plan.rules.notices import next_notice_state, next_recipient_state
from skillweek.plan.rules.reminders import GRACE, REMINDER, awake, fires

__all__ = [
    "DONE",
    "GRACE",
    "ORDER",
    "REMINDER",
    "STATE_WORDS",
    "WORST_FIRST",
    "awake",
    "current_phase",
    "day_of",
    "duty_state",
    "fires",
    "joint_state",
    "next_notice_state",
    "next_recipient_state",
]
