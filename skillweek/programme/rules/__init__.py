"""Rules of the programme: states, what must be known, safety, permits, money, how full a room may be."""

from skillweek.programme.rules.gaps import NotReady, is_online, missing, missing_safeguards, permit_gaps
from skillweek.programme.rules.safety import Gap
from skillweek.programme.rules.states import (
    STEPS,
    TRANSITIONS,
    ProgrammeError,
    State,
    advance,
    next_state,
    refusal,
)
from skillweek.programme.rules.times import check_times

__all__ = [
    "STEPS", "TRANSITIONS", "Gap", "NotReady", "ProgrammeError", "State", "advance", "check_times", "is_online",
    "missing", "missing_safeguards", "next_state", "permit_gaps", "refusal",
]  # fmt: skip
