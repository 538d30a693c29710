"""App configuration."""

from django.apps import AppConfig


class ReportConfig(AppConfig):
    """The report room."""

    name = "skillweek.report"
