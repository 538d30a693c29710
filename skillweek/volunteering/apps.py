"""App configuration."""

from django.apps import AppConfig


class VolunteeringConfig(AppConfig):
    """The volunteering room."""

    name = "skillweek.volunteering"
