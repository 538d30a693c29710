"""The verbs of booking."""

from skillweek.booking.actions.gate import AlreadyIn, ElsewhereError, NotYourGate, check_in
from skillweek.booking.actions.places import set_places
from skillweek.booking.actions.visits import (
    Answer,
    InFlight,
    KeyReused,
    book_once,
    book_visit,
    cancel_booking,
)

__all__ = [
    "AlreadyIn", "Answer", "ElsewhereError", "InFlight", "KeyReused", "NotYourGate", "book_once", "book_visit",
    "cancel_booking", "check_in", "set_places",
]  # fmt: skip
