"""Rules of the plan."""

from skillweek.plan.rules.duties import (
    DONE,
    GRACE,
    WORST_FIRST,
    awake,
    day_of,
    duty_state,
    fires,
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
    is_open,
    phase_errors,
    refusal,
)
from skillweek.plan.rules.notices import next_notice_state, next_recipient_state

__all__ = [
    "DONE", "GRACE", "ORDER", "STEPS", "WORST_FIRST", "Shift", "Step", "awake", "current_phase",
    "date_errors", "day_of", "default_phases", "duty_state", "fires", "is_open", "joint_state",
    "next_notice_state", "next_recipient_state", "phase_errors", "refusal",
]  # fmt: skip
