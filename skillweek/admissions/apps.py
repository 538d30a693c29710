"""App configuration."""

from django.apps import AppConfig


class AdmissionsConfig(AppConfig):
    """The admissions room."""

    name = "skillweek.admissions"

    def ready(self) -> None:
        """Offer prospectuses to the desk, the search and the report."""
        from skillweek.admissions import models, queries
        from skillweek.admissions.views import desk
        from skillweek.common.registry import measures, search
        from skillweek.organisations.history import track
        from skillweek.review.queries import works

        works.register("prospectus", desk.prospectuses)
        search.register("prospectuses", queries.search)
        measures.register("prospectuses", queries.count_prospectuses)
        track(models.Prospectus, "owner")
        track(models.SchoolMajor, "prospectus__owner", part_of="prospectus")
