"""Giving places back: works, twice, too late, the right quotas, message, history."""

from datetime import datetime
from typing import Any

import pytest

from skillweek.accounts.models import User
from skillweek.booking import queries
from skillweek.booking.actions import book_visit, cancel_booking, check_in
from skillweek.booking.models import Booking, Quota
from skillweek.booking.rules import NotOpen
from skillweek.common import clock
from skillweek.messaging.models import Message
from skillweek.plan.models import Audience
from skillweek.programme.models import Session


def test_it_cancels(booking: Booking, session: Session, now: datetime) -> None:
    cancel_booking(booking=booking)
    kept = Booking.objects.get()
    assert (kept.state, kept.cancelled_at) == ("cancelled", now)
    assert queries.places_left([session.pk]) == {session.pk: 10}
    told = Message.objects.get(dedup_key=f"booking.cancelled:{kept.pk}")
    assert told.body == "已取消：5 月 23 日 10:00《汝瓷拉坯体验》的预约，名额已让给别人。"
    events = kept.events.order_by("pgh_id").values_list("state", flat=True)
    assert list(events) == ["confirmed", "cancelled"]


def test_twice_gives_back_once(booking: Booking, session: Session) -> None:
    cancel_booking(booking=booking)
    with pytest.raises(NotOpen, match="这个预约已经取消"):
        cancel_booking(booking=booking)
    assert queries.places_left([session.pk]) == {session.pk: 10}


def test_it_gives_back_what_was_taken_and_no_more(
    wish: dict[str, Any], session: Session, parents: Audience
) -> None:
    booking = book_visit(**wish)
    later = Quota.objects.create(city_id=session.city_id, audience=parents, places=5, taken=1)
    later.sessions.add(session)
    cancel_booking(booking=booking)
    assert list(Quota.objects.order_by("pk").values_list("taken", flat=True)) == [0, 1]


def test_too_late(booking: Booking, session: Session) -> None:
    with clock.frozen(session.starts), pytest.raises(NotOpen, match="这一场已经开始，不能再取消"):
        cancel_booking(booking=booking)
    assert Booking.objects.get().state == "confirmed"


def test_who_is_inside_cannot_cancel(booking: Booking, men: User) -> None:
    check_in(booking=booking, by=men, nonce="n1")
    with pytest.raises(NotOpen, match="已经到场或已经结束的预约不能取消"):
        cancel_booking(booking=booking)
    assert sum(Quota.objects.values_list("taken", flat=True)) == 2
