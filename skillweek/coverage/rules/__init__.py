"""Rules of coverage: half days, targets and gaps, what the matrix shows, which moves make sense."""

from skillweek.coverage.rules.errors import CoverageError, Stale
from skillweek.coverage.rules.matrix import ANY_TWO, Cell, Matrix, Row, View
from skillweek.coverage.rules.moves import (
    NOON,
    SLOTS,
    Change,
    changes_between,
    check_unchanged,
    moved,
    slots_of,
)
from skillweek.coverage.rules.targets import Gap, Want, expand, urgent_first

__all__ = [
    "ANY_TWO", "NOON", "SLOTS", "Cell", "Change", "CoverageError", "Gap", "Matrix", "Row", "Stale", "View",
    "Want", "changes_between", "check_unchanged", "expand", "moved", "slots_of", "urgent_first",
]  # fmt: skip
