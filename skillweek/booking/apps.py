"""App configuration."""

from django.apps import AppConfig


class BookingConfig(AppConfig):
    """The booking room."""

    name = "skillweek.booking"

    def ready(self) -> None:
        """Offer the figures of this room, which sessions people count on, and its kinds of messages."""
        from skillweek.booking import actions, kinds, models, providers, queries
        from skillweek.common.registry import inbox, measures
        from skillweek.messaging.rules import register
        from skillweek.organisations.history import track
        from skillweek.programme.queries import promised_places, relied_on
        from skillweek.programme.queries.crowds import limit_followers

        register(kinds.CONFIRMED)
        register(kinds.CANCELLED)
        register(kinds.HELD)
        register(kinds.REFUSED)
        register(kinds.CHANGED)
        register(kinds.CODE)
        inbox.register("bookings", providers.awaiting)
        register(kinds.WAITING)
        register(kinds.OFFERED)
        register(kinds.LAPSED)
        register(kinds.MISSED)
        register(kinds.CALLED_OFF)
        register(kinds.THINNED)
        register(kinds.MOVED)
        register(kinds.SURVEY)
        register(kinds.DESK_ASKED)
        register(kinds.DESK_GIVEN)
        register(kinds.DESK_REFUSED)
        register(kinds.DESK_CANCELLED)
        inbox.register("employer-desks", providers.desks_asked)

        measures.register("bookings", queries.count_bookings)
        measures.register("people_booked", queries.count_people)
        measures.register("bookings_held", queries.count_held)
        measures.register("attended", queries.count_attended)
        measures.register("applicants", queries.count_applicants)
        measures.register("applicants_without", queries.count_without)
        measures.register("applicants_offered", queries.count_offered)
        limit_followers.register("bookings", actions.fit_places)
        measures.register("survey_replies", queries.count_replies)
        measures.register("survey_rate", queries.count_reply_rate)
        measures.register("satisfaction", queries.count_satisfaction)
        relied_on.register("bookings", queries.booked)
        promised_places.register("bookings", queries.promised)
        track(models.Quota, "sessions__activity__owner", many=True)
        track(models.Booking, "session__activity__owner", journal=False)
        track(models.Policy, "edition__city", part_of="edition")
        track(models.SurveyQuestion, "edition__city", part_of="edition")
        track(models.CallOff, "edition__city", part_of="edition")
        track(models.Terms, "activity__owner", part_of="activity")
        track(models.Question, "activity__owner", part_of="activity")
        track(models.Choice, "question__activity__owner", part_of="question")
        track(models.Station, "activity__owner", part_of="activity")
        track(models.DeskOffer, "activity__owner", part_of="activity")
        track(models.StampCard, "city", journal=False)
        track(models.EmployerDesk, "activity__owner", part_of="activity", journal=False)
        track(models.Vacancy, "desk__activity__owner", part_of="desk", journal=False)
        track(models.WaitingEntry, "session__activity__owner", journal=False)
        track(models.Draw, "session__activity__owner", part_of="session")
        track(models.GateDevice, "owner")
        track(models.Incident, "activity__owner", part_of="activity")
