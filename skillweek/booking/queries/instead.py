"""Where somebody could go instead: sessions with places left, the same activity first."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.core import signing
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from skillweek.booking.models import Booking, Suggestion, Terms, WaitingEntry
from skillweek.booking.queries.sessions import Room, open_sessions, rooms
from skillweek.booking.rules import HOPING, LIVE
from skillweek.common import clock
from skillweek.plan.models import Edition
from skillweek.programme.models import Session
from skillweek.programme.queries.crowds import with_demand, with_limits

#: most sessions offered to one person, and most looked at for that
MOST, LOOKED_AT = 3, 40
_KEY = signing.Signer(salt="booking.instead", sep=".")


def _near(session: Session) -> Q:
    """What is like ``session``: the same activity, or its kind in the same place on that day or the next."""
    days = (session.day, session.day + timedelta(days=1))
    kind = Q(activity__kind=session.activity.kind_id, place=session.place_id, day__in=days)
    return Q(activity=session.activity_id) | kind


def _going(edition: Edition) -> QuerySet[Session]:
    """Sessions somebody can go to at once: no approval, no draw, nobody who waits for what is free."""
    given_out = Terms.objects.exclude(mode=Terms.Mode.FIRST).values("activity")
    awaited = WaitingEntry.objects.filter(state__in=HOPING).values("session")
    found = open_sessions(edition).exclude(pk__in=awaited).exclude(activity__in=given_out)
    return found.exclude(draw__isnull=False, draw__drawn_at=None).prefetch_related(None)


def others(edition: Edition, session: Session, audience: int | None) -> QuerySet[Any]:
    """Sessions somebody of ``audience`` could go to instead of ``session``, the likeliest first, with limits."""
    found = _going(edition).filter(_near(session)).exclude(pk=session.pk)
    if audience is not None:
        found = found.filter(Q(activity__audiences=audience) | Q(activity__audiences=None))
    same = When(activity=session.activity_id, then=Value(0))
    ranked = with_demand(with_limits(found)).annotate(
        rank=Case(same, default=Value(1), output_field=IntegerField())
    )
    return ranked.order_by("rank", "starts", "pk").distinct()


class SameDay:
    """Room in sessions of the same activity on the same day; read once for all ``sessions`` that people leave."""

    def __init__(self, edition: Edition, sessions: Collection[Session]) -> None:
        activities = {one.activity_id for one in sessions}
        going = with_demand(with_limits(_going(edition).filter(activity__in=activities)))
        self._found: list[Any] = list(going.order_by("starts", "pk"))
        self._gone: dict[int, int] = {}
        self._rooms: dict[int | None, dict[int, Room]] = {}

    def first(
        self, session: Session, audience: int | None, party: int, besides: Collection[int]
    ) -> Session | None:
        """The first with room for ``party``, or None."""
        if audience not in self._rooms:
            self._rooms[audience] = rooms([one.pk for one in self._found], audience)
        for one in self._found:
            if (one.activity_id, one.day) != (session.activity_id, session.day) or one.pk in besides:
                continue
            room = self._rooms[audience].get(one.pk)
            if room and _within(one, room.left) - self._gone.get(one.pk, 0) >= party:
                return one
        return None

    def use(self, session: int, party: int) -> None:
        """Count ``party`` places of a session as gone from now on."""
        self._gone[session] = self._gone.get(session, 0) + party


class Finder:
    """Looks for other sessions for many people; asks once for each session and audience."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.known: dict[tuple[int, int | None], list[tuple[Session, int]]] = {}

    def _free(self, session: Session, audience: int | None) -> list[tuple[Session, int]]:
        key = (session.pk, audience)
        if key not in self.known:
            found = list(others(self.edition, session, audience)[:LOOKED_AT])
            left = {pk: room.left for pk, room in rooms([one.pk for one in found], audience).items()}
            self.known[key] = [(one, _within(one, left.get(one.pk, 0))) for one in found]
        return self.known[key]

    def options(
        self, session: Session, audience: int | None, party: int, besides: Collection[int] = ()
    ) -> list[Session]:
        """Up to three sessions with room for ``party``, without those of the ids ``besides``."""
        fits = [one for one, free in self._free(session, audience) if free >= party and one.pk not in besides]
        return fits[:MOST]


def _within(session: Any, left: int) -> int:
    """Places left, no more than a crowd rule still lets in."""
    if session.crowd_rule is None:
        return left
    return min(left, session.allowed - session.booked)


def live_sessions(phones: Collection[str]) -> dict[str, set[int]]:
    """By phone index: the sessions it has a live booking for."""
    found: dict[str, set[int]] = {phone: set() for phone in phones}
    rows = Booking.objects.filter(phone_index__in=list(phones), state__in=LIVE).order_by()
    for phone, session in rows.values_list("phone_index", "session_id"):
        found[phone].add(session)
    return found


def instead_token(thing: Booking | WaitingEntry) -> str:
    """The signed key to what somebody whose session was called off can have instead."""
    return _KEY.sign(f"{'b' if isinstance(thing, Booking) else 'w'}{thing.code}")


def ended_of(token: str) -> list[Booking | WaitingEntry]:
    """What of one person was called off together, by the key to any of it; nothing when it was altered."""
    try:
        text = _KEY.unsign(token)
    except signing.BadSignature:
        return []
    model: Any = Booking if text[0] == "b" else WaitingEntry
    given = model.objects.filter(code=text[1:]).first()
    if given is None:
        return []
    facts = ("session__activity__owner", "session__venue", "session__city", "session__activity__edition")
    same = {"city": given.city_id, "phone_index": given.phone_index}
    bookings: list[Booking | WaitingEntry] = []
    if text[0] == "b":
        mine = Booking.objects.filter(**same, call_off=given.call_off_id, call_off__isnull=False)
        bookings = list(mine.select_related(*facts, "call_off", "audience").order_by("session__starts", "pk"))
    entries = WaitingEntry.objects.filter(
        **same, state=WaitingEntry.State.CLOSED, session__state=Session.State.CANCELLED
    )
    return bookings + list(entries.select_related(*facts, "audience").order_by("session__starts", "pk"))


def suggestions(things: Collection[Booking | WaitingEntry]) -> QuerySet[Suggestion]:
    """What was offered instead of these, with what became of it; what has begun is left out unless taken."""
    bookings = [one.pk for one in things if isinstance(one, Booking)]
    entries = [one.pk for one in things if isinstance(one, WaitingEntry)]
    found = Suggestion.objects.filter(Q(booking__in=bookings) | Q(entry__in=entries))
    coming = Q(session__starts__gt=clock.now(), session__state=Session.State.PLANNED)
    return found.filter(coming | Q(taken__isnull=False)).select_related(
        "session__activity", "session__venue", "taken", "booking", "entry"
    )
