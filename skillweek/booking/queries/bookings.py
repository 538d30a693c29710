"""Bookings as their holder, the gate and the desk find them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.core import signing
from django.db.models import Count, Q, QuerySet, Sum

from skillweek.booking.models import Booking, Checkin
from skillweek.booking.rules import LIVE
from skillweek.common import clock
from skillweek.common.registry import MeasureValue
from skillweek.organisations.queries import AnyUser, reported, scope
from skillweek.organisations.rules import Right
from skillweek.plan.models import Edition
from skillweek.programme.models import Session

COUNTED = (*LIVE, Booking.State.NO_SHOW)


@dataclass(frozen=True)
class Tally:
    """People of one session: ``expected`` by their bookings, ``inside`` by their check-ins."""

    bookings: int = 0
    expected: int = 0
    inside: int = 0


def token(booking: Booking) -> str:
    """The signed key to a booking: who has it may see and cancel it."""
    return signing.Signer(salt="booking.receipt", sep=".").sign(booking.code)


def by_token(text: str) -> QuerySet[Booking]:
    """The booking ``text`` is the key to; nothing when it was altered."""
    try:
        code = signing.Signer(salt="booking.receipt", sep=".").unsign(text)
    except signing.BadSignature:
        return Booking.objects.none()
    return Booking.objects.filter(code=code).select_related(
        "city", "session__activity__edition", "session__activity__owner", "session__venue", "audience"
    )


def of_session(session: Session) -> QuerySet[Booking]:
    """Bookings of ``session``, oldest first, with check-ins."""
    return Booking.objects.filter(session=session).select_related("audience").prefetch_related("checkins")


def at_gate(user: AnyUser) -> QuerySet[Booking]:
    """Bookings whose gate ``user`` may stand at, of whatever day."""
    return Booking.objects.filter(session__activity__owner__in=scope(user, Right.GATE)).select_related(
        "session__activity", "audience"
    )


def found_at_gate(user: AnyUser, session: Session, words: str) -> list[Booking]:
    """Bookings meant by what was scanned or typed: a code, or the last four digits of a telephone number.

    Digits look only among the bookings of ``session`` that are still awaited or inside.
    """
    text = "".join(words.split()).upper()
    mine = at_gate(user)
    if len(text) == 4 and text.isdigit():
        awaited = mine.filter(session=session, state__in=LIVE).order_by("created_at", "pk")
        return [booking for booking in awaited if booking.phone.endswith(text)]
    return list(mine.filter(code=text))


def booked(session_ids: Collection[int]) -> set[int]:
    """Of ``session_ids``, those with a booking that still stands."""
    standing = Booking.objects.filter(session__in=session_ids, state__in=LIVE).order_by()
    return set(standing.values_list("session_id", flat=True).distinct())


def tallies(session_ids: Iterable[int]) -> dict[int, Tally]:
    """How many people each session expects and has inside; every id is answered."""
    wanted = list(session_ids)
    booked = (
        Booking.objects.filter(session__in=wanted, state__in=COUNTED)
        .order_by()
        .values("session_id")
        .annotate(bookings=Count("pk"), expected=Sum("party"))
    )
    inside = dict(
        Checkin.objects.filter(booking__session__in=wanted)
        .order_by()
        .values_list("booking__session_id")
        .annotate(people=Sum("people"))
    )
    found = {
        row["session_id"]: Tally(row["bookings"], row["expected"], inside.get(row["session_id"], 0))
        for row in booked
    }
    return {key: found.get(key, Tally()) for key in wanted}


def _by_place(edition: Edition, figure: Sum | Count, condition: Q) -> MeasureValue:
    """``figure`` over the bookings of ``edition`` that meet ``condition``, with its parts by county-level unit."""
    found = Booking.objects.filter(condition, session__activity__edition=edition, created_at__lte=clock.now())
    rows = (
        reported(found, "session__activity__owner")
        .order_by("session__place__position", "session__place__code")
        .values_list("session__place__short_name")
        .annotate(figure=figure)
    )
    parts = [(name or "", value or 0) for name, value in rows]
    return MeasureValue(sum(value for _, value in parts), parts)


def count_bookings(edition: Edition) -> MeasureValue:
    """Bookings that were not cancelled."""
    return _by_place(edition, Count("pk"), Q(state__in=COUNTED))


def count_people(edition: Edition) -> MeasureValue:
    """People those bookings bring."""
    return _by_place(edition, Sum("party"), Q(state__in=COUNTED))


def count_attended(edition: Edition) -> MeasureValue:
    """People who came through a gate."""
    return _by_place(edition, Sum("checkins__people"), Q(checkins__at__lte=clock.now()))
