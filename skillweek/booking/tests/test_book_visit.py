"""Booking a visit: works, twice, full, closed, stranger quotas, message, history."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from skillweek.booking import queries
from skillweek.booking.actions import KeyReused, book_visit, cancel_booking
from skillweek.booking.models import Booking, IdempotencyKey, Quota
from skillweek.booking.rules import AlreadyBooked, BookingError, Full, NotOpen
from skillweek.common import cipher, clock
from skillweek.messaging.models import Message
from skillweek.plan.models import Audience
from skillweek.programme.actions import move_session
from skillweek.programme.models import Activity, Session
from skillweek.programme.rules import ProgrammeError
from skillweek.programme.tests.factories import make_session


def rows() -> tuple[int, int, int, int, int]:
    """What a refused booking must not change."""
    return (
        Booking.objects.count(), Message.objects.count(), ProcrastinateJob.objects.count(),
        IdempotencyKey.objects.count(), sum(Quota.objects.values_list("taken", flat=True)),
    )  # fmt: skip


def other(wish: dict[str, Any], number: int, **facts: Any) -> dict[str, Any]:
    """The same wish from another telephone."""
    return wish | {"phone": f"139000001{number:02}"} | facts


def test_it_books(wish: dict[str, Any], session: Session, now: datetime) -> None:
    made = book_visit(**wish)
    kept = Booking.objects.get()
    assert (kept.pk, kept.code, kept.state, kept.party) == (made.pk, made.code, "confirmed", 2)
    assert (kept.name, kept.phone, kept.session, kept.audience) == (
        "陈示例",
        "13900000001",
        session,
        wish["audience"],
    )
    assert now <= kept.created_at < now + timedelta(minutes=1)  # by the database's clock, which runs on
    assert kept.created_at == kept.consent_at == made.created_at
    assert kept.retention_until == session.activity.edition.retention_until
    assert kept.quotas == made.quotas == [Quota.objects.get().pk]
    assert queries.places_left([session.pk]) == {session.pk: 8}


def test_name_and_phone_are_encrypted(booking: Booking) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, phone, phone_index FROM booking_booking")
        name, phone, index = cursor.fetchone()
    assert [cipher.decrypt(name), cipher.decrypt(phone)] == ["陈示例", "13900000001"]
    assert "陈" not in name
    assert index == cipher.blind_index("13900000001")


def test_it_takes_one_round_trip(wish: dict[str, Any], words_known: None) -> None:
    found = queries.visitable().get(pk=wish["session"].pk)
    with CaptureQueriesContext(connection) as captured:
        book_visit(**wish | {"session": found})
    statements = [one["sql"] for one in captured if "SAVEPOINT" not in one["sql"]]
    assert [sql[:36] for sql in statements] == ["/* book */ SELECT booking_book_many("]


def test_a_text_message_waits_for_the_worker(booking: Booking) -> None:
    message = Message.objects.get()
    assert (message.channel, message.address, message.state) == ("sms", "13900000001", "queued")
    assert message.dedup_key == f"booking.confirmed:{booking.pk}"
    assert message.body == (
        f"已约：5 月 23 日 10:00《汝瓷拉坯体验》2 人，入场码 {booking.code}。"
        f"查看或取消：http://127.0.0.1:8000/bookings/{queries.token(booking)}/"
    )
    job = ProcrastinateJob.objects.get()
    assert (job.task_name, job.args) == ("skillweek.messaging.tasks.deliver", {"message_id": str(message.pk)})


def test_history_begins_with_the_booking(booking: Booking) -> None:
    events = booking.events.order_by("pgh_id")
    assert [(event.pgh_label, event.state, event.party) for event in events] == [("insert", "confirmed", 2)]


def test_one_telephone_books_a_session_once(wish: dict[str, Any], booking: Booking) -> None:
    before = rows()
    with pytest.raises(AlreadyBooked) as refused:
        book_visit(**wish | {"name": "李示例", "party": 1})
    assert str(refused.value) == "这个手机号码已经预约了这一场；要改人数，请先在预约短信的链接里取消"
    assert rows() == before


def test_after_cancelling_the_telephone_may_book_again(wish: dict[str, Any], booking: Booking) -> None:
    cancel_booking(booking=booking)
    book_visit(**wish | {"party": 5})
    assert queries.places_left([wish["session"].pk]) == {wish["session"].pk: 5}


def test_the_last_place_goes_and_no_further(wish: dict[str, Any], session: Session) -> None:
    book_visit(**other(wish, 1, party=6))
    with pytest.raises(Full) as refused:
        book_visit(**other(wish, 2, party=5))
    assert (refused.value.left, str(refused.value)) == (4, "这一场只剩 4 个名额")
    book_visit(**other(wish, 2, party=4))
    before = rows()
    with pytest.raises(Full) as refused:
        book_visit(**other(wish, 3, party=1))
    assert (refused.value.left, str(refused.value)) == (0, "这一场已经约满")
    assert rows() == before


def test_every_quota_must_fit_or_none_is_taken(
    wish: dict[str, Any], session: Session, pupils: Audience, parents: Audience
) -> None:
    for_parents = Quota.objects.create(city_id=session.city_id, audience=parents, places=3)
    for_parents.sessions.add(session)
    book_visit(**other(wish, 1))
    before = rows()
    with pytest.raises(Full) as refused:
        book_visit(**other(wish, 2))
    assert refused.value.left == 1
    assert rows() == before
    book_visit(**other(wish, 3, audience=pupils, party=6))
    whole = queries.whole_quota(session)
    assert whole is not None
    assert (whole.taken, Quota.objects.get(pk=for_parents.pk).taken) == (8, 2)


def test_a_quota_can_be_shared_by_sessions(wish: dict[str, Any], session: Session, now: datetime) -> None:
    second = make_session(session.activity, starts=now + timedelta(hours=3))
    shared = Quota.objects.create(city_id=session.city_id, places=4)
    shared.sessions.add(session, second)
    book_visit(**other(wish, 1, party=3))
    with pytest.raises(Full) as refused:
        book_visit(**other(wish, 2, session=second, party=2))
    assert refused.value.left == 1


def test_only_audiences_with_a_quota_are_let_in(
    wish: dict[str, Any], now: datetime, pupils: Audience
) -> None:
    session = make_session(wish["session"].activity, starts=now + timedelta(hours=3))
    quota = Quota.objects.create(city_id=session.city_id, audience=pupils, places=4)
    quota.sessions.add(session)
    with pytest.raises(NotOpen, match="这一场没有给这类来访者的名额"):
        book_visit(**wish | {"session": session})
    book_visit(**wish | {"session": session, "audience": pupils})


def test_the_tightest_quota_limits_the_party(
    wish: dict[str, Any], session: Session, parents: Audience
) -> None:
    Quota.objects.create(city_id=session.city_id, audience=parents, places=9, largest_party=1).sessions.add(
        session
    )
    Quota.objects.filter(audience=None).update(largest_party=9)
    with pytest.raises(BookingError, match="每次可以约 1 至 1 人"):
        book_visit(**wish)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"consent": False}, "请先同意"),
        ({"party": 7}, "每次可以约 1 至 6 人"),
        ({"party": 0}, "每次可以约 1 至 6 人"),
    ],
)
def test_what_the_rules_refuse_changes_no_row(
    wish: dict[str, Any], change: dict[str, Any], sentence: str
) -> None:
    before = rows()
    with pytest.raises(BookingError, match=sentence):
        book_visit(**wish | change)
    assert rows() == before


def test_a_closed_session_is_refused(wish: dict[str, Any], session: Session, now: datetime) -> None:
    before = rows()
    with clock.frozen(session.starts), pytest.raises(NotOpen, match="这一场已经开始"):
        book_visit(**wish)
    Activity.objects.update(state=Activity.State.CANCELLED)
    with pytest.raises(NotOpen, match="现在没有开放预约"):
        book_visit(**wish | {"session": Session.objects.get()})
    assert rows() == before


def test_a_session_called_off_in_this_moment_is_refused(wish: dict[str, Any], session: Session) -> None:
    before = rows()
    seen = queries.visitable().get(pk=session.pk)
    Session.objects.update(state=Session.State.CANCELLED)
    with pytest.raises(NotOpen, match="这一场已经取消"):
        book_visit(**wish | {"session": seen})
    assert rows() == before


def test_a_form_posted_twice_is_one_booking(wish: dict[str, Any]) -> None:
    first = book_visit(**wish, key="form-1")
    before = rows()
    assert book_visit(**wish, key="form-1") == first
    with pytest.raises(KeyReused):
        book_visit(**other(wish, 1), key="form-1")
    assert rows() == before


def test_a_booked_session_does_not_move(booking: Booking, session: Session) -> None:
    Activity.objects.filter(pk=session.activity_id).update(movable=True)
    session = Session.objects.get(pk=session.pk)
    later = session.starts + timedelta(days=1)
    with pytest.raises(ProgrammeError, match="已经有人预约"):
        move_session(session=session, starts=later, ends=later + timedelta(hours=1), venue=session.venue)
    cancel_booking(booking=booking)
    moved = move_session(session=session, starts=later, ends=later + timedelta(hours=1), venue=session.venue)
    assert moved.starts == later
