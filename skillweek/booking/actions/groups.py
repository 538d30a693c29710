"""Booking for a group as one unit, and changing it by its signed link.

Locks as everywhere: the person, the session (shared), quotas by id, the booking.
"""

import json
from dataclasses import asdict
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from skillweek.booking import queries
from skillweek.booking.actions.capacity import hold_around, refusal, take
from skillweek.booking.actions.changes import held, resized, share, tell_changed
from skillweek.booking.actions.offers import offer_freed
from skillweek.booking.actions.party import write_extras
from skillweek.booking.actions.visits import KeyReused, confirmation
from skillweek.booking.models import Booking, Group, IdempotencyKey
from skillweek.booking.rules import (
    AlreadyBooked,
    BookingError,
    Extras,
    NotAllowed,
    NotOpen,
    may_answer,
    may_cancel,
    may_open,
)
from skillweek.booking.rules.groups import Kind, Team, fits_list, guardians_asked, may_come
from skillweek.common import cipher, clock, rows
from skillweek.messaging.actions import queue_many
from skillweek.plan.models import Audience
from skillweek.programme.models import Session

#: what nobody may book against, what the person may not, and what stands in the way, judged as for every booking
JUDGE = """
SELECT t.terms, booking_person(jsonb_populate_record(NULL::booking_booking, %(booking)s), t.terms, %(at)s, true)
FROM (SELECT booking_judge(%(session)s, %(audience)s, %(at)s, true) AS terms) t
"""


@transaction.atomic
def book_group(
    *, session: Session, team: Team, name: str, phone: str, party: int, audience: Audience | None, consent: bool,
    key: str, guardian: bool = False, extras: Extras | None = None,
) -> Booking:  # fmt: skip
    """Book ``party`` heads as one; media, and all where the owner decides on each, wait for the owner's word.

    The same ``key`` sent again gives the booking it gave before. Raises BookingError with the reason, and then
    nothing was written.
    """
    extras = extras or Extras()
    booking = _draft(session, name, phone, party, audience, consent)
    once = _once(key, booking, team, guardian, extras)
    _lock_person(booking)
    if before := IdempotencyKey.objects.filter(city_id=session.city_id, key=once.key).first():
        if before.fingerprint != once.fingerprint:
            raise KeyReused
        return Booking.objects.select_related("session").get(code=before.answer)
    if refused := _against(session, team, party, audience, guardian, extras):
        raise refused
    share([session.pk])
    booking.state = _judged(booking)
    if team.kind == Kind.MEDIA:
        booking.state = Booking.State.HELD
    booking.guardian_at = booking.consent_at if guardian else None
    booking.quotas = take(
        session=session.pk, audience=audience.pk if audience else None, party=party, any_size=True
    )
    _save(booking)
    Group.objects.create(booking=booking, **asdict(team))
    write_extras(booking, extras)
    once.status, once.answer = 303, booking.code
    once.save()
    queue_many([confirmation(booking)])
    return booking


def _draft(
    session: Session, name: str, phone: str, party: int, audience: Audience | None, consent: bool
) -> Booking:
    if not consent:
        raise NotAllowed(_("请先同意我们为这次活动使用您的姓名和手机号码"), "consent")
    now = clock.now()
    return Booking(
        city_id=session.city_id, session=session, audience=audience, name=name, phone=phone,
        phone_index=cipher.blind_index(phone), party=party, origin=Booking.Origin.WEB, consent_at=now,
        created_at=now, retention_until=session.activity.edition.retention_until,
    )  # fmt: skip


def _once(key: str, booking: Booking, team: Team, guardian: bool, extras: Extras) -> IdempotencyKey:
    """The key with the fingerprint of what is wished under it."""
    wished: list[Any] = [booking.session.code, booking.name, booking.phone, booking.party, booking.audience_id,
                         asdict(team), guardian, sorted(extras.replies.items())]  # fmt: skip
    return IdempotencyKey(
        city_id=booking.city_id, key=f"group:{key}", created_at=booking.created_at,
        fingerprint=cipher.blind_index(json.dumps(wished)),
    )  # fmt: skip


def _lock_person(booking: Booking) -> None:
    """Simultaneous requests of one person wait for each other, as in ``sql/book.sql``."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, %s))",
            [f"person {booking.phone_index}", booking.city_id],
        )


def _against(
    session: Session, team: Team, party: int, audience: Audience | None, guardian: bool, extras: Extras
) -> BookingError | None:
    way, facts = queries.way_of(session, audience), queries.facts_of(session, audience)
    return (
        may_come(team, party, way, facts.largest_party)
        or guardians_asked(team, guardian, queries.limits_of(session))
        or may_answer(queries.questions_for(session, audience), extras.replies)
    )


def _judged(booking: Booking) -> str:
    """The state the terms want; raises what the database refuses, by the same rules as every booking."""
    facts: dict[str, Any] = {
        "booking": json.dumps(rows.as_row(booking), default=str), "session": booking.session_id,
        "audience": booking.audience_id, "at": booking.created_at,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(JUDGE, facts)
        terms, person = (json.loads(one) if isinstance(one, str) else one for one in cursor.fetchone())
    if told := terms["refused"] or person or terms["after"]:
        raise refusal(told)
    return str(terms["state"])


def _save(booking: Booking) -> None:
    try:
        with transaction.atomic():
            booking.save(force_insert=True)
    except IntegrityError as error:  # taken by another way at the same moment
        raise AlreadyBooked from error


@transaction.atomic
def change_group(*, booking: Booking, party: int, grade: str, buses: int, plates: str, names: str) -> Booking:
    """More or fewer heads, buses, and the list of names, which may come later; raises BookingError."""
    session = booking.session
    hold_around(session.pk, booking.quotas)
    share([session.pk])
    current = held(booking, queries.quotas_of(session, booking.audience))
    group = Group.objects.get(booking=current)
    group.grade, group.buses, group.plates, group.names = grade, buses, plates, names
    if refused := _against_change(current, group, party):
        raise refused
    before = current.party
    current.quotas = resized(current, party, any_size=True)
    current.party = party
    current.save(update_fields=["party", "quotas"])
    group.save()
    if party < before:
        offer_freed(session)
    if party != before:
        tell_changed(current)
    return current


def _against_change(current: Booking, group: Group, party: int) -> BookingError | None:
    """Why a group cannot be changed so, or None; places are the database's to judge."""
    session, now = current.session, clock.now()
    team = Team(group.kind, group.unit, group.grade, group.buses, group.plates, group.names, group.press_card)
    facts, way = queries.facts_of(session, current.audience), queries.way_of(session, current.audience)
    if session.starts <= now:
        return NotOpen(_("这一场已经开始，不能再改"))
    if party <= current.party:
        late = may_cancel(current.state, session.starts, now, queries.cancellable_until(current))
        refused = late if party < current.party else None
        smaller = NotAllowed(_("至少 1 人；不来了请取消预约"), "party") if party < 1 else None
        return smaller or refused or fits_list(team, party)
    if current.state == Booking.State.CONFIRMED and (way.approval or group.kind == Kind.MEDIA):
        return NotAllowed(_("人数由主办单位确认过，不能再增加；可以减少"), "party")
    return may_open(facts, now) or may_come(team, party, way, facts.largest_party)
