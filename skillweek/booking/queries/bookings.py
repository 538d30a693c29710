"""Bookings as their holder, the gate and the desk find them."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.core import signing
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Sum

from skillweek.booking.models import Booking, Checkin, IdempotencyKey, Quota
from skillweek.booking.rules import LIVE
from skillweek.common import clock
from skillweek.common.registry import MeasureValue
from skillweek.organisations.queries import AnyUser, reported, scope
from skillweek.organisations.rules import Right
from skillweek.plan.models import Audience, Edition
from skillweek.programme.models import Session

COUNTED = (*LIVE, Booking.State.NO_SHOW)


@dataclass(frozen=True)
class Tally:
    """People of one session: ``expected`` by their bookings, ``inside`` who came, each booking counted once."""

    bookings: int = 0
    expected: int = 0
    inside: int = 0


def token(booking: Booking) -> str:
    """The signed key to a booking: who has it may see and cancel it."""
    return sign(booking.code)


def sign(code: str) -> str:
    """The key to the booking of this code."""
    return _signer().sign(code)


@lru_cache(maxsize=1)
def _signer() -> signing.Signer:
    return signing.Signer(salt="booking.receipt", sep=".")


def by_token(text: str) -> QuerySet[Booking]:
    """The booking ``text`` is the key to; nothing when it was altered."""
    try:
        code = _signer().unsign(text)
    except signing.BadSignature:
        return Booking.objects.none()
    return Booking.objects.filter(code=code).select_related(
        "city",
        "session__activity__edition",
        "session__activity__owner",
        "session__venue",
        "audience",
        "group",
    )


def answered_before(session: Session, key: str) -> bool:
    """Whether a request with this key was answered: then its answer is the same again."""
    return IdempotencyKey.objects.filter(city_id=session.city_id, key=f"api:{key}").exists()


def quotas_of(session: Session, audience: Audience | None) -> list[int]:
    """Ids of the quotas that apply to ``audience`` in ``session``."""
    mine = Quota.objects.filter(Q(audience=None) | Q(audience=audience), sessions=session)
    return list(mine.order_by("pk").values_list("pk", flat=True))


def of_session(session: Session) -> QuerySet[Booking]:
    """Bookings of ``session``, oldest first, with check-ins."""
    return Booking.objects.filter(session=session).select_related("audience").prefetch_related("checkins")


def at_gate(user: AnyUser) -> QuerySet[Booking]:
    """Bookings whose gate ``user`` may stand at, of whatever day."""
    return Booking.objects.filter(session__activity__owner__in=scope(user, Right.GATE)).select_related(
        "session__activity", "audience", "group"
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
    inside: Counter[int] = Counter()
    for session, people in attendance(wanted):
        inside[session] += people
    found = {
        row["session_id"]: Tally(row["bookings"], row["expected"], inside.get(row["session_id"], 0))
        for row in booked
    }
    return {key: found.get(key, Tally(inside=inside[key])) for key in wanted}


def attendance(session_ids: Collection[int]) -> Iterable[tuple[int, int]]:
    """(session, people who came): bookings once however often they went in and out, and who came without one."""
    came = Checkin.objects.filter(session__in=session_ids, direction=Checkin.Direction.IN)
    yield from (
        came.filter(booking__isnull=False)
        .order_by()
        .values_list("session_id", "booking_id")
        .annotate(people=Max("people"))
        .values_list("session_id", "people")
    )
    without = came.filter(booking=None, conflict=False).order_by().values_list("session_id")
    yield from without.annotate(people=Sum("people"))


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


def count_held(edition: Edition) -> MeasureValue:
    """Bookings that wait for an organiser's word."""
    return _by_place(edition, Count("pk"), Q(state=Booking.State.HELD))


def count_attended(edition: Edition) -> MeasureValue:
    """People who came through a gate: a booking once, and who came without one."""
    entered = Checkin.objects.filter(direction=Checkin.Direction.IN, at__lte=clock.now())
    with_one = _by_place(edition, Sum("party"), Q(Exists(entered.filter(booking=OuterRef("pk")))))
    without = entered.filter(booking=None, conflict=False, session__activity__edition=edition)
    rows = (
        reported(without, "session__activity__owner")
        .order_by()
        .values_list("session__place__short_name")
        .annotate(figure=Sum("people"))
    )
    more = {name or "": people for name, people in rows}
    parts = [(name, value + more.pop(name, 0)) for name, value in with_one.parts] + sorted(more.items())
    return MeasureValue(sum(value for _, value in parts), parts)
