"""App configuration."""

from django.apps import AppConfig


class PlanConfig(AppConfig):
    """The plan room."""

    name = "skillweek.plan"

    def ready(self) -> None:
        """Put notices and duties into the inbox."""
        from skillweek.common import registry
        from skillweek.messaging import rules as messaging
        from skillweek.plan import providers
        from skillweek.plan.rules import REMINDER

        registry.inbox.register("notices", providers.notices)
        registry.inbox.register("duties", providers.duties)
        registry.evidence.register("notices", providers.SIGNED)
        messaging.register(REMINDER)
