"""Changing how many come, moving to another session, booking for a caller; alone and all at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from skillweek.accounts.models import User
from skillweek.booking import queries
from skillweek.booking.actions import (
    NotYourSession,
    book_for,
    book_visit,
    change_booking,
    move_booking,
    set_places,
    set_terms,
)
from skillweek.booking.models import Booking, Quota
from skillweek.booking.rules import AlreadyBooked, BookingError, Extras, Full, NotAllowed, NotOpen
from skillweek.common import clock
from skillweek.messaging.models import Message
from skillweek.plan.models import Audience
from skillweek.programme.models import Session
from skillweek.programme.tests.factories import make_activity, make_session


@pytest.fixture
def second(session: Session, he: User) -> Session:
    made = make_session(session.activity, starts=session.starts + timedelta(hours=3), code="SECOND2345")
    set_places(session=made, places=4, by=he)
    return made


def taken() -> list[int]:
    return list(Quota.objects.order_by("pk").values_list("taken", flat=True))


def test_more_and_fewer_people(booking: Booking) -> None:
    assert change_booking(booking=booking, party=5).party == 5
    assert taken() == [5]
    assert change_booking(booking=booking, party=1).party == 1
    assert taken() == [1]
    change_booking(booking=booking, party=1)  # twice is once
    assert taken() == [1]
    assert Message.objects.filter(kind="booking.changed").count() == 2
    assert list(booking.events.order_by("pgh_id").values_list("party", flat=True))[:3] == [2, 5, 1]


def test_more_than_there_are_changes_nothing(
    booking: Booking, wish: dict[str, Any], session: Session
) -> None:
    book_visit(**wish | {"phone": "13900000002", "party": 6})
    with pytest.raises(NotAllowed, match="名额不够，最多可以改到 4 人"):
        change_booking(booking=booking, party=5)
    with pytest.raises(NotAllowed, match="每次可以约 1 至 6 人"):
        change_booking(booking=booking, party=7)
    assert (Booking.objects.get(pk=booking.pk).party, taken()) == (2, [8])


def test_fewer_come_although_places_were_kept_back_since(booking: Booking) -> None:
    Quota.objects.update(buffer=10)
    change_booking(booking=booking, party=1)
    assert taken() == [1]


def test_a_quota_added_since_counts_only_the_new_size(
    booking: Booking, session: Session, parents: Audience
) -> None:
    later = Quota.objects.create(city_id=session.city_id, audience=parents, places=5)
    later.sessions.add(session)
    assert change_booking(booking=booking, party=3).quotas == queries.quotas_of(session, parents)
    assert taken() == [3, 3]


def test_what_is_over_cannot_be_changed(booking: Booking, session: Session) -> None:
    with clock.frozen(session.starts), pytest.raises(NotOpen):
        change_booking(booking=booking, party=1)
    Booking.objects.update(state="cancelled")
    with pytest.raises(NotOpen, match="这个预约是“已取消”，不能再改"):
        change_booking(booking=booking, party=1)
    assert taken() == [2]


def test_what_the_organiser_confirmed_grows_no_more(booking: Booking, he: User, second: Session) -> None:
    set_terms(activity=second.activity, audience=None, by=he, facts={"mode": "approval"})
    with pytest.raises(NotAllowed, match="人数由主办单位确认过"):
        change_booking(booking=booking, party=3)
    with pytest.raises(NotAllowed, match="请联系主办单位"):
        move_booking(booking=booking, to=second)
    assert change_booking(booking=booking, party=1).party == 1


def test_the_page_keeps_what_was_typed_and_saves(client: Client, booking: Booking) -> None:
    page = f"/bookings/{queries.token(booking)}/change/"
    assert client.get(page).status_code == 200
    refused = client.post(page, {"party": "2", "who1": "小示例", "age1": "9"})
    assert (refused.status_code, set(refused.context["form"].errors)) == (422, {"guardian"})
    assert 'value="小示例"' in refused.content.decode()
    assert (
        client.post(page, {"party": "3", "who1": "小示例", "age1": "9", "guardian": "on"}).status_code == 302
    )
    assert taken() == [3]
    assert 'value="小示例"' in client.get(page).content.decode()


def test_moving_takes_there_and_gives_back_here(client: Client, booking: Booking, second: Session) -> None:
    page = f"/bookings/{queries.token(booking)}/move/"
    assert client.get(page).context["choices"] == [("SECOND2345", "5 月 23 日 13:00 · 仅剩 4 席")]
    assert client.post(page, {"session": "SECOND2345"}).status_code == 302
    moved = Booking.objects.get()
    assert (moved.session, moved.code, taken()) == (second, booking.code, [0, 2])
    assert client.post(page, {"session": "SECOND2345"}).status_code == 422
    assert taken() == [0, 2]


def test_a_full_session_leaves_the_booking_where_it_is(
    booking: Booking, second: Session, wish: dict[str, Any]
) -> None:
    book_visit(**wish | {"session": second, "phone": "13900000002", "party": 3})
    with pytest.raises(Full, match="这一场只剩 1 个名额"):
        move_booking(booking=booking, to=second)
    assert (Booking.objects.get(pk=booking.pk).session, taken()) == (booking.session, [2, 3])


def test_who_is_there_already_stays_twice(booking: Booking, second: Session, wish: dict[str, Any]) -> None:
    book_visit(**wish | {"session": second, "party": 1})
    with pytest.raises(AlreadyBooked):
        move_booking(booking=booking, to=second)
    assert taken() == [2, 1]


def test_a_quota_of_both_sessions_counts_once(booking: Booking, second: Session, session: Session) -> None:
    Quota.objects.exclude(sessions=session).delete()
    Quota.objects.update(places=2)
    Quota.objects.get().sessions.add(second)
    assert move_booking(booking=booking, to=second).session == second
    assert taken() == [2]


def test_a_session_of_another_activity_is_none_to_move_to(booking: Booking, service_session: Session) -> None:
    with pytest.raises(NotAllowed, match="请选这项活动的另一场"):
        move_booking(booking=booking, to=service_session)


@pytest.fixture
def service_session(session: Session, edition: Any, school: Any) -> Session:
    return make_session(make_activity(school, edition, code="other"), starts=session.starts)


CALL = {"name": "示例-来电人", "phone": "13900000007", "party": 8}


def test_staff_book_for_a_caller(sign_in: Any, he: User, session: Session, parents: Audience) -> None:
    page = "/desk/bookings/MORNING234/new/"
    client = sign_in(he)
    typed = CALL | {"audience": parents.pk, "told": "on"}
    assert client.get(page).status_code == 200
    assert client.post(page, typed | {"told": ""}).context["form"].errors == {
        "told": ["请先问过对方，再勾选"]
    }
    assert taken() == [0]
    assert client.post(page, typed).status_code == 302
    made = Booking.objects.get()
    assert (made.origin, made.booked_by, made.party, taken()) == ("desk", he, 8, [8])
    again = client.post(page, typed)
    assert (again.status_code, taken()) == (422, [8])
    assert Message.objects.filter(kind="booking.confirmed").count() == 1


def test_places_kept_back_are_used_when_chosen(he: User, session: Session, parents: Audience) -> None:
    Quota.objects.update(buffer=5)
    with pytest.raises(Full):
        book_for(session=session, by=he, audience=parents, **CALL)
    assert taken() == [0]
    assert book_for(session=session, by=he, audience=parents, kept_back=True, **CALL).party == 8


def test_a_rule_is_set_aside_with_a_reason_on_record(he: User, session: Session, parents: Audience) -> None:
    facts = {"mode": "first", "closes_hours": 5}
    set_terms(activity=session.activity, audience=None, by=he, facts=facts)
    with pytest.raises(NotOpen, match="截止预约"):
        book_for(session=session, by=he, audience=parents, **CALL)
    made = book_for(session=session, by=he, audience=parents, override="老人不会上网", **CALL)
    assert made.events.get().pgh_context.metadata["reason"] == "老人不会上网"


def test_a_stranger_books_for_nobody(wu: User, session: Session, parents: Audience) -> None:
    with pytest.raises(NotYourSession):
        book_for(session=session, by=wu, audience=parents, **CALL)
    assert (Booking.objects.count(), taken()) == (0, [0])


def _at_once(steps: list[Callable[[], Any]]) -> list[Any]:
    """Run ``steps`` from one moment on, each on a connection of its own; what came out, or the refusal."""
    ready, moment = Barrier(len(steps)), clock.now()

    def run(step: Callable[[], Any]) -> Any:
        try:
            ready.wait()
            with clock.frozen(moment):  # the clock stands still for each thread by itself
                return step()
        except BookingError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(steps)) as pool:
        return list(pool.map(run, steps))


@pytest.mark.django_db(transaction=True)
def test_changes_and_moves_at_once_never_overfill_nor_lose_a_place(
    wish: dict[str, Any], second: Session, session: Session
) -> None:
    here = [book_visit(**wish | {"phone": f"1390000010{n}"}) for n in range(4)]
    there = [book_visit(**wish | {"phone": f"1390000020{n}", "session": second}) for n in range(2)]
    outcomes = _at_once(
        [lambda one=one: change_booking(booking=one, party=4) for one in here]
        + [lambda one=one: move_booking(booking=one, to=second) for one in here]
        + [lambda one=one: move_booking(booking=one, to=session) for one in there]
    )
    assert any(isinstance(one, Booking) for one in outcomes)
    assert not any(isinstance(one, NotOpen) and "已经开始" in str(one) for one in outcomes)
    for one in (session, second):
        people = sum(Booking.objects.filter(session=one).values_list("party", flat=True))
        quota = queries.whole_quota(one)
        assert quota is not None
        assert (quota.taken, quota.taken <= quota.places) == (people, True)


@pytest.mark.django_db(transaction=True)
def test_the_last_places_go_to_one_of_two_who_want_more(wish: dict[str, Any], session: Session) -> None:
    set_places(session=session, places=6, by=None)
    both = [book_visit(**wish | {"phone": f"1390000010{n}"}) for n in range(2)]
    outcomes = _at_once([lambda one=one: change_booking(booking=one, party=4) for one in both])
    assert sorted(type(one).__name__ for one in outcomes) == ["Booking", "NotAllowed"]
    assert taken() == [6]


def test_extras_are_replaced_not_added(booking: Booking) -> None:
    for name in ("甲示例", "乙示例"):
        change_booking(booking=booking, party=2, extras=Extras(((name, 15),)))
    assert [one.name for one in booking.companions.all()] == ["乙示例"]
