"""App configuration."""

from django.apps import AppConfig


class PlanConfig(AppConfig):
    """The plan room."""

    name = "skillweek.plan"

    def ready(self) -> None:
        """Put notices and duties into the inbox."""
        from skillweek.common import registry
        from skillweek.organisations.history import track
        from skillweek.plan import models, providers

        registry.inbox.register("notices", providers.notices)
        registry.inbox.register("duties", providers.duties)
        track(models.Edition, "city")
        track(models.Opening, "edition__city", part_of="edition")
        track(models.ReminderRule, "edition__city", part_of="edition")
        track(models.Reading, "city")
        track(models.Duty, "organisation")
        track(models.Waiver, "duty__organisation", part_of="duty")
        track(models.Notice, "issuer")
        track(models.Recipient, "organisation", part_of="notice")
