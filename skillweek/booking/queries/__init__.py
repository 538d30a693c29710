"""The one door to places and bookings."""

from skillweek.booking.queries.bookings import (
    Tally,
    booked,
    by_token,
    count_attended,
    count_bookings,
    count_people,
    found_at_gate,
    of_session,
    tallies,
    token,
)
from skillweek.booking.queries.sessions import (
    Panel,
    Room,
    Slot,
    alternatives,
    at_desk,
    at_gate,
    bookable,
    facts_of,
    open_sessions,
    panel,
    places_left,
    promised,
    rooms,
    settable_by,
    visitable,
    whole_quota,
    whole_quotas,
)

__all__ = [
    "Panel", "Room", "Slot", "Tally", "alternatives", "at_desk", "at_gate", "bookable", "booked", "by_token",
    "count_attended",
    "count_bookings", "count_people", "facts_of", "found_at_gate", "of_session", "open_sessions", "panel",
    "places_left", "promised", "rooms", "settable_by", "tallies", "token", "visitable", "whole_quota", "whole_quotas",
]  # fmt: skip
