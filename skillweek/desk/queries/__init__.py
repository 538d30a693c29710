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
from skillweek.desk.queries.inbox import Asked, Entry, Inbox, Pile, inbox, waiting_count

__all__ = [
    "Asked", "Entry", "Inbox", "Pile", "Tiles", "clock_stations", "inbox", "may_move_clock", "memberships",
    "navigation", "sees_units", "tiles", "waiting_count",
]  # fmt: skip
