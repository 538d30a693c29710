"""App configuration."""

from django.apps import AppConfig


class CollectionConfig(AppConfig):
    """The collection room."""

    name = "skillweek.collection"

    def ready(self) -> None:
        """Offer evidence, inbox entries and measures to the rooms below and above."""
        from skillweek.collection import desk, models, providers
        from skillweek.collection.actions import move_calls
        from skillweek.common import registry
        from skillweek.organisations.history import track
        from skillweek.plan.queries.parts import followers, parts
        from skillweek.review.queries import reviewables

        registry.evidence.register("materials", providers.MATERIALS)
        registry.inbox.register("draft materials", providers.drafts)
        reviewables.register("item", desk.items)
        registry.measures.register("materials_received", providers.received)
        registry.measures.register("materials_on_time", providers.on_time)
        registry.measures.register("units_complete", providers.complete)
        parts.register("calls", providers.calls)
        followers.register("calls", move_calls)
        track(models.Call, "edition__city")
        track(models.Item, "submission__organisation")
