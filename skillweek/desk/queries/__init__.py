"""What the desk shows, asked of the rooms below."""

from skillweek.desk.queries.front import (
    Tiles,
    clock_stations,
    may_move_clock,
    memberships,
    navigation,
    sees_units,
    tiles,
)
from skillweek.desk.queries.history import (
    Line,
    Lines,
    history_of,
    journal,
    journal_units,
    kinds,
    object_of,
)
from skillweek.desk.queries.inbox import Asked, Entry, Inbox, Pile, inbox, waiting_count
from skillweek.desk.queries.late import (
    SORTS,
    Behind,
    Details,
    behind,
    details,
    may_urge,
    totals,
    unit_in_scope,
)
from skillweek.desk.queries.phases import PhaseClock, phase_clock

__all__ = [
    "SORTS",
    "Asked",
    "Behind",
    "Details",
    "Entry",
    "Inbox",
    "Line",
    "Lines",
    "PhaseClock",
    "Pile",
    "Tiles",
    "behind",
    "clock_stations",
    "details",
    "history_of",
    "inbox",
    "journal",
    "journal_units",
    "kinds",
    "may_move_clock",
    "may_urge",
    "memberships",
    "navigation",
    "object_of",
    "phase_clock",
    "sees_units",
    "tiles",
    "totals",
    "unit_in_scope",
    "waiting_count",
]  # fmt: skip
