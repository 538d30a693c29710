"""App configuration."""

from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class ProjectConfig(AppConfig):
    """The project room."""

    name = "skillweek.project"

    def ready(self) -> None:
        """Have the tables that public pages show tell of changes, after migrations (this room has no tables)."""
        post_migrate.connect(_tell, sender=apps.get_app_config("pghistory"))


def _tell(**_about: Any) -> None:
    from skillweek.project.pages.watched import install

    install()
