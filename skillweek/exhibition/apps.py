"""App configuration."""

from django.apps import AppConfig


class ExhibitionConfig(AppConfig):
    """The exhibition room."""

    name = "skillweek.exhibition"

    def ready(self) -> None:
        """Offer halls and resources to the desk, the search and the report."""
        from skillweek.common.registry import evidence, measures, search
        from skillweek.exhibition import models, queries
        from skillweek.exhibition.views import desk
        from skillweek.organisations.history import track
        from skillweek.review.queries import works

        works.register("hall", desk.halls)
        works.register("resource", desk.resources)
        evidence.register("halls", queries.HALLS)
        search.register("halls", queries.search)
        measures.register("halls", queries.count_halls)
        measures.register("exhibits", queries.count_exhibits)
        track(models.Hall, "owner")
        track(models.Room, "hall__owner", part_of="hall")
        track(models.Placement, "room__hall__owner", part_of="room__hall")
        track(models.Exhibit, "owner")
        track(models.Resource, "owner")
        track(models.LiveRoom, "activity__owner", part_of="activity")
