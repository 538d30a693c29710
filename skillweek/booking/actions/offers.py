"""Freed places: offered to who waits, in order, whole parties only; lapsing; passing on.

The first in the line whose whole party fits gets the place, so a smaller party may be served while a larger one in
front still waits; the larger one keeps its place in the line and is told so. Everybody who frees places calls
:func:`offer_freed` in the same transaction.
"""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse

from skillweek.booking import kinds, queries
from skillweek.booking.actions.capacity import give_back, hold_around, take
from skillweek.booking.models import Booking, Offer, Quota, Suggestion, WaitingEntry
from skillweek.booking.rules import LIVE, BookingError, offer_until, waiting_step
from skillweek.common import clock, wording
from skillweek.messaging.actions import draft, queue_many
from skillweek.messaging.models import Message
from skillweek.messaging.queries import compose
from skillweek.messaging.rules import MessageKind
from skillweek.programme.models import Activity, Session

State = WaitingEntry.State
Link = Quota.sessions.through


def tell(entry: WaitingEntry, kind: MessageKind, *, once: str = "", **values: str) -> Message:
    """A text message to who waits, with the link to the entry; ``once`` tells messages of one kind apart."""
    session, token = entry.session, queries.waiting_token(entry)
    facts = {
        "when": wording.moment(session.starts), "title": str(session.activity), "token": token,
        "link": settings.SITE_URL + reverse("booking:waiting", args=[token]),
    } | values  # fmt: skip
    _subject, body = compose(city_code=session.city.code, key=kind.key, values=facts)
    return draft(
        city_code=session.city.code, owner_code=session.activity.owner.code, kind=kind.key, values=facts,
        channel=Message.Channel.SMS, address=entry.phone, body=body,
        dedup_key=f"{kind.key}:{entry.code}{':' if once else ''}{once}",
    )  # fmt: skip


@transaction.atomic
def offer_freed(session: Session) -> list[Offer]:
    """Offer what is free in ``session``, and in those that share quotas with it, to who waits there, in order."""
    held = {quota.pk: quota for quota in hold_around(session.pk)}
    links = list(Link.objects.filter(quota__in=held).values_list("session_id", "quota_id"))
    now, made = clock.now(), []
    for entry in _hopeful({key for key, _quota in links}, now):
        applies = [held[quota] for key, quota in links if key == entry.session_id]
        mine = [one for one in applies if one.audience_id in (None, entry.audience_id)]
        if not mine or min(one.left for one in mine) < entry.party:
            continue
        if offer := _offer(entry, now):
            made.append(offer)
            for pk in offer.booking.quotas:
                held[pk].taken += entry.party
    for offer in made:
        queue_many([_told(offer)], not_before=quiet_until(offer.entry.session, now))
    return made


def quiet_until(session: Session, now: datetime) -> datetime | None:
    """When a message about ``session`` that can wait goes out; None is at once, as when it would come too late."""
    morning = queries.morning_for(session.activity.edition, now)
    return morning if morning is not None and morning < session.starts else None


def _told(offer: Offer) -> Message:
    until = wording.moment(offer.expires_at)
    return tell(offer.entry, kinds.OFFERED, party=str(offer.entry.party), until=until)


def _hopeful(sessions: set[int], now: datetime) -> list[WaitingEntry]:
    """Who waits for sessions that can still be visited, in order of arrival, held."""
    return list(
        WaitingEntry.objects.select_for_update(of=("self",))
        .filter(
            session__in=sessions, state=State.WAITING, draw=None, session__starts__gt=now,
            session__state=Session.State.PLANNED, session__activity__state=Activity.State.PUBLISHED,
        )
        .select_related("session__city", "session__activity__edition", "session__activity__owner")
        .order_by("pk")
    )  # fmt: skip


def _offer(entry: WaitingEntry, now: datetime) -> Offer | None:
    """Keep places for ``entry``; None when it needs none any more, or a rule of the quota is against its size."""
    mine = Booking.objects.filter(session=entry.session_id, phone_index=entry.phone_index, state__in=LIVE)
    if mine.exists():  # somebody booked for them
        entry.state = State.ACCEPTED
        entry.save(update_fields=["state"])
        return None
    try:
        quotas = take(session=entry.session_id, audience=entry.audience_id, party=entry.party)
    except BookingError:
        return None
    booking = Booking.objects.create(
        city_id=entry.city_id, session=entry.session, audience_id=entry.audience_id, name=entry.name,
        phone=entry.phone, phone_index=entry.phone_index, party=entry.party, quotas=quotas,
        state=Booking.State.HELD, origin=Booking.Origin.LIST, consent_at=entry.consent_at, created_at=now,
        retention_until=entry.retention_until,
    )  # fmt: skip
    entry.state = waiting_step(entry.state, "offer")
    entry.save(update_fields=["state"])
    edition, starts = entry.session.activity.edition, entry.session.starts
    until = offer_until(
        now, starts, queries.policy_of(edition).offer_hours, queries.morning_for(edition, now)
    )
    return Offer.objects.create(entry=entry, booking=booking, made_at=now, expires_at=until)


def let_go(offer: Offer, answer: str, step: str, now: datetime) -> None:
    """End an open ``offer`` whose rows are held by the caller: places back, and on to who is next."""
    entry, booking = offer.entry, offer.booking
    offer.answer, offer.answered_at = answer, now
    offer.save(update_fields=["answer", "answered_at"])
    entry.state = waiting_step(entry.state, step)
    entry.save(update_fields=["state"])
    if booking.state == Booking.State.HELD:
        booking.state, booking.cancelled_at = Booking.State.CANCELLED, now
        booking.save(update_fields=["state", "cancelled_at"])
        give_back(quotas=booking.quotas, party=booking.party)
    offer_freed(entry.session)


def hold_offer(offer: Offer) -> Offer:
    """``offer`` as it stands now, it and its rows held in the order of the house."""
    hold_around(offer.booking.session_id, offer.booking.quotas)
    booking = Booking.objects.select_for_update().get(pk=offer.booking_id)
    entry = (
        WaitingEntry.objects.select_for_update(of=("self",))
        .select_related("session__city", "session__activity__edition", "session__activity__owner")
        .get(pk=offer.entry_id)
    )
    current = Offer.objects.select_for_update().get(pk=offer.pk)
    booking.session = entry.session
    current.booking, current.entry = booking, entry
    return current


@transaction.atomic
def lapse(*, offer: Offer) -> bool:
    """End ``offer`` when nobody answered in time; False when it was answered or ended in the meantime."""
    current, now = hold_offer(offer), clock.now()
    if current.answer or current.expires_at > now:
        return False
    let_go(current, Offer.Answer.EXPIRED, "lapse", now)
    queue_many([tell(current.entry, kinds.LAPSED)], not_before=quiet_until(current.entry.session, now))
    return True


@transaction.atomic
def close_line(*, session: Session) -> int:
    """Tell who waited in vain for ``session`` what else there is; how many entries were closed."""
    now = clock.now()
    over = Q(state=State.WAITING, draw=None, session=session)
    return close_entries(list(WaitingEntry.objects.select_for_update().filter(over).order_by("pk")), now)


def close_entries(entries: list[WaitingEntry], now: datetime) -> int:
    """Close held ``entries`` of one session: each is offered what else fits, and told."""
    if not entries:
        return 0
    session = Session.objects.select_related("city", "activity__edition", "activity__owner").get(
        pk=entries[0].session_id
    )
    others = queries.fitting(session)
    for entry in entries:
        entry.session, entry.state = session, waiting_step(entry.state, "close")
    WaitingEntry.objects.bulk_update(entries, ["state", "rank"], batch_size=500)
    Suggestion.objects.bulk_create(
        Suggestion(entry=entry, session=one, at=now)
        for entry in entries
        for one in queries.chosen(others, entry.audience_id, entry.party)
    )
    morning = queries.morning_for(session.activity.edition, now)
    queue_many([tell(entry, kinds.MISSED) for entry in entries], not_before=morning)
    return len(entries)


@transaction.atomic
def note_taken() -> int:
    """Write down which suggestions were followed: a live booking of the same number there."""
    mine = Booking.objects.filter(
        session=OuterRef("session"), phone_index=OuterRef("entry__phone_index"), state__in=LIVE
    )
    followed = Suggestion.objects.filter(taken=None).annotate(found=Subquery(mine.values("pk")[:1]))
    noted = list(followed.filter(found__isnull=False))
    for one in noted:
        one.taken_id = one.found
    return Suggestion.objects.bulk_update(noted, ["taken"], batch_size=500)


def pass_on() -> None:
    """The net under everything: lapse what is overdue, offer what is free, close what is in vain."""
    for offer in queries.overdue_offers().select_related("booking"):
        lapse(offer=offer)
    for session in queries.awaited():
        offer_freed(session)
    for session in queries.in_vain():
        close_line(session=session)
    note_taken()
