"""App configuration."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The audit room."""

    name = "skillweek.audit"
