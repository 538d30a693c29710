"""Rules of the edition: its phases."""

from collections.abc import Sequence
from datetime import datetime

from skillweek.plan.models import Phase

ORDER = [name.value for name in Phase.Name]


def current_phase(phases: Sequence[Phase], now: datetime) -> str:
    """Name of the phase at ``now``: the last one that has begun; ``plan`` before all."""
    begun = [phase for phase in phases if phase.starts_at <= now]
    return max(begun, key=lambda phase: phase.starts_at).name if begun else ORDER[0]
