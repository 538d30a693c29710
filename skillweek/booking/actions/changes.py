"""Changing a booking by its signed link: how many come, who and what they answered, or another session.

Locks: sessions (shared) by id, quotas by id, the booking. One transaction: all of a change happens, or none.
"""

from collections.abc import Collection, Iterable

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from skillweek.booking import queries
from skillweek.booking.actions.capacity import give_back, hold, hold_around, hold_around_all, take
from skillweek.booking.actions.offers import offer_freed
from skillweek.booking.actions.party import check_extras, write_extras
from skillweek.booking.actions.visits import NOTHING, message_to
from skillweek.booking.kinds import CHANGED
from skillweek.booking.models import Booking, Group
from skillweek.booking.rules import (
    AlreadyBooked,
    BookingError,
    Extras,
    Full,
    NotAllowed,
    NotOpen,
    may_cancel,
    may_open,
    too_large,
)
from skillweek.common import clock, wording
from skillweek.common.codes import new_code
from skillweek.messaging.actions import queue_many
from skillweek.programme.models import Session


@transaction.atomic
def change_booking(*, booking: Booking, party: int, extras: Extras = NOTHING) -> Booking:
    """Bring more or fewer people, and say anew who comes along and what they answer.

    Fewer places are given back; more are taken from every quota that applies, or nothing changes. Raises
    BookingError with the reason.
    """
    session = booking.session
    hold_around(session.pk, booking.quotas)
    share([session.pk])
    current = held(booking, queries.quotas_of(session, booking.audience))
    if refused := _against(current, party) or check_extras(session, current.audience, party, extras):
        raise refused
    before = current.party
    current.quotas = resized(current, party)
    current.party = party
    if extras.guardian and current.guardian_at is None:
        current.guardian_at = clock.now()
    current.save(update_fields=["party", "quotas", "guardian_at"])
    write_extras(current, extras)
    if party < before:
        offer_freed(session)
    if party != before:
        tell_changed(current)
    return current


def _against(current: Booking, party: int) -> BookingError | None:
    """Why a booking cannot have so many people, or None; places are the database's to judge."""
    session, now = current.session, clock.now()
    facts = queries.facts_of(session, current.audience)
    if party < 1 or (party > current.party and party > facts.largest_party):
        return too_large(facts.largest_party)
    if party > current.party:
        if current.state == Booking.State.CONFIRMED and queries.way_of(session, current.audience).approval:
            return NotAllowed(_("人数由主办单位确认过，不能再增加；可以减少"), "party")
        return may_open(facts, now)
    if party < current.party:
        return may_cancel(current.state, session.starts, now, queries.cancellable_until(current))
    return NotOpen(_("这一场已经开始，不能再改")) if session.starts <= now else None


def resized(current: Booking, party: int, any_size: bool = False) -> list[int]:
    """The quotas the places of the new size come from; ``any_size`` for groups."""
    if party <= current.party:
        give_back(quotas=current.quotas, party=current.party - party)
        return current.quotas
    give_back(quotas=current.quotas, party=current.party)  # nobody gets in between: the quotas are held
    try:
        return take(session=current.session_id, audience=current.audience_id, party=party, any_size=any_size)
    except Full as full:
        most = max(full.left, current.party)
        raise NotAllowed(_("名额不够，最多可以改到 %(most)s 人") % {"most": most}, "party") from full


@transaction.atomic
def move_booking(*, booking: Booking, to: Session) -> Booking:
    """Come to another session of the same activity: places there first, then those here are given back.

    Raises Full or another BookingError, and then the booking stands as it was.
    """
    here = booking.session
    if to.activity_id != here.activity_id or to.pk == here.pk:
        raise NotAllowed(_("请选这项活动的另一场"), "session")
    hold_around_all([here.pk, to.pk], booking.quotas)
    share([here.pk, to.pk])
    current = held(booking, queries.quotas_of(to, booking.audience))
    if refused := _against_move(current, to):
        raise refused
    shared = set(current.quotas) & set(queries.quotas_of(to, current.audience))
    give_back(
        quotas=shared, party=current.party
    )  # both sessions count there: one party takes its places once
    group = Group.objects.filter(booking=current).exists()
    taken = take(session=to.pk, audience=current.audience_id, party=current.party, any_size=group)
    give_back(quotas=set(current.quotas) - shared, party=current.party)
    current.session, current.quotas = to, taken
    try:
        with transaction.atomic():
            current.save(update_fields=["session", "quotas"])
    except IntegrityError as error:
        raise AlreadyBooked from error
    offer_freed(here)
    tell_changed(current)
    return current


def _against_move(current: Booking, to: Session) -> BookingError | None:
    now = clock.now()
    until = queries.cancellable_until(current)
    if refused := may_cancel(current.state, current.session.starts, now, until):
        return refused
    if current.state == Booking.State.CONFIRMED and queries.way_of(to, current.audience).approval:
        return NotAllowed(_("这一场由主办单位确认过，要换场次请联系主办单位"), "session")
    if refused := may_open(queries.facts_of(to, current.audience), now):
        return refused
    return queries.stands_against(to, current.phone_index, but=current)


def share(sessions: Collection[int]) -> None:
    """Hold sessions as bookings do: whoever calls one off waits for us; refused when one is called off."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT state FROM programme_session WHERE id = ANY(%s::bigint[]) ORDER BY id FOR SHARE",
            [sorted(sessions)],
        )
        if any(state != Session.State.PLANNED for (state,) in cursor.fetchall()):
            raise NotOpen(_("这一场已经取消"))


def held(booking: Booking, more: Iterable[int]) -> Booking:
    """The booking as it is now, with its quotas and ``more`` of them held before it, all in order of id."""
    hold({*booking.quotas, *more})
    current = Booking.objects.select_for_update(of=("self",)).select_related("audience").get(pk=booking.pk)
    if set(current.quotas) - {*booking.quotas, *more} or current.session_id != booking.session_id:
        raise NotOpen(_("这个预约刚刚改过，请重新打开页面再试"))
    current.session = booking.session
    if current.state not in (Booking.State.HELD, Booking.State.CONFIRMED):
        raise NotOpen(_("这个预约是“%(state)s”，不能再改") % {"state": current.get_state_display()})
    return current


def tell_changed(current: Booking) -> None:
    """Tell the holder how the booking stands now."""
    session = current.session
    values = {
        "when": wording.moment(session.starts), "title": str(session.activity), "party": str(current.party),
        "code": current.code,
    }  # fmt: skip
    message = message_to(current, CHANGED, values)
    message.dedup_key = f"{CHANGED.key}:{current.pk}:{new_code(8)}"
    queue_many([message])
