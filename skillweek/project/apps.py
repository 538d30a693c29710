"""App configuration."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """The project room."""

    name = "skillweek.project"
