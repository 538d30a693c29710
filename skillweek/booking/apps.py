"""App configuration."""

from django.apps import AppConfig


class BookingConfig(AppConfig):
    """The booking room."""

    name = "skillweek.booking"
