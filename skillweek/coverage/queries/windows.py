"""When venues and people can be had, and when they are taken."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q

from skillweek.organisations.models import Window
from skillweek.plan.models import Edition
from skillweek.programme.models import SessionStaff

Span = tuple[datetime, datetime]


@dataclass
class Availability:
    """Spans of venues (key ``v7``) and people (key ``p7``)."""

    opened: dict[str, list[Span]] = field(default_factory=dict)
    shut: dict[str, list[Span]] = field(default_factory=dict)
    #: who must be at a session, by its id
    staff: dict[int, frozenset[int]] = field(default_factory=dict)

    def free(self, key: str, starts: datetime, ends: datetime) -> bool:
        """True when nothing closes the time, and one of the open spans, if there are any, holds all of it."""
        if any(first < ends and last > starts for first, last in self.shut.get(key, ())):
            return False
        spans = self.opened.get(key)
        return spans is None or any(first <= starts and last >= ends for first, last in spans)

    def people_free(self, people: Iterable[int], starts: datetime, ends: datetime) -> bool:
        """True when everybody can be had."""
        return all(self.free(f"p{one}", starts, ends) for one in people)


def availability(edition: Edition, session_ids: Iterable[int]) -> Availability:
    """Spans of the city's venues and people, and who must be at the sessions."""
    found = Availability()
    city = edition.city_id
    of_city = Q(venue__city=city) | Q(contact__organisation__city=city) | Q(contact__organisation=city)
    for one in Window.objects.filter(of_city):
        key = f"v{one.venue_id}" if one.venue_id else f"p{one.contact_id}"
        (found.opened if one.open else found.shut).setdefault(key, []).append((one.starts, one.ends))
    people: dict[int, set[int]] = {}
    rows = SessionStaff.objects.filter(session__in=list(session_ids)).order_by()
    for session, contact in rows.values_list("session_id", "contact_id"):
        people.setdefault(session, set()).add(contact)
    found.staff = {session: frozenset(those) for session, those in people.items()}
    return found
