"""App configuration."""

from django.apps import AppConfig


class ExhibitionConfig(AppConfig):
    """The exhibition room."""

    name = "skillweek.exhibition"
