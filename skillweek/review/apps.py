"""App configuration."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """The review room."""

    name = "skillweek.review"

    def ready(self) -> None:
        """Put what waits for a decision into the inbox."""
        from skillweek.common import registry
        from skillweek.review import providers

        registry.inbox.register("review", providers.waiting)
