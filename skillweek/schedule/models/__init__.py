"""Models of the schedule."""

from skillweek.schedule.models.board import Move
from skillweek.schedule.models.releases import Change, Follower, Release, ReleasedActivity, ReleasedSession

__all__ = ["Change", "Follower", "Move", "Release", "ReleasedActivity", "ReleasedSession"]
