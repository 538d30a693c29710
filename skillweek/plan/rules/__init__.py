"""Rules of the plan."""

from skillweek.plan.rules.differences import Piece, differences
from skillweek.plan.rules.duties import (
    DONE,
    STATE_WORDS,
    WORST_FIRST,
    day_of,
    duty_state,
    is_near,
    joint_state,
)
from skillweek.plan.rules.editions import (
    ORDER,
    STEPS,
    Shift,
    Step,
    current_phase,
    date_errors,
    default_phases,
    figure_errors,
    is_open,
    phase_errors,
    refusal,
)
from skillweek.plan.rules.notices import (
    REFUSALS,
    is_overdue,
    next_notice_state,
    next_recipient_state,
    unfit_to_send,
)
from skillweek.plan.rules.reminders import GRACE, REMINDER, awake, fires

__all__ = [
    "DONE", "GRACE", "ORDER", "REFUSALS", "REMINDER", "STATE_WORDS", "STEPS", "WORST_FIRST", "Piece",
    "Shift", "Step", "awake", "current_phase", "date_errors", "day_of", "default_phases", "differences",
    "duty_state", "figure_errors", "fires", "is_near", "is_open", "is_overdue", "joint_state", "next_notice_state",
    "next_recipient_state", "phase_errors", "refusal", "unfit_to_send",
]  # fmt: skip
