"""The one door to targets, the matrix and proposals."""

from skillweek.coverage.queries.matrix import Counts, counts, gaps, matrix, outside, targets
from skillweek.coverage.queries.problem import Situation, situation
from skillweek.coverage.queries.proposals import (
    may_manage,
    open_placements,
    placements_of,
    proposals_of,
    readable_edition,
    shortfalls_of,
)

__all__ = [
    "Counts", "Situation", "counts", "gaps", "matrix", "may_manage", "open_placements", "outside", "placements_of",
    "proposals_of", "readable_edition", "shortfalls_of", "situation", "targets",
]  # fmt: skip
