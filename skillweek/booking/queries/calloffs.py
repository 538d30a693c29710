"""What a change of mind would end, and what became of those that were made."""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum, Value
from django.db.models.functions import Concat

from skillweek.booking.models import Booking, CallOff, Quota, Suggestion, WaitingEntry
from skillweek.common import clock
from skillweek.messaging.models import Message
from skillweek.organisations.models import Organisation
from skillweek.organisations.queries import AnyUser, own, places, scope
from skillweek.organisations.rules import Right
from skillweek.plan.models import Edition
from skillweek.programme.models import Activity, Session

#: states that a change of mind ends; who has come, has come
ENDED = (Booking.State.HELD, Booking.State.CONFIRMED)
#: states of entries that still hope
HOPING = (WaitingEntry.State.WAITING, WaitingEntry.State.OFFERED)


@dataclass(frozen=True)
class Wish:
    """What is to be called off: one session, or everything of a day, of a county-level unit, or of both."""

    session: Session | None = None
    day: date | None = None
    place: Organisation | None = None

    @property
    def scope(self) -> str:
        """The scope a CallOff is written down with."""
        if self.session is not None:
            return CallOff.Scope.SESSION
        return CallOff.Scope.PLACE if self.place is not None else CallOff.Scope.DAY


@dataclass(frozen=True)
class Reach:
    """Whom it concerns: sessions, live bookings with their people, entries of waiting lists, and visitors told."""

    sessions: list[Any]
    bookings: int
    people: int
    waiting: int
    visitors: int
    seen: str


def callable_by(user: AnyUser) -> QuerySet[Session]:
    """Public sessions not over yet that ``user`` may call off: those of their units."""
    return Session.objects.filter(
        activity__owner__in=scope(user, Right.EDIT), activity__state=Activity.State.PUBLISHED,
        activity__revises=None, state=Session.State.PLANNED, ends__gt=clock.now(),
    ).select_related("activity__owner", "activity__edition", "venue", "place", "city")  # fmt: skip


def may_ever(user: AnyUser) -> bool:
    """True for people who write for some unit: its sessions are theirs to call off."""
    return own(user, Right.EDIT).exists()


def officer_of(user: AnyUser, edition: Edition) -> bool:
    """True for officers of the city or of a county: they may call off days and places."""
    reach = Q(pk=edition.city_id) | Q(parent=edition.city_id)
    return own(user, Right.REVIEW).filter(reach).exists()


def places_for(user: AnyUser, edition: Edition) -> QuerySet[Organisation]:
    """County-level units whose sessions ``user`` may call off together."""
    return places(edition.city).filter(pk__in=scope(user, Right.REVIEW))


def wished(user: AnyUser, edition: Edition, wish: Wish) -> QuerySet[Session]:
    """The sessions that ``wish`` names and ``user`` may call off."""
    mine = callable_by(user).filter(activity__edition=edition)
    if wish.session is not None:
        return mine.filter(pk=wish.session.pk)
    if wish.day is None and wish.place is None:
        return mine.none()
    if wish.day is not None:
        mine = mine.filter(day=wish.day)
    if wish.place is not None:
        mine = mine.filter(place=wish.place)
    return mine


def fingerprint(session_ids: list[int]) -> str:
    """Says which sessions somebody has looked at."""
    return hashlib.sha256(",".join(map(str, sorted(session_ids))).encode()).hexdigest()[:16]


def shared_with_others(session_ids: list[int]) -> QuerySet[Quota]:
    """Quotas that these sessions share with others: places freed here are places there."""
    others = Session.objects.exclude(pk__in=session_ids).filter(state=Session.State.PLANNED)
    return Quota.objects.filter(sessions__in=session_ids).filter(sessions__in=others).order_by().distinct()


def taken_from(session_ids: list[int]) -> set[int]:
    """The quotas that live bookings of these sessions count in."""
    rows = Booking.objects.filter(session__in=session_ids, state__in=ENDED).order_by()
    return {quota for quotas in rows.values_list("quotas", flat=True).distinct() for quota in quotas}


def reach_of(sessions: QuerySet[Session]) -> Reach:
    """Whom calling ``sessions`` off would concern."""
    found = list(sessions.order_by("starts", "pk"))
    ids = [one.pk for one in found]
    live = Booking.objects.filter(session__in=ids, state__in=ENDED).order_by()
    hoping = WaitingEntry.objects.filter(session__in=ids, state__in=HOPING).order_by()
    rows = live.values("session_id").annotate(n=Count("pk"), people=Sum("party"))
    by_session = {row["session_id"]: row for row in rows}
    for one in found:
        row = by_session.get(one.pk)
        one.bookings_live, one.people_live = (row["n"], row["people"]) if row else (0, 0)  # type: ignore[attr-defined]  # for the page
    phones = live.values_list("phone_index").union(hoping.values_list("phone_index"))
    return Reach(
        sessions=found, bookings=sum(row["n"] for row in by_session.values()),
        people=sum(row["people"] for row in by_session.values()), waiting=hoping.count(),
        visitors=phones.count(), seen=fingerprint(ids),
    )  # fmt: skip


def call_offs_of(user: AnyUser) -> QuerySet[Any]:
    """Changes of mind that ``user`` made or is above, the newest first, with how many bookings they ended."""
    reviewed = scope(user, Right.REVIEW)
    mine = Q(by=user.pk) | Q(city__in=reviewed) | Q(place__in=reviewed)
    return (
        CallOff.objects.filter(mine)
        .annotate(ended=Count("bookings"), people=Sum("bookings__party"))
        .select_related("place", "by", "edition")
        .order_by("-at", "-pk")
    )


def visitors_after(call_off: CallOff, entries: list[int], after: str, most: int) -> list[str]:
    """The next phone indexes that ``call_off`` concerns, in order; ``entries`` are those of waiting lists it closed."""
    bookings = Booking.objects.filter(call_off=call_off, phone_index__gt=after).order_by()
    hoping = WaitingEntry.objects.filter(pk__in=entries, phone_index__gt=after).order_by()
    both = bookings.values_list("phone_index").union(hoping.values_list("phone_index"))
    return [row[0] for row in both.order_by("phone_index")[:most]]


def message_key(call_off: CallOff, phone_index: str) -> str:
    """One message for each visitor of a change of mind, whatever happens."""
    return f"booking.called_off:{call_off.pk}:{phone_index}"


def told(call_off: CallOff) -> int:
    """How many visitors' messages are in the outbox, or sent."""
    return Message.objects.filter(dedup_key__startswith=f"booking.called_off:{call_off.pk}:").count()


def moved(things: list[Any]) -> set[Any]:
    """Of one visitor's ended bookings, those that were taken elsewhere at once."""
    mine = Suggestion.objects.filter(booking__in=[one for one in things if isinstance(one, Booking)])
    return set(mine.filter(taken__isnull=False).values_list("booking", flat=True))


def moved_to(things: list[Any]) -> list[Session]:
    """Where :func:`moved` went, in the order of time."""
    mine = Suggestion.objects.filter(booking__in=moved(things), taken__isnull=False)
    return [one.session for one in mine.select_related("session__activity").order_by("session__starts")]


def untold(call_off: CallOff) -> int:
    """How many visitors whose bookings ended are not yet in the outbox."""
    key = Concat(Value(f"booking.called_off:{call_off.pk}:"), F("phone_index"))
    keys = Booking.objects.filter(call_off=call_off).annotate(key=key).order_by().values("key").distinct()
    have = Message.objects.filter(dedup_key__in=keys).count()
    return keys.count() - have


def took_another(call_off: CallOff) -> int:
    """How many of the bookings it ended live on elsewhere."""
    return Suggestion.objects.filter(booking__call_off=call_off, taken__isnull=False).count()


def sessions_of(call_off: CallOff) -> QuerySet[Any]:
    """Sessions whose bookings it ended, with how many people."""
    mine = Q(bookings__call_off=call_off)
    found = Session.objects.filter(mine).annotate(people=Sum("bookings__party", filter=mine))
    return found.select_related("activity__owner", "venue").order_by("starts", "pk")


def moved_by(call_off: CallOff) -> int:
    """How many of its bookings were taken elsewhere at once, without being asked."""
    return took_another(call_off) if call_off.scope == CallOff.Scope.CROWD else 0
