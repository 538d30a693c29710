"""App configuration."""

from django.apps import AppConfig


class CoverageConfig(AppConfig):
    """The coverage room."""

    name = "skillweek.coverage"

    def ready(self) -> None:
        """Say who reads the history of targets and proposals."""
        from skillweek.coverage import models
        from skillweek.organisations.history import track

        track(models.Target, "edition__city")
        track(models.Proposal, "edition__city")
        track(models.Placement, "proposal__edition__city", part_of="proposal")
