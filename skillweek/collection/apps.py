"""App configuration."""

from django.apps import AppConfig


class CollectionConfig(AppConfig):
    """The collection room."""

    name = "skillweek.collection"

    def ready(self) -> None:
        """Offer evidence, inbox entries and measures to the rooms below and above."""
        from skillweek.collection import providers
        from skillweek.collection.actions import move_calls
        from skillweek.common import registry
        from skillweek.plan.queries.parts import followers, parts

        registry.evidence.register("materials", providers.MATERIALS)
        registry.inbox.register("returned materials", providers.returned)
        registry.measures.register("materials_received", providers.received)
        registry.measures.register("materials_on_time", providers.on_time)
        registry.measures.register("units_complete", providers.complete)
        parts.register("calls", providers.calls)
        followers.register("calls", move_calls)
