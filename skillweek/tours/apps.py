"""App configuration."""

from django.apps import AppConfig


class ToursConfig(AppConfig):
    """The tours room."""

    name = "skillweek.tours"

    def ready(self) -> None:
        """Offer tours to the desk, the search and the report."""
        from skillweek.common.registry import evidence, measures, search
        from skillweek.organisations.history import track
        from skillweek.review.queries import works
        from skillweek.tours import models, queries
        from skillweek.tours.views import desk

        works.register("tour", desk.tours)
        evidence.register("tours", queries.TOURS)
        search.register("tours", queries.search)
        measures.register("tours", queries.count_tours)
        measures.register("tour_scenes", queries.count_scenes)
        track(models.Tour, "owner")
        track(models.Scene, "tour__owner", part_of="tour")
        track(models.Link, "source__tour__owner", part_of="source__tour")
        track(models.Marker, "scene__tour__owner", part_of="scene__tour")
