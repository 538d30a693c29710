"""Booking a visit, once, and giving it back."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from skillweek.booking import queries
from skillweek.booking.kinds import CANCELLED, CONFIRMED
from skillweek.booking.models import Booking, IdempotencyKey, Quota
from skillweek.booking.rules import (
    AlreadyBooked,
    BookingError,
    Full,
    NotOpen,
    may_book,
    may_cancel,
    too_large,
)
from skillweek.common import cipher, clock, rows, wording
from skillweek.messaging.actions import draft, queue_many
from skillweek.messaging.models import Message
from skillweek.messaging.queries import compose
from skillweek.messaging.rules import MessageKind
from skillweek.plan.models import Audience
from skillweek.programme.models import Session

ONCE_PER_PHONE = "booking_once_per_phone"


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
    key: str | None = None,
) -> Booking:  # fmt: skip
    """Book ``party`` places for one telephone number (normalised); raises BookingError with the reason.

    Capacity, row, history, text message and its job are one transaction and one round trip (``sql/book.sql``).
    The same ``key`` sent again (a form posted twice) gives the booking it gave before.
    """
    booking = _draft(session, name, phone, party, audience, consent)
    if key is None:
        return _write(booking, None)
    once = _once(f"form:{key}", session, name, phone, party, audience, consent)
    once.status, once.answer = 303, booking.code
    try:
        return _write(booking, once)
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
    try:
        booking = _draft(session, name, phone, party, audience, consent)
        answer = success(booking)
        once.status, once.answer = answer.status, answer.body
        _write(booking, once)
    except _Repeated as before:
        return before.answer
    except (KeyReused, InFlight):
        raise
    except BookingError as error:
        return _keep_refusal(once, refusal(error))
    return answer


def _once(
    key: str, session: Session, name: str, phone: str, party: int, audience: Audience | None, consent: bool
) -> IdempotencyKey:
    """The key with the fingerprint of what is wished under it."""
    wish = json.dumps([session.code, name, phone, party, audience.code if audience else "", consent])
    return IdempotencyKey(
        city_id=session.city_id, key=key, created_at=clock.now(), fingerprint=cipher.blind_index(wish)
    )


def _draft(
    session: Session, name: str, phone: str, party: int, audience: Audience | None, consent: bool
) -> Booking:
    """The booking as it would be written; raises BookingError when a rule is against it."""
    now = clock.now()
    if refused := may_book(queries.facts_of(session), now, party, consent):
        raise refused
    return Booking(
        city_id=session.city_id, session=session, audience=audience, name=name, phone=phone,
        phone_index=cipher.blind_index(phone), party=party, state=Booking.State.CONFIRMED,
        consent_at=now, created_at=now, retention_until=session.activity.edition.retention_until,
    )  # fmt: skip


def _write(booking: Booking, once: IdempotencyKey | None) -> Booking:
    """Run ``booking_book`` and turn its outcome into the booking or an exception."""
    told = _call(booking, _confirmation(booking), once)
    outcome = told["outcome"]
    if outcome == "booked":
        booking.quotas = told["quotas"]
        rows.mark_written(booking)
        return booking
    if outcome == "repeated":
        raise _Repeated(Answer(told["status"], told["answer"]))
    raise {
        "already": AlreadyBooked,
        "full": lambda: Full(told["left"]),
        "party": lambda: too_large(told["largest"]),
        "unlimited": lambda: NotOpen(_("这一场没有给这类来访者的名额")),
        "called_off": lambda: NotOpen(_("这一场已经取消")),
        "key_reused": KeyReused,
        "in_flight": InFlight,
    }[outcome]()


def _call(booking: Booking, message: Message, once: IdempotencyKey | None) -> dict[str, Any]:
    """One round trip; the comment in front lets the history learn which request it was."""
    parameters = [rows.dumps(rows.as_row(row) if row else None) for row in (booking, message, once)]
    try:
        with _guarded(), connection.cursor() as cursor:
            cursor.execute("/* book */ SELECT booking_book(%s, %s, %s)", parameters)
            found: dict[str, Any] = json.loads(cursor.fetchone()[0])
            return found
    except IntegrityError as error:
        if _constraint(error) == ONCE_PER_PHONE:  # two at the same moment
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


def _confirmation(booking: Booking) -> Message:
    """The text message: what, when, how many, the code, and the link to see or cancel."""
    session, token = booking.session, queries.token(booking)
    return _message(booking, CONFIRMED, {
        "when": wording.moment(session.starts), "title": str(session.activity), "party": str(booking.party),
        "code": booking.code, "token": token,
        "link": settings.SITE_URL + reverse("booking:receipt", args=[token]),
    })  # fmt: skip


def _message(booking: Booking, kind: MessageKind, values: dict[str, str]) -> Message:
    """A text message to the holder, in the words of the city."""
    city = booking.session.city.code
    _subject, body = compose(city_code=city, key=kind.key, values=values)
    return draft(
        city_code=city, owner_code=booking.session.activity.owner.code, kind=kind.key, values=values,
        channel=Message.Channel.SMS, address=booking.phone, body=body, dedup_key=f"{kind.key}:{booking.pk}",
    )  # fmt: skip


@transaction.atomic
def cancel_booking(*, booking: Booking) -> Booking:
    """Give a booking's places back and tell its holder; raises BookingError when that is not possible (any more).

    Quotas are locked before the booking, as when booking, so that the two never wait for each other.
    """
    quotas = Quota.objects.filter(pk__in=booking.quotas)
    list(quotas.select_for_update().order_by("pk").values_list("pk"))
    current = Booking.objects.select_for_update().get(pk=booking.pk)
    session, now = booking.session, clock.now()
    if refused := may_cancel(current.state, session.starts, now):
        raise refused
    current.state, current.cancelled_at = Booking.State.CANCELLED, now
    current.save(update_fields=["state", "cancelled_at"])
    quotas.update(taken=F("taken") - current.party)
    current.session = session
    values = {"when": wording.moment(session.starts), "title": str(session.activity)}
    queue_many([_message(current, CANCELLED, values)])
    return current
