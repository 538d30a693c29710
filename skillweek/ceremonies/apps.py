"""App configuration."""

from django.apps import AppConfig


class CeremoniesConfig(AppConfig):
    """Ceremonies: the run of show, guests, seats and what is printed for them."""

    name = "skillweek.ceremonies"

    def ready(self) -> None:
        """Offer this room's kinds of messages, and say whose its histories are."""
        from skillweek.ceremonies import kinds, models, queries
        from skillweek.ceremonies.actions.copying import ceremonies_part
        from skillweek.messaging.rules import register
        from skillweek.organisations.history import track
        from skillweek.plan.queries.parts import parts
        from skillweek.programme.queries import told_beside

        parts.register("ceremonies", ceremonies_part)
        told_beside.register("ceremonies", queries.told_publicly)
        for kind in kinds.KINDS:
            register(kind)
        owner = "activity__owner"
        track(models.Ceremony, owner, part_of="activity")
        for model in (models.RunItem, models.Zone, models.Rehearsal, models.WeatherDecision):
            track(model, f"ceremony__{owner}", part_of="ceremony")
        track(models.Guest, f"ceremony__{owner}", part_of="ceremony", journal=False)
        for seated in (models.Seat, models.Standing):
            track(seated, f"zone__ceremony__{owner}", part_of="zone", journal=False)
        track(models.Check, f"rehearsal__ceremony__{owner}", part_of="rehearsal")
