"""The JSON API: lists, one session, booking once per key, the key to a booking, problems."""

import json
from datetime import datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test import Client

from skillweek.booking import queries
from skillweek.booking.models import Booking, IdempotencyKey, Question
from skillweek.programme.models import Activity, Session
from skillweek.programme.tests.factories import make_activity, make_session

BOOKINGS = "/api/v1/sessions/MORNING234/bookings"
BODY = {"name": "陈示例", "phone": "139 0000 0001", "party": 2, "audience": "parents", "consent": True}


@pytest.fixture
def post(client: Client, session: Session):  # type: ignore[no-untyped-def]  # returns a function
    """``post(body, key)`` asks for a booking of the session."""

    def send(body: dict[str, Any] | bytes, key: str | None = None, path: str = BOOKINGS) -> Any:
        headers = {"Idempotency-Key": key} if key else {}
        return client.post(path, body, content_type="application/json", headers=headers)

    return send


def problem(answer: Any) -> tuple[int, str, str]:
    """Status, type and detail of a problem answer."""
    assert answer.headers["Content-Type"] == "application/problem+json"
    told = json.loads(answer.content)
    assert told["status"] == answer.status_code
    return answer.status_code, told["type"].rpartition(":")[2], told["detail"]


def test_it_books(post: Any, client: Client) -> None:
    answer = post(BODY)
    booking = Booking.objects.get()
    assert answer.status_code == 201
    assert answer.json() == {
        "code": booking.code, "token": queries.token(booking), "session": "MORNING234", "party": 2,
        "audience": "parents", "state": "confirmed",
    }  # fmt: skip
    assert client.get("/api/v1/sessions/MORNING234").json()["left"] == 8
    assert booking.phone == "13900000001"


def test_the_same_key_and_body_get_the_same_bytes(post: Any) -> None:
    first = post(BODY, "key-0001")
    Booking.objects.update(state="attended")
    again = post(dict(reversed(BODY.items())), "key-0001")
    assert (again.status_code, again.content) == (201, first.content)
    assert (again.headers["Content-Type"], Booking.objects.count()) == (first.headers["Content-Type"], 1)


def test_the_same_key_with_another_body_is_refused_and_tells_nothing(post: Any) -> None:
    post(BODY, "key-0001")
    answer = post(BODY | {"phone": "13900000002"}, "key-0001")
    assert problem(answer) == (422, "key-reused", "这个请求编号已经用于另一个请求，请换一个编号")
    assert Booking.objects.get().code not in answer.content.decode()


def test_a_refusal_is_repeated_too(post: Any, session: Session) -> None:
    for number in (2, 3):
        post(BODY | {"phone": f"1390000000{number}", "party": 5})
    first = post(BODY, "key-0001")
    assert problem(first) == (409, "full", "这一场已经约满")
    assert json.loads(first.content)["left"] == 0
    session.quotas.update(places=100)
    again = post(BODY, "key-0001")
    assert (again.status_code, again.content) == (409, first.content)
    assert post(BODY, "key-0002").status_code == 201
    assert problem(post(BODY | {"party": 1}, "key-0001"))[:2] == (422, "key-reused")


def test_a_request_being_answered_is_asked_to_wait(post: Any, session: Session) -> None:
    facts = connection.get_connection_params()
    arguments = {name: facts[name] for name in ("host", "user", "dbname")}
    with psycopg.connect(**arguments) as other:
        other.execute("SELECT pg_advisory_xact_lock(hashtextextended('api:key-0001', %s))", [session.city_id])
        answer = post(BODY, "key-0001")
        assert problem(answer) == (409, "in-flight", "同一个请求正在处理，请稍后再试")
        assert answer.headers["Retry-After"] == "1"
    assert post(BODY, "key-0001").status_code == 201


def test_a_booking_asks_the_database_twice(
    post: Any, words_known: None, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(
        4
    ):  # the session with its facts, the booking, and a savepoint only tests need
        post(BODY, "key-0001")


def test_keys_have_a_length(post: Any) -> None:
    assert problem(post(BODY, "short"))[:2] == (422, "invalid")
    assert problem(post(BODY, "k" * 201))[:2] == (422, "invalid")
    assert (Booking.objects.count(), IdempotencyKey.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("change", "code", "detail", "field"),
    [
        ({"phone": "1390000"}, "invalid", "手机号码应为 11 位，现在是 7 位", "phone"),
        ({"name": "  "}, "invalid", "请填写姓名", "name"),
        ({"audience": "media"}, "invalid", "audience 应为其中之一：parents、pupils", "audience"),
        ({"audience": None}, "invalid", "audience 应为其中之一：parents、pupils", "audience"),
        ({"party": 7}, "not-allowed", "每次可以约 1 至 6 人", "party"),
        ({"consent": False}, "not-allowed", "请先同意我们为这次活动使用您的姓名和手机号码", "consent"),
    ],
)
def test_what_is_wrong_is_said(post: Any, change: dict[str, Any], code: str, detail: str, field: str) -> None:
    answer = post(BODY | change)
    assert problem(answer) == (422, code, detail)
    assert json.loads(answer.content)["field"] == field
    assert Booking.objects.count() == 0


def test_wrong_shapes_are_problems_too(post: Any) -> None:
    answer = post({"name": "陈示例"})
    assert problem(answer) == (422, "invalid", "请求的内容不对，见 errors")
    assert {fault["pointer"] for fault in json.loads(answer.content)["errors"]} == {
        "body/wish/phone", "body/wish/party", "body/wish/consent"
    }  # fmt: skip
    assert problem(post(b"{"))[0] == 400


def test_problems_speak_the_clients_language(client: Client, post: Any) -> None:
    post(BODY)
    answer = client.post(BOOKINGS, BODY, content_type="application/json", headers={"Accept-Language": "en"})
    assert problem(answer)[1] == "already-booked"
    assert json.loads(answer.content)["detail"].startswith("This mobile number has already booked")


def test_the_token_shows_and_cancels(client: Client, post: Any, session: Session) -> None:
    path = f"/api/v1/bookings/{post(BODY).json()['token']}"
    assert client.get(path).json()["state"] == "confirmed"
    assert client.delete(path).json()["state"] == "cancelled"
    assert problem(client.delete(path)) == (409, "not-open", "这个预约已经取消")
    assert queries.places_left([session.pk]) == {session.pk: 10}


def test_without_the_token_there_is_nothing(client: Client, booking: Booking) -> None:
    token = queries.token(booking)
    for wrong in (booking.code, token[:-1], f"{booking.code}.{'a' * 43}", token.replace(".", "")):
        assert problem(client.get(f"/api/v1/bookings/{wrong}"))[:2] == (404, "not-found")
        assert problem(client.delete(f"/api/v1/bookings/{wrong}"))[:2] == (404, "not-found")


def test_unknown_and_unpublished_sessions_are_404(client: Client, post: Any) -> None:
    assert problem(client.get("/api/v1/sessions/NOTHING"))[:2] == (404, "not-found")
    assert client.get("/api/v1/sessions/%00").status_code == 404
    Activity.objects.update(state=Activity.State.APPROVED)
    assert problem(client.get("/api/v1/sessions/MORNING234"))[:2] == (404, "not-found")
    assert problem(post(BODY))[:2] == (404, "not-found")


def test_sessions_are_listed_and_filtered(client: Client, session: Session, now: datetime) -> None:
    online = make_activity(
        session.activity.owner, session.activity.edition, kind="online", audiences=("pupils",)
    )
    later = make_session(online, starts=now + timedelta(days=1))

    def listed(**filters: Any) -> list[str]:
        return [one["code"] for one in client.get("/api/v1/sessions", filters).json()["results"]]

    assert listed() == ["MORNING234", later.code]
    assert listed(day="2021-05-24") == listed(kind="online") == [later.code]
    assert listed(audience="parents") == ["MORNING234"]
    assert listed(place="yexian") == ["MORNING234", later.code]
    assert listed(place="baofeng") == listed(audience="nobody") == []
    whole = client.get("/api/v1/sessions", {"size": 1}).json()
    assert (whole["count"], whole["next"], len(whole["results"])) == (2, 2, 1)
    assert whole["results"][0] == {
        "code": "MORNING234", "activity": "pottery", "title": "汝瓷拉坯体验", "day": "2021-05-23",
        "starts": "2021-05-23T02:00:00Z", "ends": "2021-05-23T03:30:00Z", "venue": "实训楼",
        "place": {"code": "yexian", "label": "叶县教育体育局"}, "online": False, "places": 10, "left": 10,
    }  # fmt: skip
    assert (listed(size=1, page=2), listed(size=1, page=3)) == ([later.code], [])
    for wrong in ({"day": "soon"}, {"kind": "\0"}, {"page": 0}, {"size": 1000}):
        assert problem(client.get("/api/v1/sessions", wrong))[:2] == (422, "invalid")


def test_activities_are_listed_and_filtered(client: Client, session: Session) -> None:
    def listed(**filters: Any) -> list[str]:
        return [one["code"] for one in client.get("/api/v1/activities", filters).json()["results"]]

    assert (
        listed() == listed(day="2021-05-23", place="yexian", audience="pupils", kind="campus") == ["pottery"]
    )
    assert listed(day="2021-05-24") == listed(audience="media") == []


def test_lists_ask_the_database_equally_often(
    client: Client, session: Session, django_assert_num_queries: Any
) -> None:
    client.get("/api/v1/sessions")
    with django_assert_num_queries(5):
        client.get("/api/v1/sessions")
    for hour in (2, 3):
        make_session(session.activity, starts=session.starts + timedelta(hours=hour), venue=session.venue)
    with django_assert_num_queries(5):
        client.get("/api/v1/sessions")


def test_the_api_describes_itself(client: Client, db: None) -> None:
    told = client.get("/api/v1/openapi.json").json()
    assert told["openapi"].startswith("3.1")
    paths = {"/api/v1/activities", "/api/v1/sessions", "/api/v1/sessions/{code}",
             "/api/v1/sessions/{code}/bookings", "/api/v1/bookings/{token}"}  # fmt: skip
    assert paths - set(told["paths"]) == set()


def test_what_the_organiser_must_know_is_not_passed_over(post: Any, session: Session) -> None:
    Question.objects.create(activity=session.activity, label="坐什么车来？", required=True)
    for key in ("key-0001", None):
        assert problem(post(BODY, key))[2] == "请回答：坐什么车来？"
    assert not Booking.objects.exists()
