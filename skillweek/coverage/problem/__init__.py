"""The planner's problem as plain data, and how it is read."""

from skillweek.coverage.problem.data import Goal, Item, Option, Problem, Spacing, Travel
from skillweek.coverage.problem.reading import ProblemError, parse

__all__ = ["Goal", "Item", "Option", "Problem", "ProblemError", "Spacing", "Travel", "parse"]
