"""App configuration."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The desk room."""

    name = "skillweek.desk"
