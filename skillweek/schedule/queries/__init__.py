"""The one door to the schedule."""

from skillweek.schedule.queries.board import (
    Board,
    Card,
    Sift,
    Target,
    board,
    board_editions,
    clashes_there,
    on_day,
    targets,
)
from skillweek.schedule.queries.differences import Difference, anything, between, pending
from skillweek.schedule.queries.followers import by_token, followed_by, following, index_of, to_tell
from skillweek.schedule.queries.moves import movable_by, move_of, moves_by, moves_of
from skillweek.schedule.queries.releases import (
    Revision,
    changed,
    changes,
    first,
    kept_current,
    latest,
    releases,
    revisions,
)

__all__ = [
    "Board", "Card", "Difference", "Revision", "Sift", "Target", "anything", "between", "board",
    "board_editions", "by_token", "changed", "changes", "clashes_there", "first", "followed_by",
    "following", "index_of", "kept_current", "latest", "movable_by", "move_of", "moves_by",
    "moves_of", "on_day", "pending", "releases", "revisions", "targets", "to_tell",
]  # fmt: skip
