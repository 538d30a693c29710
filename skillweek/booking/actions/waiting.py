"""Waiting for a place: joining the line, accepting or declining what is offered, leaving."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from skillweek.booking import kinds, queries
from skillweek.booking.actions.capacity import hold_around
from skillweek.booking.actions.offers import hold_offer, let_go, offer_freed, tell
from skillweek.booking.actions.visits import confirmation
from skillweek.booking.models import Booking, Offer, WaitingEntry
from skillweek.booking.rules import (
    LIVE,
    AlreadyBooked,
    AlreadyWaiting,
    NotOpen,
    may_join,
    next_state,
    waiting_step,
)
from skillweek.common import cipher, clock
from skillweek.messaging.actions import queue_many
from skillweek.plan.models import Audience
from skillweek.programme.models import Session


@transaction.atomic
def join(
    *, session: Session, name: str, phone: str, party: int, audience: Audience | None, consent: bool
) -> WaitingEntry:
    """Wait for ``party`` places of ``session``; raises BookingError with the reason when that makes no sense.

    Quotas are held first, so that the order of the line is the order of arrival. What is free and fits is offered
    at once; then nobody is told that they wait.
    """
    hold_around(session.pk)
    now, index = clock.now(), cipher.blind_index(phone)
    most = queries.most_places(session, audience.pk if audience else None)
    if refused := may_join(queries.facts_of(session), now, party, consent, most):
        raise refused
    if Booking.objects.filter(session=session, phone_index=index, state__in=LIVE).exists():
        raise AlreadyBooked
    if hasattr(session, "draw") and session.draw.drawn_at is None:
        raise NotOpen(_("这一场登记后抽签，不能直接预约"))
    room = queries.rooms([session.pk], audience.pk if audience else None)[session.pk]
    if room.left >= party and not queries.in_line(session).exists():
        raise NotOpen(_("现在还有名额，可以直接预约"))
    entry = add_entry(WaitingEntry(
        city_id=session.city_id, session=session, audience=audience, name=name, phone=phone, phone_index=index,
        party=party, consent_at=now, created_at=now, retention_until=session.activity.edition.retention_until,
    ))  # fmt: skip
    if entry.pk not in {offer.entry_id for offer in offer_freed(session)}:
        queue_many([tell(entry, kinds.WAITING, party=str(party))])
    entry.refresh_from_db(fields=["state"])
    return entry


def add_entry(entry: WaitingEntry) -> WaitingEntry:
    """Write ``entry``; raises AlreadyWaiting when its number hopes for the session already."""
    try:
        with transaction.atomic():
            entry.save(force_insert=True)
    except IntegrityError as error:
        if getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") == "waiting_once_per_phone":
            raise AlreadyWaiting from error
        raise
    return entry


@transaction.atomic
def accept(*, entry: WaitingEntry) -> Booking:
    """Make the kept places a booking; twice is once. Raises NotOpen when there is no offer, or it is over."""
    offer = entry.offers.select_related("booking").order_by("-made_at", "-pk").first()
    if offer is None:
        raise NotOpen(_("还没有为您保留的名额"))
    current, now = hold_offer(offer), clock.now()
    booking = current.booking
    if current.answer == Offer.Answer.ACCEPTED:
        return booking
    following = next_state(booking.state, "confirm")
    if current.answer or current.expires_at <= now or following is None:
        raise NotOpen(_("为您保留的时间已过，名额给了下一位"))
    current.answer, current.answered_at = Offer.Answer.ACCEPTED, now
    current.save(update_fields=["answer", "answered_at"])
    current.entry.state = waiting_step(current.entry.state, "accept")
    current.entry.save(update_fields=["state"])
    booking.state = following
    booking.save(update_fields=["state"])
    queue_many([confirmation(booking)])
    return booking


@transaction.atomic
def decline(*, entry: WaitingEntry) -> None:
    """Give an offered place to who is next; raises NotOpen when nothing is offered."""
    offer = queries.open_offer(entry)
    if offer is None:
        raise NotOpen(_("没有等您确认的名额"))
    current = hold_offer(offer)
    if current.answer:
        raise NotOpen(_("没有等您确认的名额"))
    let_go(current, Offer.Answer.DECLINED, "decline", clock.now())


@transaction.atomic
def leave(*, entry: WaitingEntry) -> None:
    """Leave the line, or withdraw from a draw; raises NotOpen when ``entry`` does not wait."""
    current = WaitingEntry.objects.select_for_update().get(pk=entry.pk)
    if current.draw and current.draw.closes_at <= clock.of_database():
        raise NotOpen(_("登记已截止，名单不能再改；抽中以后可以取消预约"))
    current.state = waiting_step(current.state, "leave")
    current.save(update_fields=["state"])
