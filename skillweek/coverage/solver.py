"""The planner under the name that the rest of the room knows; how it works is in ``solving``."""

from skillweek.coverage.solving import Answer, Unmet, shortfall_today, solve

__all__ = ["Answer", "Unmet", "shortfall_today", "solve"]
