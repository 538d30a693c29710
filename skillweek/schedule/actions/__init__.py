"""Everything that writes the schedule, one verb per function."""

from skillweek.schedule.actions.followers import ask_to_follow, confirm, purge_followers, stop, stop_all
from skillweek.schedule.actions.moves import Applied, apply_moves, drop_move, place_move
from skillweek.schedule.actions.releases import Released, release, release_due

__all__ = [
    "Applied", "Released", "apply_moves", "ask_to_follow", "confirm", "drop_move", "place_move",
    "purge_followers", "release", "release_due", "stop", "stop_all",
]  # fmt: skip
