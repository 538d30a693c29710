"""App configuration."""

from django.apps import AppConfig


class ScheduleConfig(AppConfig):
    """The schedule: the week board, released versions, what changed, and who is told."""

    name = "skillweek.schedule"

    def ready(self) -> None:
        """Say who reads the history of moves and releases."""
        from skillweek.organisations.history import track
        from skillweek.schedule import models

        track(models.Move, "session__activity__owner", part_of="session")
        track(models.Release, "edition__city")
