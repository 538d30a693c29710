"""What the Week should reach, what the planner proposes to get there, and the ways of observers."""

from skillweek.coverage.models.pairs import HighlightPair
from skillweek.coverage.models.planner import Footing, Lock, Placement, Proposal, Shortfall, Weight
from skillweek.coverage.models.routes import LeftOut, Route, Stop
from skillweek.coverage.models.targets import Mix, Target

__all__ = [
    "Footing", "HighlightPair", "LeftOut", "Lock", "Mix", "Placement", "Proposal", "Route", "Shortfall", "Stop",
    "Target", "Weight",
]  # fmt: skip
