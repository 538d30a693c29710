"""Booking a visit, once, and giving it back."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from skillweek.booking import queries
from skillweek.booking.actions.capacity import give_back, hold_around, refusal
from skillweek.booking.actions.offers import offer_freed
from skillweek.booking.actions.party import check_extras, write_extras
from skillweek.booking.kinds import CANCELLED, CONFIRMED, HELD
from skillweek.booking.models import Booking, IdempotencyKey
from skillweek.booking.rules import (
    AlreadyBooked,
    BookingError,
    Extras,
    NotAllowed,
    may_cancel,
)
from skillweek.common import cipher, clock, rows, wording
from skillweek.messaging.actions import draft, queue_many
from skillweek.messaging.models import Message
from skillweek.messaging.queries import compose
from skillweek.messaging.rules import MessageKind
from skillweek.plan.models import Audience
from skillweek.programme.models import Session

#: gives the key under which the answer to a booking is kept
Keep = Callable[[Booking], IdempotencyKey | None]
#: a booking of one person who says no more than name and number
NOTHING = Extras()
ONCE_PER_PHONE = "booking_once_per_phone"
BOOK = "/* book */ SELECT booking_book_many(%s, make_interval(secs => %s))"


class KeyReused(BookingError):
    """The idempotency key was used for another request."""

    code = "key-reused"
    status = 422

    def __init__(self) -> None:
        super().__init__(_("这个请求编号已经用于另一个请求，请换一个编号"))


class InFlight(BookingError):
    """The same request is being answered at this moment."""

    code = "in-flight"

    def __init__(self) -> None:
        super().__init__(_("同一个请求正在处理，请稍后再试"))


@dataclass(frozen=True)
class Answer:
    """What a request was answered with: now, or the first time it came."""

    status: int
    body: str


class _Repeated(Exception):
    """The request was answered before."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer


def book_visit(
    *, session: Session, name: str, phone: str, party: int, audience: Audience | None, consent: bool,
    key: str | None = None, extras: Extras = NOTHING,
) -> Booking:  # fmt: skip
    """Book ``party`` places for one telephone number (normalised); raises BookingError with the reason.

    Capacity, row, history, text message and its job are one transaction and one round trip (``sql/book.sql``).
    The same ``key`` sent again (a form posted twice) gives the booking it gave before.
    """
    booking = _draft(session, name, phone, party, audience, consent, Booking.Origin.WEB)
    if unsaid := check_extras(session, audience, party, extras):
        raise unsaid
    booking.guardian_at = booking.consent_at if extras.guardian else None
    if key is None:
        return _write_with(booking, lambda _booking: None, extras)
    once = _once(f"form:{key}", session, name, phone, party, audience, consent, extras)
    once.status, once.answer = 303, booking.code
    try:
        return _write_with(booking, lambda _booking: once, extras)
    except _Repeated as before:
        return Booking.objects.select_related("session").get(code=before.answer.body)


def book_once(
    *, session: Session, name: str, phone: str, party: int, audience: Audience | None, consent: bool,
    key: str, success: Callable[[Booking], Answer], refusal: Callable[[BookingError], Answer],
) -> Answer:  # fmt: skip
    """Like :func:`book_visit`, but the same ``key`` gets the same answer again, refusals included.

    The answer to a success is kept in the transaction of the booking. Raises KeyReused when the key stands
    for another wish, InFlight while the first request is being answered.
    """
    once = _once(f"api:{key}", session, name, phone, party, audience, consent)

    def keep(booking: Booking) -> IdempotencyKey:
        answer = success(booking)
        once.status, once.answer = answer.status, answer.body
        return once

    try:
        booking = _draft(session, name, phone, party, audience, consent, Booking.Origin.API)
        if unsaid := check_extras(session, audience, party, NOTHING):
            raise unsaid
        _write(booking, keep)
    except _Repeated as before:
        return before.answer
    except (KeyReused, InFlight):
        raise
    except BookingError as error:
        return _keep_refusal(once, refusal(error))
    return Answer(once.status or 0, once.answer)


def _once(
    key: str, session: Session, name: str, phone: str, party: int, audience: Audience | None, consent: bool,
    extras: Extras = NOTHING,
) -> IdempotencyKey:  # fmt: skip
    """The key with the fingerprint of what is wished under it."""
    wished: list[Any] = [session.code, name, phone, party, audience.code if audience else "", consent]
    if extras:
        wished += [extras.companions, sorted(extras.replies.items()), extras.guardian]
    wish = json.dumps(wished)
    return IdempotencyKey(
        city_id=session.city_id, key=key, created_at=clock.now(), fingerprint=cipher.blind_index(wish)
    )


def _draft(
    session: Session, name: str, phone: str, party: int, audience: Audience | None, consent: bool, origin: str
) -> Booking:
    """The booking as it would be written; everything but consent is the database's to judge, by its own clock."""
    if not consent:
        raise NotAllowed(_("请先同意我们为这次活动使用您的姓名和手机号码"), "consent")
    now = clock.now()
    return Booking(
        city_id=session.city_id, session=session, audience=audience, name=name, phone=phone,
        phone_index=cipher.blind_index(phone), party=party, state=Booking.State.CONFIRMED, origin=origin,
        consent_at=now, created_at=now, retention_until=session.activity.edition.retention_until,
    )  # fmt: skip


def _write_with(booking: Booking, keep: Keep, extras: Extras) -> Booking:
    """Write the booking, and who comes along and what they answered with it or not at all."""
    if not extras:
        return _write(booking, keep)
    with transaction.atomic():
        made = _write(booking, keep)
        write_extras(made, extras)
    return made


def _write(booking: Booking, keep: Keep) -> Booking:
    """Run ``booking_book_many`` for one booking and turn its outcome into the booking or an exception.

    ``keep`` gives the key with the answer to a booking; it is asked again when the terms want another state.
    """
    told = _call(booking, confirmation(booking), keep(booking))
    if told["outcome"] == "terms":
        booking.state = told["state"]
        told = _call(booking, confirmation(booking), keep(booking))
    if told["outcome"] == "booked":
        booking.quotas = told["quotas"]
        booking.created_at = booking.consent_at = datetime.fromisoformat(told["at"])
        rows.mark_written(booking)
        return booking
    if told["outcome"] == "repeated":
        raise _Repeated(Answer(told["status"], told["answer"]))
    raise refused(told)


def refused(told: dict[str, Any]) -> BookingError:
    """The exception for an outcome other than booked and repeated."""
    if told["outcome"] == "key_reused":
        return KeyReused()
    return InFlight() if told["outcome"] == "in_flight" else refusal(told)


def _call(booking: Booking, message: Message, once: IdempotencyKey | None) -> dict[str, Any]:
    """One round trip; the comment in front lets the history learn which request it was."""
    request = {
        "booking": rows.as_row(booking), "message": rows.as_row(message),
        "once": rows.as_row(once) if once else None,
    }  # fmt: skip
    try:
        with _guarded(), connection.cursor() as cursor:
            cursor.execute(
                BOOK, [json.dumps([request], default=str, ensure_ascii=False), clock.shift().total_seconds()]
            )
            found: list[dict[str, Any]] = json.loads(cursor.fetchone()[0])
            return found[0]
    except IntegrityError as error:
        if _constraint(error) == ONCE_PER_PHONE:  # taken by another way at the same moment
            raise AlreadyBooked from error
        raise


def _guarded() -> AbstractContextManager[Any]:
    """A savepoint inside a caller's transaction; alone, the one statement is its own transaction."""
    return transaction.atomic() if connection.in_atomic_block else nullcontext()


def _constraint(error: IntegrityError) -> str | None:
    return getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)


def _keep_refusal(once: IdempotencyKey, answer: Answer) -> Answer:
    """Keep the answer to a refused request, unless it was answered in the meantime: then that one stands."""
    once.status, once.answer = answer.status, answer.body
    kept, made = IdempotencyKey.objects.get_or_create(
        city_id=once.city_id, key=once.key,
        defaults={"fingerprint": once.fingerprint, "status": once.status, "answer": once.answer,
                  "created_at": once.created_at},
    )  # fmt: skip
    if not made and kept.fingerprint != once.fingerprint:
        raise KeyReused
    return Answer(kept.status or answer.status, kept.answer)


def confirmation(booking: Booking) -> Message:
    """The text message: what, when, how many, the code, and the link to see or cancel."""
    session, token = booking.session, queries.token(booking)
    kind = HELD if booking.state == Booking.State.HELD else CONFIRMED
    return message_to(booking, kind, {
        "when": wording.moment(session.starts), "title": str(session.activity), "party": str(booking.party),
        "code": booking.code, "token": token,
        "link": settings.SITE_URL + reverse("booking:receipt", args=[token]),
    })  # fmt: skip


def message_to(booking: Booking, kind: MessageKind, values: dict[str, str]) -> Message:
    """A text message to the holder, in the words of the city."""
    city = booking.session.city.code
    _subject, body = compose(city_code=city, key=kind.key, values=values)
    return draft(
        city_code=city, owner_code=booking.session.activity.owner.code, kind=kind.key, values=values,
        channel=Message.Channel.SMS, address=booking.phone, body=body, dedup_key=f"{kind.key}:{booking.pk}",
    )  # fmt: skip


@transaction.atomic
def cancel_booking(*, booking: Booking) -> Booking:
    """Give a booking's places back, offer them to who waits, tell its holder; raises BookingError when too late.

    Quotas are locked before the booking, as when booking, so that the two never wait for each other.
    """
    hold_around(booking.session_id, booking.quotas)
    current = Booking.objects.select_for_update().get(pk=booking.pk)
    session, now = booking.session, clock.now()
    if refused := may_cancel(current.state, session.starts, now, queries.cancellable_until(current)):
        raise refused
    current.state, current.cancelled_at = Booking.State.CANCELLED, now
    current.save(update_fields=["state", "cancelled_at"])
    give_back(quotas=current.quotas, party=current.party)
    offer_freed(session)
    current.session = session
    values = {"when": wording.moment(session.starts), "title": str(session.activity)}
    queue_many([message_to(current, CANCELLED, values)])
    return current
