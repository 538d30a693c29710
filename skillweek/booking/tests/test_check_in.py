"""Letting people in: works, twice, another day or session, cancelled, a stranger's gate."""

from datetime import datetime, timedelta

import pytest

from skillweek.accounts.models import User
from skillweek.booking.actions import AlreadyIn, ElsewhereError, NotYourGate, cancel_booking, check_in
from skillweek.booking.models import Booking, Checkin
from skillweek.booking.rules import BookingError
from skillweek.common import clock
from skillweek.programme.models import Session
from skillweek.programme.tests.factories import make_session


def test_it_lets_in(booking: Booking, session: Session, men: User, now: datetime) -> None:
    made = check_in(booking=booking, by=men, nonce="n1", at_session=session)
    kept = Checkin.objects.get()
    assert (kept.pk, kept.nonce, kept.people, kept.at, kept.by) == (made.pk, "n1", 2, now, men)
    assert Booking.objects.get().state == "attended"


def test_the_same_scan_sent_again_counts_once(booking: Booking, men: User) -> None:
    first = check_in(booking=booking, by=men, nonce="n1")
    assert check_in(booking=booking, by=men, nonce="n1") == first
    assert Checkin.objects.count() == 1


def test_a_second_scan_says_when_it_was(booking: Booking, men: User) -> None:
    check_in(booking=booking, by=men, nonce="n1")
    with pytest.raises(AlreadyIn, match="已在 5 月 23 日 09:00 入场，2 人"):
        check_in(booking=booking, by=men, nonce="n2")
    assert Checkin.objects.count() == 1


def test_another_day_warns_and_can_be_let_in(booking: Booking, men: User, now: datetime) -> None:
    with clock.frozen(now - timedelta(days=1)):
        with pytest.raises(ElsewhereError, match="预约的不是今天，是 5 月 23 日 10:00《汝瓷拉坯体验》"):
            check_in(booking=booking, by=men, nonce="n1")
        assert Checkin.objects.count() == 0
        check_in(booking=booking, by=men, nonce="n1", anyway=True)
    assert Booking.objects.get().state == "attended"


def test_another_session_warns(booking: Booking, men: User, now: datetime) -> None:
    second = make_session(booking.session.activity, starts=now + timedelta(hours=5))
    with pytest.raises(ElsewhereError, match="预约的是另一场：5 月 23 日 10:00《汝瓷拉坯体验》"):
        check_in(booking=booking, by=men, nonce="n1", at_session=second)
    assert Booking.objects.get().state == "confirmed"


def test_a_cancelled_booking_stays_outside(booking: Booking, men: User) -> None:
    cancel_booking(booking=booking)
    with pytest.raises(BookingError, match="这个预约是“已取消”"):
        check_in(booking=booking, by=men, nonce="n1", anyway=True)
    assert Checkin.objects.count() == 0


def test_a_stranger_holds_no_gate_here(booking: Booking, wu: User) -> None:
    with pytest.raises(NotYourGate):
        check_in(booking=booking, by=wu, nonce="n1")
    assert Booking.objects.get().state == "confirmed"
