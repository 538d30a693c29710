"""App configuration."""

from django.apps import AppConfig


class CoverageConfig(AppConfig):
    """The coverage room."""

    name = "skillweek.coverage"
