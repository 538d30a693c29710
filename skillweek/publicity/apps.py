"""App configuration."""

from django.apps import AppConfig


class PublicityConfig(AppConfig):
    """The publicity room."""

    name = "skillweek.publicity"
