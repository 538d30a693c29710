"""App configuration."""

from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    """The audit room."""

    name = "skillweek.audit"

    def ready(self) -> None:
        """Have the history sealed after migrations: of every room, also those to come (this room has no tables)."""
        post_migrate.connect(_seal, sender=apps.get_app_config("pghistory"))


def _seal(**_about: Any) -> None:
    from skillweek.audit.actions import seal_history

    seal_history()
