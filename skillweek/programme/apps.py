"""App configuration."""

from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    """The programme room."""

    name = "skillweek.programme"

    def ready(self) -> None:
        """Tell the rooms below what this room knows."""
        from skillweek.common import registry
        from skillweek.organisations.actions.venues import sharing
        from skillweek.organisations.history import track
        from skillweek.plan.queries.parts import outside, parts
        from skillweek.programme import desk, models
        from skillweek.programme.actions.copying import activities_part
        from skillweek.programme.actions.rooms import follow_sharing
        from skillweek.programme.queries import evidence, providers, waiting
        from skillweek.programme.queries.sessions import outside as sessions_outside
        from skillweek.review.queries import reviewables

        registry.evidence.register("activities", evidence.ACTIVITIES)
        registry.evidence.register("ceremonies", evidence.CEREMONIES)
        registry.inbox.register("drafts", providers.drafts)
        registry.inbox.register("permits", waiting.permits_waiting)
        registry.inbox.register("permits-stale", waiting.permits_stale)
        registry.inbox.register("crowds", waiting.crowded)
        registry.inbox.register("crowded-rooms", waiting.crowded_rooms)
        reviewables.register("activity", desk.activities)
        registry.search.register("activities", providers.hits)
        registry.measures.register("activities_published", providers.activities_published)
        registry.measures.register("sessions_planned", providers.sessions_planned)
        registry.measures.register("sessions_held", providers.sessions_held)
        parts.register("activities", activities_part)
        sharing.register("sessions", follow_sharing)
        outside.register("sessions", sessions_outside)
        track(models.Activity, "owner")
        track(models.Session, "activity__owner", part_of="activity")
        track(models.Safeguard, "activity__owner", part_of="activity")
        for model in (models.Participation, models.SafetyAnswer, models.Permit, models.BudgetLine):
            track(model, "activity__owner", part_of="activity")
        track(models.SessionStaff, "session__activity__owner", part_of="session")
        track(models.CrowdRule, "edition__city")
        track(models.ProgrammeImport, "edition__city")
