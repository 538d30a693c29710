"""App configuration."""

from django.apps import AppConfig


class ScheduleConfig(AppConfig):
    """The schedule: the week board, released versions, what changed, and who is told."""

    name = "skillweek.schedule"
