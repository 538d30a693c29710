"""App configuration."""

from django.apps import AppConfig


class AdmissionsConfig(AppConfig):
    """The admissions room."""

    name = "skillweek.admissions"
