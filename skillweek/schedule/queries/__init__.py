"""The one door to the schedule."""

from skillweek.schedule.queries.differences import Difference, anything, between, pending
from skillweek.schedule.queries.followers import by_token, followed_by, following, index_of, to_tell
from skillweek.schedule.queries.moves import movable_by, moves_by, moves_of
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
    "Difference", "Revision", "anything", "between", "by_token", "changed", "changes", "first",
    "followed_by", "following", "index_of", "kept_current", "latest", "movable_by", "moves_by",
    "moves_of", "pending", "releases", "revisions", "to_tell",
]  # fmt: skip
