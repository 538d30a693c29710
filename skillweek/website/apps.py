"""App configuration."""

from django.apps import AppConfig


class WebsiteConfig(AppConfig):
    """The website room."""

    name = "skillweek.website"

    def ready(self) -> None:
        """Add places, schools and notices to the search."""
        from skillweek.common.registry import search
        from skillweek.website.queries import find

        search.register("places", find.place_hits)
        search.register("schools", find.school_hits)
        search.register("notices", find.notice_hits)
