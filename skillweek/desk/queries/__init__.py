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

__all__ = [
    "Asked", "Entry", "Inbox", "Line", "Lines", "Pile", "Tiles", "clock_stations", "history_of", "inbox", "journal",
    "journal_units", "kinds", "may_move_clock", "memberships", "navigation", "object_of", "sees_units", "tiles",
    "waiting_count",
]  # fmt: skip
