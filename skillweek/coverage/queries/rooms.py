"""Which half days of which rooms are taken, and by whom."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from skillweek.coverage.rules import slots_of
from skillweek.programme.models import Session

#: a day, a half day, a room
Cell = tuple[str, str, int]


@dataclass
class Rooms:
    """Which half days are taken, and by whom; a shared venue never is."""

    zone: ZoneInfo
    shared: frozenset[int]
    users: dict[Cell, list[int]] = field(default_factory=dict)
    closed: set[Cell] = field(default_factory=set)

    def local(self, session: Session) -> tuple[datetime, datetime]:
        """Beginning and end as the clocks of the city show them."""
        return session.starts.astimezone(self.zone), session.ends.astimezone(self.zone)

    def cells(self, session: Session) -> list[Cell]:
        """Half days of a room that the session takes up."""
        if session.venue_id is None or session.venue_id in self.shared:
            return []
        starts, ends = self.local(session)
        return [(starts.date().isoformat(), slot, session.venue_id) for slot in slots_of(starts, ends)]

    def fill(self, everything: Iterable[Session], movable: set[int]) -> None:
        """A half day with one movable session can be freed; any other that is used stays closed."""
        for session in everything:
            for cell in self.cells(session):
                self.users.setdefault(cell, []).append(session.pk)
        self.closed = {c for c, users in self.users.items() if len(users) > 1 or users[0] not in movable}
