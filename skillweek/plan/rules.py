"""Rules of the edition: its phases, and what a duty's state is."""

from collections.abc import Sequence
from datetime import date, datetime

from skillweek.plan.models import Phase

ORDER = [name.value for name in Phase.Name]


def current_phase(phases: Sequence[Phase], now: datetime) -> str:
    """Name of the phase at ``now``: the last one that has begun; ``plan`` before all."""
    begun = [phase for phase in phases if phase.starts_at <= now]
    return max(begun, key=lambda phase: phase.starts_at).name if begun else ORDER[0]


def duty_state(count: int, minimum: int, due: date, today: date) -> str:
    """``met``, ``late`` (not met, after the due date), ``partly`` or ``open``."""
    if count >= minimum:
        return "met"
    if today > due:
        return "late"
    return "partly" if count else "open"
