"""App configuration."""

from django.apps import AppConfig


class CeremoniesConfig(AppConfig):
    """Ceremonies: the run of show, guests, seats and what is printed for them."""

    name = "skillweek.ceremonies"
