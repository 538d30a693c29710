"""Places given out by lot: the seed's digest is public before anybody enters, the seed after the draw."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.booking import queries
from skillweek.booking.actions.capacity import hold_around, take
from skillweek.booking.actions.offers import close_entries
from skillweek.booking.actions.visits import confirmation
from skillweek.booking.actions.waiting import add_entry
from skillweek.booking.models import Booking, Draw, WaitingEntry
from skillweek.booking.rules import (
    HOPING,
    LIVE,
    AlreadyBooked,
    BookingError,
    NotAllowed,
    NotOpen,
    closing_refused,
    drawn_order,
    list_digest,
    may_join,
    seed_digest,
)
from skillweek.common import cipher, clock
from skillweek.messaging.actions import queue_many
from skillweek.organisations.queries import has_right
from skillweek.organisations.rules import Right
from skillweek.plan.models import Audience
from skillweek.programme.models import Session

State = WaitingEntry.State


@transaction.atomic
def set_up_draw(*, session: Session, closes_at: datetime, by: User) -> Draw:
    """Give out the places of ``session`` by lot; from now on it takes entries, no bookings.

    Raises NotAllowed for a stranger or a wrong time, NotOpen where people booked or wait already.
    """
    if not has_right(by, Right.EDIT, session.activity.owner):
        raise NotAllowed(_("这一场不由您所在的单位管理"), "closes_at")
    hold_around(session.pk)
    now = clock.of_database()
    if refused := closing_refused(closes_at, now, session.starts):
        raise refused
    if queries.draw_of(session) is not None:
        raise NotOpen(_("这一场已经设了抽签"))
    if (
        Booking.objects.filter(session=session, state__in=LIVE).exists()
        or WaitingEntry.objects.filter(session=session, state__in=HOPING).exists()
    ):
        raise NotOpen(_("已经有人预约或排队，不能改成抽签"))
    if not session.quotas.exists():
        raise NotOpen(_("这一场还没有设名额，先设名额再抽签"))
    seed = secrets.token_hex(32)
    return Draw.objects.create(session=session, seed=seed, commitment=seed_digest(seed), closes_at=closes_at)


@transaction.atomic
def enter(
    *, draw: Draw, name: str, phone: str, party: int, audience: Audience | None, consent: bool
) -> WaitingEntry:
    """Take part; raises BookingError with the reason. Closed by the database's clock, the same for every server."""
    session, index = draw.session, cipher.blind_index(phone)
    hold_around(session.pk)
    now = clock.of_database()
    if draw.closes_at <= now:
        raise NotOpen(_("登记已截止"))
    most = queries.most_places(session, audience.pk if audience else None)
    if refused := may_join(queries.facts_of(session), now, party, consent, most):
        raise refused
    if Booking.objects.filter(session=session, phone_index=index, state__in=LIVE).exists():
        raise AlreadyBooked
    return add_entry(WaitingEntry(
        city_id=session.city_id, session=session, draw=draw, audience=audience, name=name, phone=phone,
        phone_index=index, party=party, consent_at=now, created_at=now,
        retention_until=session.activity.edition.retention_until,
    ))  # fmt: skip


@transaction.atomic
def draw_lots(*, draw: Draw, by: User) -> Draw:
    """Draw once: bookings in order of the lots as long as whole parties fit, other sessions for the rest.

    Whoever presses later gets the result there is. Raises NotAllowed for a stranger, NotOpen before the entries
    close or when the session was called off.
    """
    session = draw.session
    if not has_right(by, Right.EDIT, session.activity.owner):
        raise NotAllowed(_("这一场不由您所在的单位管理"), "")
    hold_around(session.pk)
    current, now = Draw.objects.select_for_update().get(pk=draw.pk), clock.of_database()
    if current.drawn_at:
        return current
    if now < current.closes_at:
        raise NotOpen(_("登记还没有截止"))
    if Session.objects.get(pk=session.pk).state == Session.State.CANCELLED or session.starts <= now:
        raise NotOpen(_("这一场已经取消或开始，不能再抽签"))
    waiting = WaitingEntry.objects.select_for_update().filter(draw=current, state=State.WAITING)
    entries = {one.code: one for one in waiting.order_by("pk")}
    current.list_digest = list_digest((one.code, one.party) for one in entries.values())
    current.drawn_at = now
    current.save(update_fields=["list_digest", "drawn_at"])
    _give_out([entries[code] for code in drawn_order(current.seed, entries)], session, now)
    return current


def _give_out(ordered: list[WaitingEntry], session: Session, now: datetime) -> None:
    """Bookings for ``ordered`` as long as they fit; a smaller party may fit where a larger one did not."""
    bookings, losers = [], []
    for rank, entry in enumerate(ordered, start=1):
        entry.rank = rank
        try:
            quotas = take(session=session.pk, audience=entry.audience_id, party=entry.party)
        except BookingError:
            losers.append(entry)
            continue
        entry.state = State.ACCEPTED
        entry.session = session
        bookings.append(_booking(entry, quotas, now))
    Booking.objects.bulk_create(bookings)
    WaitingEntry.objects.bulk_update(
        [one for one in ordered if one.state == State.ACCEPTED], ["state", "rank"]
    )
    queue_many([confirmation(booking) for booking in bookings])
    close_entries(losers, now)


def _booking(entry: WaitingEntry, quotas: list[int], now: datetime) -> Booking:
    return Booking(
        city_id=entry.city_id, session=entry.session, audience_id=entry.audience_id, name=entry.name,
        phone=entry.phone, phone_index=entry.phone_index, party=entry.party, quotas=quotas,
        state=Booking.State.CONFIRMED, origin=Booking.Origin.DRAW, consent_at=entry.consent_at, created_at=now,
        retention_until=entry.retention_until,
    )  # fmt: skip
