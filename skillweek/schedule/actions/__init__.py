"""Everything that writes the schedule, one verb per function."""

from skillweek.schedule.actions.followers import ask_to_follow, confirm, purge_followers, stop, stop_all
from skillweek.schedule.actions.releases import release, release_due

__all__ = ["ask_to_follow", "confirm", "purge_followers", "release", "release_due", "stop", "stop_all"]
