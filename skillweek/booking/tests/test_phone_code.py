"""Codes by text message: where the city asks for one, forms and the API book for nobody's number but one's own."""

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from skillweek.accounts.models import User
from skillweek.booking.actions import check_code, send_code
from skillweek.booking.actions.rates import leases
from skillweek.booking.models import Booking, PhoneCode, Policy, WaitingEntry
from skillweek.booking.queries import rush
from skillweek.booking.rules import TooMany, WrongCode
from skillweek.common import clock
from skillweek.messaging.models import Message
from skillweek.plan.models import Audience, Edition
from skillweek.programme.models import Session

PAGE, PHONE = "/sessions/MORNING234/book/", "13900000001"
API = "/api/v1/sessions/MORNING234"
Typed = dict[str, str]


@pytest.fixture(autouse=True)
def asked(settings: Any, edition: Edition) -> Iterator[Policy]:
    """The city asks for a code."""
    settings.RATE_LIMITS = "code-phone=3/3600,code-address=4/3600"
    leases.forget()
    yield Policy.objects.create(edition=edition, phone_code=True)
    leases.forget()


@pytest.fixture
def typed(session: Session, parents: Audience) -> Typed:
    return {
        "name": "陈示例",
        "phone": PHONE,
        "party": "2",
        "audience": str(parents.pk),
        "consent": "on",
        "key": "KEY1",
    }


def sent() -> str:
    """The code in the last message."""
    found = re.search(
        r"验证码 (\d{6})，用于预约《汝瓷拉坯体验》，10 分钟内有效",
        Message.objects.filter(kind="booking.code").latest("pk").body,
    )
    assert found is not None
    return found[1]


def other(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def test_a_form_is_taken_with_the_code_that_was_sent(client: Client, typed: Typed) -> None:
    first = client.post(PAGE, typed)
    assert (first.status_code, Booking.objects.count(), Message.objects.count()) == (422, 0, 1)
    assert "短信验证码已发到 139****0001，10 分钟内有效" in first.text
    assert 'autocomplete="one-time-code"' in first.text
    assert 'value="陈示例"' in first.text
    assert ("还差一步" in first.text, "没有成功" in first.text) == (True, False)
    assert '<details class="along">' in first.text
    wrong = client.post(PAGE, typed | {"phone_code": other(sent())})
    assert (wrong.status_code, Booking.objects.count()) == (422, 0)
    assert "验证码不对，请核对短信里的 6 位数字" in wrong.text
    right = client.post(PAGE, typed | {"phone_code": f" {sent()[:3]} {sent()[3:]} "})
    assert (right.status_code, Booking.objects.count()) == (302, 1)
    again = client.post(PAGE, typed | {"phone_code": sent()})
    assert again.headers["Location"] == right.headers["Location"]


def test_a_code_is_for_one_number_and_ends(session: Session, now: datetime) -> None:
    send_code(session=session, phone=PHONE, address="a")
    code = sent()
    with pytest.raises(WrongCode, match="验证码已过期"):
        check_code(session=session, phone="13900000002", code=code)
    with clock.frozen(now + timedelta(minutes=10)), pytest.raises(WrongCode, match="验证码已过期"):
        check_code(session=session, phone=PHONE, code=code)
    check_code(session=session, phone=PHONE, code=code)
    with clock.frozen(now + timedelta(minutes=29)):
        check_code(session=session, phone=PHONE, code=code)
    with clock.frozen(now + timedelta(minutes=30)), pytest.raises(WrongCode, match="验证码已过期"):
        check_code(session=session, phone=PHONE, code=code)


def test_a_new_code_ends_the_old_one(session: Session, now: datetime) -> None:
    send_code(session=session, phone=PHONE, address="a")
    old = sent()
    with clock.frozen(now + timedelta(minutes=1)):
        send_code(session=session, phone=PHONE, address="a")
        fresh = sent()
        if old != fresh:
            with pytest.raises(WrongCode):
                check_code(session=session, phone=PHONE, code=old)
        check_code(session=session, phone=PHONE, code=fresh)


def test_nobody_guesses_for_long(session: Session) -> None:
    send_code(session=session, phone=PHONE, address="a")
    code = sent()
    for _guess in range(5):
        with pytest.raises(WrongCode, match="验证码不对"):
            check_code(session=session, phone=PHONE, code=other(code))
    with pytest.raises(WrongCode, match="试的次数太多了"):
        check_code(session=session, phone=PHONE, code=code)
    assert PhoneCode.objects.get().used_at is None


def test_messages_are_counted_by_number_and_by_address(session: Session) -> None:
    for _time in range(3):
        send_code(session=session, phone=PHONE, address="a")
    with pytest.raises(TooMany, match="验证码发得太多了"):
        send_code(session=session, phone=PHONE, address="b")
    send_code(session=session, phone="13900000002", address="a")
    with pytest.raises(TooMany):
        send_code(session=session, phone="13900000003", address="a")
    assert Message.objects.count() == 4


def test_the_code_itself_is_not_kept(session: Session) -> None:
    made = send_code(session=session, phone=PHONE, address="a")
    assert sent() not in made.digest
    assert PHONE not in f"{made.digest}{made.phone_index}"


def test_waiting_lists_ask_too(client: Client, typed: Typed, session: Session, he: User) -> None:
    page = "/sessions/MORNING234/waiting/"
    answer = client.post(page, typed | {"party": "2"})
    assert ("短信验证码已发到" in answer.text, WaitingEntry.objects.count()) == (True, 0)


def test_the_api_sends_and_takes_codes(client: Client, typed: Typed) -> None:
    wish = {"name": "陈示例", "phone": PHONE, "party": 2, "audience": "parents", "consent": True}

    def post(path: str, body: dict[str, Any], **headers: str) -> Any:
        return client.post(API + path, json.dumps(body), "application/json", **headers)

    refused = post("/bookings", wish, HTTP_IDEMPOTENCY_KEY="client-0001")
    assert (refused.status_code, refused.json()["type"]) == (422, "urn:skillweek:problem:wrong-code")
    assert post("/codes", {"phone": PHONE}).status_code == 202
    code = {"phone_code": sent()}
    made = post("/bookings", wish | code, HTTP_IDEMPOTENCY_KEY="client-0001")
    assert (made.status_code, Booking.objects.count()) == (201, 1)
    again = post("/bookings", wish, HTTP_IDEMPOTENCY_KEY="client-0001")
    assert (again.status_code, again.content) == (201, made.content)
    assert post("/codes", {"phone": "12"}).status_code == 422


def test_nothing_is_asked_where_the_city_does_not(client: Client, typed: Typed, asked: Policy) -> None:
    Policy.objects.update(phone_code=False)
    assert client.post(PAGE, typed).status_code == 302
    assert not PhoneCode.objects.exists()


def test_the_rush_leaves_such_a_session_to_the_ordinary_way(session: Session) -> None:
    rush.cool(session.code)
    assert rush.hot(session.code, "zh-hans") is None
    Policy.objects.update(phone_code=False)
    assert rush.hot(session.code, "zh-hans") is not None
    rush.cool(session.code)
