"""App configuration."""

from django.apps import AppConfig


class CoverageConfig(AppConfig):
    """The coverage room."""

    name = "skillweek.coverage"

    def ready(self) -> None:
        """Let a new edition take targets over, and warn when dates move away from targets."""
        from skillweek.coverage import queries
        from skillweek.coverage.actions.parts import targets
        from skillweek.plan.queries.parts import outside, parts

        parts.register("targets", targets)
        outside.register("targets", queries.outside)
