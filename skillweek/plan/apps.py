"""App configuration."""

from django.apps import AppConfig


class PlanConfig(AppConfig):
    """The plan room."""

    name = "skillweek.plan"
