"""Opening, closing, limits of one person, approval and draw, judged where places are taken."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from skillweek.booking.actions import book_visit
from skillweek.booking.kinds import HELD
from skillweek.booking.models import Booking, Policy, Terms
from skillweek.booking.rules import BookingError, NotOpen
from skillweek.common import clock
from skillweek.messaging.models import Message
from skillweek.plan.models import Audience, Opening, Phase
from skillweek.plan.rules import ORDER, is_open
from skillweek.programme.models import Session
from skillweek.programme.tests.factories import make_session


def terms(session: Session, **facts: Any) -> Terms:
    return Terms.objects.create(activity=session.activity, **facts)


def refused(wish: dict[str, Any], kind: type[BookingError], sentence: str) -> None:
    before = Booking.objects.count(), Message.objects.count()
    with pytest.raises(kind, match=sentence):
        book_visit(**wish)
    assert (Booking.objects.count(), Message.objects.count()) == before


def test_nobody_books_before_the_instant(wish: dict[str, Any], session: Session, now: datetime) -> None:
    terms(session, opens_at=now + timedelta(minutes=30))
    refused(wish, NotOpen, "5 月 23 日 09:30 开始预约")
    with clock.frozen(now + timedelta(minutes=30)):
        assert book_visit(**wish).pk


def test_booking_ends_some_hours_before(wish: dict[str, Any], session: Session) -> None:
    terms(session, closes_hours=1)
    refused(wish, NotOpen, "截止预约")


def test_a_window_of_days(wish: dict[str, Any], session: Session, now: datetime) -> None:
    Policy.objects.create(edition=session.activity.edition, days_ahead=1)
    later = make_session(session.activity, starts=now + timedelta(days=2))
    session.quotas.get().sessions.add(later)  # type: ignore[attr-defined]  # related name
    refused(wish | {"session": later}, NotOpen, "5 月 24 日 00:00 开始预约")
    assert book_visit(**wish).pk


def test_terms_of_one_audience_come_first(
    wish: dict[str, Any], session: Session, parents: Audience, pupils: Audience
) -> None:
    terms(session, mode=Terms.Mode.DRAW)
    terms(session, mode=Terms.Mode.FIRST, audience=parents)
    assert book_visit(**wish).state == "confirmed"
    refused(wish | {"audience": pupils, "phone": "13900000002"}, NotOpen, "抽签")


def test_what_waits_for_approval_is_held(wish: dict[str, Any], session: Session) -> None:
    terms(session, mode=Terms.Mode.APPROVAL)
    made = book_visit(**wish)
    kept = Booking.objects.get()
    assert (made.state, kept.state, session.quotas.get().taken) == ("held", "held", 2)  # type: ignore[attr-defined]  # same
    assert Message.objects.get().kind == HELD.key


@pytest.mark.parametrize(
    ("field", "sentence"), [("per_day", "每天最多 1 场"), ("per_week", "整个活动周最多 1 场")]
)
def test_one_person_has_limits(
    wish: dict[str, Any], session: Session, now: datetime, field: str, sentence: str
) -> None:
    Policy.objects.create(edition=session.activity.edition, **{field: 1})
    other = make_session(session.activity, starts=now + timedelta(hours=4))
    session.quotas.get().sessions.add(other)  # type: ignore[attr-defined]  # same
    book_visit(**wish)
    refused(wish | {"session": other}, BookingError, sentence)
    assert book_visit(**wish | {"session": other, "phone": "13900000002"}).pk


def test_who_did_not_come_waits_unless_excused(wish: dict[str, Any], session: Session, now: datetime) -> None:
    missed = make_session(session.activity, starts=now - timedelta(days=1))
    booking = book_visit(**wish)
    Booking.objects.filter(pk=booking.pk).update(session=missed, state="no_show")
    refused(wish, BookingError, "约了没来")
    Booking.objects.update(excuse="示例")
    assert book_visit(**wish).pk


@pytest.mark.parametrize("own", [None, ("register", "register")])
def test_phases_are_judged_as_in_the_plan(
    wish: dict[str, Any], session: Session, now: datetime, own: tuple[str, str] | None
) -> None:
    edition = session.activity.edition
    if own:
        Opening.objects.create(edition=edition, step="book", opens=own[0], closes=own[1])
    for number, name in enumerate(ORDER):
        Phase.objects.filter(edition=edition).delete()
        Phase.objects.create(edition=edition, name=name, starts_at=now - timedelta(days=1))
        person = wish | {"phone": f"1390000001{number}", "party": 1}
        if is_open("book", name, own):
            assert book_visit(**person).pk
        else:
            refused(person, NotOpen, "现在不在预约时间内")
