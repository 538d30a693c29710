"""App configuration."""

from django.apps import AppConfig


class CoverageConfig(AppConfig):
    """The coverage room."""

    name = "skillweek.coverage"

    def ready(self) -> None:
        """Let a new edition take targets over; say who reads the history, and what waits on whose desk."""
        from skillweek.common import registry
        from skillweek.coverage import models, queries
        from skillweek.coverage.actions.parts import targets
        from skillweek.organisations.history import track
        from skillweek.plan.queries.parts import outside, parts

        parts.register("targets", targets)
        outside.register("targets", queries.outside)
        registry.inbox.register("observers", queries.invitations)
        track(models.Target, "edition__city")
        track(models.Proposal, "edition__city")
        track(models.Placement, "proposal__edition__city", part_of="proposal")
        track(models.Lock, "edition__city")
        track(models.Route, "edition__city")
        track(models.Stop, "route__edition__city", part_of="route")
