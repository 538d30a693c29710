"""App configuration."""

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    """The library room."""

    name = "skillweek.library"
