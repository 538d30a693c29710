"""Everything that writes the schedule, one verb per function."""

from skillweek.schedule.actions.moves import Applied, apply_moves, drop_move, place_move

__all__ = ["Applied", "apply_moves", "drop_move", "place_move"]
