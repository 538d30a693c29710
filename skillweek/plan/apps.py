"""App configuration."""

from django.apps import AppConfig


class PlanConfig(AppConfig):
    """The plan room."""

    name = "skillweek.plan"

    def ready(self) -> None:
        """Tell the rooms below and beside what the plan knows, and say what a new edition may take over."""
        from skillweek.common import registry
        from skillweek.library.queries import handed_to
        from skillweek.messaging.rules import register
        from skillweek.organisations.history import track
        from skillweek.plan import kinds, models, providers, queries
        from skillweek.plan.actions import parts as own
        from skillweek.plan.queries.parts import parts
        from skillweek.plan.queries.presets import LISTS
        from skillweek.plan.rules import REMINDER
        from skillweek.review.queries import gates

        registry.inbox.register("founding", providers.founding)
        registry.inbox.register("notices", providers.notices)
        registry.inbox.register("duties", providers.duties)
        registry.inbox.register("notices to forward", providers.forwardings)
        handed_to.register("notices", queries.files_handed_to)
        registry.evidence.register("notices", providers.SIGNED)
        gates.register("phases", providers.gate)
        for key, part in (
            ("codes", own.codes), ("phases", own.phases), ("theme-days", own.theme_days), ("clauses", own.clauses),
            ("duties", own.duties), ("reminders", own.reminders), ("notices", own.notices),
        ):  # fmt: skip
            parts.register(key, part)
        for kind in (*kinds.KINDS, REMINDER):
            register(kind)
        track(models.Edition, "city")
        track(models.Opening, "edition__city", part_of="edition")
        track(models.Phase, "edition__city", part_of="edition")
        track(models.Clause, "edition__city", part_of="edition")
        for entry in LISTS.values():
            track(entry, "edition__city", part_of="edition")
        track(models.ReminderRule, "edition__city", part_of="edition")
        track(models.Reading, "city")
        track(models.Duty, "organisation")
        track(models.Waiver, "duty__organisation", part_of="duty")
        track(models.Notice, "issuer")
        track(models.Recipient, "organisation", part_of="notice")
