"""App configuration."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """The review room."""

    name = "skillweek.review"

    def ready(self) -> None:
        """Put what waits for a decision, and what came back, into the inbox."""
        from skillweek.common import registry
        from skillweek.organisations.history import track
        from skillweek.review import desk, providers
        from skillweek.review.models import Review
        from skillweek.review.queries import WORK, reviewables

        registry.inbox.register("review", providers.waiting)
        registry.inbox.register("returned", providers.returned)
        reviewables.register(WORK, desk.any_work)
        track(Review, "owner")
