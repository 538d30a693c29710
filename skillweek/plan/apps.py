"""App configuration."""

from django.apps import AppConfig


class PlanConfig(AppConfig):
    """The plan room."""

    name = "skillweek.plan"

    def ready(self) -> None:
        """Put notices and duties into the inbox, and say what a new edition may take over."""
        from skillweek.common import registry
        from skillweek.plan import providers
        from skillweek.plan.actions import parts as own
        from skillweek.plan.queries.parts import parts
        from skillweek.review.queries import gates

        registry.inbox.register("founding", providers.founding)
        registry.inbox.register("notices", providers.notices)
        registry.inbox.register("duties", providers.duties)
        registry.evidence.register("notices", providers.SIGNED)
        gates.register("phases", providers.gate)
        for key, part in (
            ("codes", own.codes), ("phases", own.phases), ("theme-days", own.theme_days), ("clauses", own.clauses),
            ("duties", own.duties), ("reminders", own.reminders), ("notices", own.notices),
        ):  # fmt: skip
            parts.register(key, part)
