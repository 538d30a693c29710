"""Booking for somebody who calls or stands at the counter, on record."""

import pghistory
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.booking import queries
from skillweek.booking.actions.capacity import take
from skillweek.booking.actions.visits import confirmation
from skillweek.booking.models import Booking
from skillweek.booking.rules import AlreadyBooked, BookingError, NotAllowed, NotOpen, may_open
from skillweek.common import cipher, clock
from skillweek.messaging.actions import queue_many
from skillweek.organisations.queries import has_right
from skillweek.organisations.rules import Right
from skillweek.plan.models import Audience
from skillweek.programme.models import Session


class NotYourSession(BookingError):
    """``by`` does not book for people here."""

    code = "not-yours"
    status = 404


@transaction.atomic
def book_for(
    *, session: Session, by: User, name: str, phone: str, party: int, audience: Audience | None,
    kept_back: bool = False, override: str = "",
) -> Booking:  # fmt: skip
    """Book for a caller: any number of people; ``kept_back`` uses the places kept for the door.

    Windows and limits hold unless ``override`` says why they do not; the reason stays in the history. Raises
    NotYourSession, Full, AlreadyBooked or another BookingError, and then nothing was written.
    """
    held = Session.objects.select_for_update(of=("self",), no_key=True).get(pk=session.pk)
    if not has_right(by, Right.EDIT, session.activity.owner):
        raise NotYourSession(_("这一场不由您所在的单位管理"))
    index, now, said = cipher.blind_index(phone), clock.now(), " ".join(override.split())
    if held.state != Session.State.PLANNED or held.starts <= now:
        raise NotOpen(_("这一场已经取消或已经开始"))
    if party < 1:
        raise NotAllowed(_("至少 1 人"), "party")
    refused = may_open(queries.facts_of(session, audience), now) or queries.stands_against(session, index)
    if refused and not said:
        raise refused
    booking = Booking(
        city_id=session.city_id, session=session, audience=audience, name=name, phone=phone, phone_index=index,
        party=party, origin=Booking.Origin.DESK, booked_by=by, consent_at=now, created_at=now,
        retention_until=session.activity.edition.retention_until,
    )  # fmt: skip
    booking.quotas = take(
        session=session.pk, audience=audience.pk if audience else None, party=party, door=kept_back, any_size=True
    )  # fmt: skip
    _save(booking, said if refused else "")
    queue_many([confirmation(booking)])
    return booking


def _save(booking: Booking, override: str) -> None:
    """Write the row; with the reason beside it in the history where a rule was set aside."""
    try:
        with transaction.atomic(), pghistory.context(**({"reason": override} if override else {})):
            booking.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyBooked from error
