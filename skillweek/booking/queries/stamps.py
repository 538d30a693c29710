"""Cards of stamps as their holders and the staff who give gifts see them; stamps follow from check-ins."""

from dataclasses import dataclass
from datetime import datetime

from django.core import signing
from django.db.models import Min, Q, QuerySet

from skillweek.booking.models import Booking, Checkin, StampCard
from skillweek.booking.queries.sessions import open_sessions, rooms
from skillweek.booking.queries.waiting import policy_of
from skillweek.booking.rules.stamps import Goal, Progress, progress
from skillweek.common import clock
from skillweek.organisations.queries import AnyUser, in_scope
from skillweek.organisations.rules import Right
from skillweek.plan.models import Edition
from skillweek.programme.models import Session

SALT = "booking.stamps"
NEXT = 4


@dataclass(frozen=True)
class Stamp:
    """A session somebody came to, and when."""

    session: Session
    at: datetime


def card_token(card: StampCard) -> str:
    """The signed key to a card: who has it sees the stamps."""
    return signing.Signer(salt=SALT, sep=".").sign(card.code)


def by_card_token(text: str) -> QuerySet[StampCard]:
    """The card ``text`` is the key to; nothing when it was altered."""
    try:
        code = signing.Signer(salt=SALT, sep=".").unsign(text)
    except signing.BadSignature:
        return StampCard.objects.none()
    return StampCard.objects.filter(code=code).select_related("edition__city", "city")


def goal_of(edition: Edition) -> Goal:
    """What a full card needs in an edition."""
    policy = policy_of(edition)
    return Goal(policy.stamps_needed, policy.stamp_places, policy.stamp_kinds)


def card_opens(booking: Booking) -> bool:
    """Whether a booking is a way to a card: its people came, and the edition has cards.

    Only who was at a gate gets there, so that nobody sees a stranger's visits by booking with their number.
    """
    came = booking.state == Booking.State.ATTENDED and booking.origin != Booking.Origin.DOOR
    return came and goal_of(booking.session.activity.edition).stamps > 0


def stamps(card: StampCard) -> list[Stamp]:
    """One stamp for each session the card's number came to, in order of arrival."""
    entered = Q(checkins__direction=Checkin.Direction.IN, checkins__at__lte=clock.now())
    came = (
        Booking.objects.filter(
            city=card.city_id, phone_index=card.phone_index, session__activity__edition=card.edition_id,
            state=Booking.State.ATTENDED,
        )
        .filter(entered)
        .select_related("session__activity__kind", "session__activity__owner", "session__place", "session__venue")
        .annotate(first=Min("checkins__at"))
        .order_by("first", "pk")
    )  # fmt: skip
    return [Stamp(one.session, one.first) for one in came]


def progress_of(card: StampCard, found: list[Stamp]) -> Progress:
    """How far ``card`` with the stamps ``found`` is."""
    return progress(
        [one.session.place_id for one in found], [one.session.activity.kind_id for one in found],
        goal_of(card.edition),
    )  # fmt: skip


def next_stops(card: StampCard, found: list[Stamp], state: Progress) -> list[Session]:
    """Sessions with room that bring another stamp: what the card lacks, then near the last visit, then soon."""
    places = {one.session.place_id for one in found}
    kinds = {one.session.activity.kind_id for one in found}
    near = found[-1].session.place_id if found else None
    more_places, more_kinds = state.places < state.goal.places, state.kinds < state.goal.kinds
    mine = [one.session.pk for one in found]
    coming = list(
        open_sessions(card.edition)
        .exclude(pk__in=mine)
        .exclude(draw__drawn_at=None, draw__isnull=False)
        .select_related("activity__kind", "place", "venue")
    )
    left = rooms([one.pk for one in coming])
    free = [one for one in coming if one.pk in left and left[one.pk].left > 0]
    free.sort(
        key=lambda one: (
            (more_places and one.place_id in places) + (more_kinds and one.activity.kind_id in kinds),
            one.place_id != near and not more_places,
            one.starts,
            one.pk,
        )
    )
    first_of_each: dict[int, Session] = {}
    for one in free:
        first_of_each.setdefault(one.activity_id, one)
    return list(first_of_each.values())[:NEXT]


def cards_at_desk(user: AnyUser) -> QuerySet[StampCard]:
    """Cards whose gift ``user`` may give out: those of the city of anybody who stands at a gate there."""
    units = in_scope(user, Right.GATE)
    mine = Q(city__in=units.values("city")) | Q(city__in=units.values("pk"))
    return StampCard.objects.filter(mine).select_related("edition__city", "city", "given_by")
