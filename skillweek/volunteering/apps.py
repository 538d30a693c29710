"""App configuration."""

from django.apps import AppConfig


class VolunteeringConfig(AppConfig):
    """The volunteering room."""

    name = "skillweek.volunteering"

    def ready(self) -> None:
        """Offer service points to the search and the report."""
        from skillweek.common.registry import measures, search
        from skillweek.organisations.history import track
        from skillweek.volunteering import models, queries

        search.register("services", queries.search)
        measures.register("service_points", queries.count_points)
        track(models.ServicePoint, "activity__owner", part_of="activity")
