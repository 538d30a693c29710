"""The one door to the schedule."""

from skillweek.schedule.queries.moves import movable_by, moves_by, moves_of

__all__ = ["movable_by", "moves_by", "moves_of"]
