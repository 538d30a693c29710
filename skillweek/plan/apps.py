"""App configuration."""

from django.apps import AppConfig


class PlanConfig(AppConfig):
    """The plan room."""

    name = "skillweek.plan"

    def ready(self) -> None:
        """Put notices and duties into the inbox, name the messages, hand attachments to those who got a notice."""
        from skillweek.common import registry
        from skillweek.library.queries import handed_to
        from skillweek.messaging.rules import register
        from skillweek.organisations.history import track
        from skillweek.plan import kinds, models, providers, queries
        from skillweek.plan.rules import REMINDER

        registry.inbox.register("notices", providers.notices)
        registry.inbox.register("duties", providers.duties)
        registry.inbox.register("notices to forward", providers.forwardings)
        handed_to.register("notices", queries.files_handed_to)
        registry.evidence.register("notices", providers.SIGNED)
        for kind in (*kinds.KINDS, REMINDER):
            register(kind)
        track(models.Edition, "city")
        track(models.Opening, "edition__city", part_of="edition")
        track(models.ReminderRule, "edition__city", part_of="edition")
        track(models.Reading, "city")
        track(models.Duty, "organisation")
        track(models.Waiver, "duty__organisation", part_of="duty")
        track(models.Notice, "issuer")
        track(models.Recipient, "organisation", part_of="notice")
