"""App configuration."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """The review room."""

    name = "skillweek.review"

    def ready(self) -> None:
        """Put what waits for a decision, and what came back, into the inbox; tell who closes or moves a unit."""
        from skillweek.common import registry
        from skillweek.organisations.history import track
        from skillweek.organisations.queries import open_things
        from skillweek.review import desk, providers, queries
        from skillweek.review.models import Review
        from skillweek.review.queries import WORK, open_of, reviewables

        registry.inbox.register("review", providers.waiting)
        registry.inbox.register("returned", providers.returned)
        reviewables.register(WORK, desk.any_work)
        open_things.register("review", open_of)
        track(Review, "owner", about=queries.about)
