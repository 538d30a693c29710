"""App configuration."""

from django.apps import AppConfig


class ScheduleConfig(AppConfig):
    """The schedule: the week board, released versions, what changed, and who is told."""

    name = "skillweek.schedule"

    def ready(self) -> None:
        """Say who reads the history of moves and releases, and which messages are sent."""
        from skillweek.messaging.rules import register
        from skillweek.organisations.history import track
        from skillweek.schedule import kinds, models

        register(kinds.FOLLOW)
        register(kinds.CHANGED)

        track(models.Move, "session__activity__owner", part_of="session")
        track(models.Release, "edition__city")
