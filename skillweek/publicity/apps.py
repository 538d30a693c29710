"""App configuration."""

from django.apps import AppConfig


class PublicityConfig(AppConfig):
    """The publicity room."""

    name = "skillweek.publicity"

    def ready(self) -> None:
        """Offer articles to the desk, the search and the report."""
        from skillweek.common.registry import evidence, measures, search
        from skillweek.organisations.history import track
        from skillweek.publicity import models, queries
        from skillweek.publicity.views import desk
        from skillweek.review.queries import works

        works.register("article", desk.articles)
        evidence.register("articles", queries.ARTICLES)
        search.register("articles", queries.search)
        measures.register("articles", queries.count_articles)
        track(models.Article, "owner")
