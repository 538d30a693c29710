"""App configuration."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """The review room."""

    name = "skillweek.review"

    def ready(self) -> None:
        """Put what waits for a decision into the inbox, and tell who closes or moves a unit."""
        from skillweek.common import registry
        from skillweek.organisations.queries import open_things
        from skillweek.review import providers
        from skillweek.review.queries import open_of

        registry.inbox.register("review", providers.waiting)
        open_things.register("review", open_of)
