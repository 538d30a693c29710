"""What figures a quota may have, in sentences for people."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from skillweek.booking.rules.visits import BookingError, NotAllowed, may_set_places


@dataclass(frozen=True)
class Wished:
    """A quota as somebody wants it: ``buffer`` of ``places`` are kept for the door."""

    name: str
    places: int
    buffer: int = 0
    smallest_party: int = 1
    largest_party: int = 6


def may_set_quota(wished: Wished, taken: int, rooms: Sequence[int]) -> BookingError | None:
    """Why a quota of which ``taken`` are given cannot be so; ``rooms`` hold how many people, one per session."""
    if refused := may_set_places(wished.places, taken, sum(rooms) if rooms else None):
        return refused
    if wished.buffer > wished.places:
        words = {"buffer": wished.buffer, "places": wished.places}
        sentence = _("留给现场的不能多于名额 %(places)s；现在填的是 %(buffer)s")
        return NotAllowed(sentence % words, "buffer")
    if wished.largest_party < wished.smallest_party:
        sizes = {"smallest": wished.smallest_party, "largest": wished.largest_party}
        sentence = _("每次最多不能少于每次最少 %(smallest)s 人；现在填的是 %(largest)s")
        return NotAllowed(sentence % sizes, "largest_party")
    return None
