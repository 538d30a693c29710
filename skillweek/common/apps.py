"""App configuration."""

from django.apps import AppConfig


class CommonConfig(AppConfig):
    """The common room."""

    name = "skillweek.common"
