"""The gate page and the desk: who may stand there, what they see, and that strangers find nothing."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from skillweek.accounts.models import User
from skillweek.booking.actions import book_visit
from skillweek.booking.models import Booking, Checkin, Quota
from skillweek.programme.models import Session
from skillweek.programme.tests.factories import make_session

GATE = "/gate/MORNING234/"


def scan(client: Client, code: str, **more: str) -> Any:
    return client.post(GATE, {"code": code, "nonce": "n1", **more})


def test_the_gate_lists_todays_sessions_of_my_units(
    sign_in: Any, men: User, wu: User, booking: Booking
) -> None:
    session = booking.session
    make_session(session.activity, starts=session.starts + timedelta(days=1))
    rows = sign_in(men).get("/gate/").context["rows"]
    assert [(one, tally.bookings, tally.expected, tally.inside) for one, tally in rows] == [
        (session, 1, 2, 0)
    ]
    assert sign_in(wu).get("/gate/").context["rows"] == []
    assert sign_in(wu).get(GATE).status_code == 404
    assert scan(sign_in(wu), booking.code).status_code == 404
    assert Client().get("/gate/").status_code == 302


def test_a_code_opens(sign_in: Any, men: User, booking: Booking) -> None:
    answer = scan(sign_in(men), f" {booking.code.lower()} ")
    assert (answer.status_code, answer.context["result"].kind) == (200, "in")
    assert answer.context["result"].text == "陈**，2 人"
    assert answer.context["full"].inside == 2
    again = scan(sign_in(men), booking.code)
    assert (again.context["result"].kind, Checkin.objects.count()) == ("in", 1)
    second = scan(sign_in(men), booking.code, nonce="n2")
    assert (second.status_code, second.context["result"].kind) == (422, "no")
    assert second.context["result"].text == "已在 5 月 23 日 09:00 入场，2 人（陈**，2 人）"


def test_the_last_four_digits_open_or_ask_who(
    sign_in: Any, men: User, booking: Booking, wish: dict[str, Any]
) -> None:
    client = sign_in(men)
    twin = book_visit(**wish | {"phone": "15900000001", "name": "李示例", "party": 1})
    asked = scan(client, "0001").context["result"]
    assert (asked.kind, dict(asked.choices)) == ("choose", {booking.code: "陈** · 2", twin.code: "李** · 1"})
    assert scan(client, twin.code).context["result"].text == "李**，1 人"
    assert scan(client, "0009").context["result"].title == "没有找到"


def test_another_session_warns_and_can_be_let_in(sign_in: Any, men: User, wish: dict[str, Any]) -> None:
    later = make_session(wish["session"].activity, starts=wish["session"].starts + timedelta(hours=3))
    Quota.objects.get().sessions.add(later)
    booking = book_visit(**wish | {"session": later})
    client = sign_in(men)
    warned = scan(client, booking.code)
    assert (warned.status_code, warned.context["result"].kind) == (422, "warn")
    assert scan(client, booking.code, anyway="on").context["result"].kind == "in"


def test_codes_of_other_units_are_not_found(
    sign_in: Any, wu: User, booking: Booking, other_school: Any
) -> None:
    Session.objects.update(activity=booking.session.activity)
    assert scan(sign_in(wu), booking.code).status_code == 404


def test_nothing_typed_is_an_error_at_the_field(sign_in: Any, men: User, session: Session) -> None:
    answer = scan(sign_in(men), "")
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"code": ["请扫码，或输入入场码、手机号后四位"]}


def test_the_desk_masks_people(sign_in: Any, he: User, wu: User, men: User, booking: Booking) -> None:
    page = sign_in(he).get("/desk/bookings/MORNING234/").content.decode()
    assert "陈**" in page
    assert "139****0001" in page
    assert "陈示例" not in page
    for stranger in (wu, men):
        assert sign_in(stranger).get("/desk/bookings/MORNING234/").status_code == 404
        assert sign_in(stranger).get("/desk/bookings/").context["rows"] == []


def test_places_are_set_at_the_desk(sign_in: Any, he: User, wu: User, booking: Booking) -> None:
    path = f"/desk/activities/{booking.session.activity_id}/places/"
    typed = {"row": "MORNING234", "MORNING234-places": "1", "MORNING234-largest_party": "4"}
    refused = sign_in(he).post(path, typed)
    assert refused.status_code == 422
    assert "已经约出 2 个名额，不能少于这个数；现在填的是 1" in refused.content.decode()
    assert sign_in(he).post(path, typed | {"MORNING234-places": "20"}).status_code == 302
    assert (Quota.objects.get().places, Quota.objects.get().largest_party) == (20, 4)
    assert sign_in(wu).get(path).status_code == sign_in(wu).post(path, typed).status_code == 404
    assert sign_in(he).post(path, typed | {"row": "NOTHING"}).status_code == 404


@pytest.mark.parametrize("path", ["/gate/", "/desk/bookings/", "/desk/activities/{activity}/places/"])
def test_lists_ask_the_database_equally_often(
    sign_in: Any, he: User, session: Session, path: str, django_assert_num_queries: Any
) -> None:
    client, path = sign_in(he), path.format(activity=session.activity_id)
    client.get(path)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        client.get(path)
    for hour in (2, 3):
        later = make_session(
            session.activity, starts=session.starts + timedelta(hours=hour), venue=session.venue
        )
        Quota.objects.create(city_id=session.city_id, places=5).sessions.add(later)
    with django_assert_num_queries(len(one)):
        client.get(path)
