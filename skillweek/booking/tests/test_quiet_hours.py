"""Quiet hours: what can wait goes out in the morning, and the time to answer counts from then."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from skillweek.accounts.models import User
from skillweek.booking.actions import (
    ask_visitors,
    book_visit,
    cancel_booking,
    join,
    pass_on,
    preset_questions,
    set_places,
)
from skillweek.booking.models import Booking, Offer, Policy
from skillweek.booking.rules import morning_after
from skillweek.common import clock
from skillweek.plan.models import Edition
from skillweek.programme.models import Session

ZONE = ZoneInfo("Asia/Shanghai")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2021, 5, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("moment", "hours", "morning"),
    [
        (at(23, 23), (21, 8), at(24, 8)),
        (at(23, 21), (21, 8), at(24, 8)),
        (at(24, 3), (21, 8), at(24, 8)),
        (at(24, 8), (21, 8), None),
        (at(23, 20, 59), (21, 8), None),
        (at(23, 23), (0, 7), None),
        (at(24, 0), (0, 7), at(24, 7)),
        (at(24, 3), (8, 8), None),
    ],
)
def test_when_the_morning_is(moment: datetime, hours: tuple[int, int], morning: datetime | None) -> None:
    assert morning_after(moment, *hours) == morning


def jobs(kind: str) -> list[tuple[datetime | None, str]]:
    """When the messages of a kind start, and which lock they wait at."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT j.scheduled_at, split_part(j.lock, ':', 1) FROM procrastinate_jobs j JOIN messaging_message m"
            " ON (j.args ->> 'message_id')::uuid = m.id WHERE m.kind = %s ORDER BY j.id", [kind],
        )  # fmt: skip
        return cursor.fetchall()


@pytest.fixture
def freed(session: Session, wish: dict[str, Any], parents: Any) -> Booking:
    """Two places, taken; somebody waits; the session is the day after tomorrow at 16:00."""
    session.starts, session.ends = at(25, 16), at(25, 17)
    session.save()
    set_places(session=session, places=2, by=None)
    booking = book_visit(**wish)
    join(session=session, name="李示例", phone="13900000021", party=2, audience=parents, consent=True)
    return booking


def test_an_offer_at_night_counts_from_the_morning(freed: Booking) -> None:
    with clock.frozen(at(23, 23)):
        cancel_booking(booking=freed)
    offer = Offer.objects.get()
    assert (offer.made_at, offer.expires_at) == (at(23, 23), at(24, 12))
    assert jobs("booking.offered") == [(at(24, 8), "morning")]
    assert jobs("booking.cancelled") == [(None, "message")]
    with clock.frozen(at(24, 3)):
        pass_on()
    assert Offer.objects.get().answer == ""
    with clock.frozen(at(24, 12)):
        pass_on()
    assert Offer.objects.get().answer == "expired"


def test_an_offer_by_day_goes_out_at_once(freed: Booking) -> None:
    with clock.frozen(at(23, 14)):
        cancel_booking(booking=freed)
    assert Offer.objects.get().expires_at == at(23, 18)
    assert jobs("booking.offered") == [(None, "message")]


def test_an_offer_for_the_early_morning_does_not_wait(freed: Booking, session: Session) -> None:
    Session.objects.filter(pk=session.pk).update(starts=at(24, 7, 30), ends=at(24, 9))
    freed.session.refresh_from_db()
    with clock.frozen(at(23, 23)):
        cancel_booking(booking=freed)
    assert Offer.objects.get().expires_at == at(24, 7, 30)
    assert jobs("booking.offered") == [(None, "message")]


def test_the_city_sets_the_hours(freed: Booking, edition: Edition) -> None:
    Policy.objects.create(edition=edition, quiet_from=22, quiet_until=7, offer_hours=2)
    with clock.frozen(at(23, 23)):
        cancel_booking(booking=freed)
    assert Offer.objects.get().expires_at == at(24, 9)


def test_nobody_is_asked_at_night(booking: Booking, edition: Edition, lin: User) -> None:
    preset_questions(edition=edition, by=lin)
    Booking.objects.filter(pk=booking.pk).update(state=Booking.State.ATTENDED)
    Session.objects.filter(pk=booking.session_id).update(starts=at(23, 20), ends=at(23, 22))
    with clock.frozen(at(23, 22, 10) + timedelta(minutes=1)):
        assert ask_visitors() == 1
    assert jobs("booking.survey") == [(at(24, 8), "morning")]
