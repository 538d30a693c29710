"""App configuration."""

from django.apps import AppConfig


class ToursConfig(AppConfig):
    """The tours room."""

    name = "skillweek.tours"
