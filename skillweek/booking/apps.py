"""App configuration."""

from django.apps import AppConfig


class BookingConfig(AppConfig):
    """The booking room."""

    name = "skillweek.booking"

    def ready(self) -> None:
        """Offer the figures of this room, which sessions people count on, and its kinds of messages."""
        from skillweek.booking import kinds, models, queries
        from skillweek.common.registry import measures
        from skillweek.messaging.rules import register
        from skillweek.organisations.history import track
        from skillweek.programme.queries import promised_places, relied_on

        register(kinds.CONFIRMED)
        register(kinds.CANCELLED)

        measures.register("bookings", queries.count_bookings)
        measures.register("people_booked", queries.count_people)
        measures.register("attended", queries.count_attended)
        relied_on.register("bookings", queries.booked)
        promised_places.register("bookings", queries.promised)
        track(models.Quota, "sessions__activity__owner", many=True)
        track(models.Booking, "session__activity__owner", journal=False)
