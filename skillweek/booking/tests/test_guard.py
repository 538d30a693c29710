"""Machines are kept out: proofs of work, forms without a script, requests counted."""

import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from altcha import ChallengeV1, PayloadV1, solve_challenge_v1
from django.db import connection
from django.test import Client

from skillweek.accounts.models import User
from skillweek.booking import actions, queries
from skillweek.booking.actions.rates import leases
from skillweek.booking.models import Booking, Draw, PhoneCode, Policy, RateCount, SpentProof, WaitingEntry
from skillweek.booking.rules import Rate, TooMany, rates, stretch
from skillweek.common import cipher, clock
from skillweek.plan.models import Audience, Edition
from skillweek.programme.models import Session

PAGE = "/sessions/MORNING234/book/"
Typed = dict[str, str]


@pytest.fixture(autouse=True)
def guarded(settings: Any) -> Iterator[None]:
    """As an installation is without settings, with less work."""
    settings.PROOF_OF_WORK, settings.RATE_LIMITS = 50, "form=1000/60,slow-address=3/3600,slow-phone=2/3600"
    leases.forget()
    yield
    leases.forget()


@pytest.fixture
def typed(session: Session, parents: Audience) -> Typed:
    return {"name": "陈示例", "phone": "13900000001", "party": "1", "audience": str(parents.pk), "consent": "on",
            "key": "KEY1"}  # fmt: skip


def shown(client: Client, page: str = PAGE) -> Typed:
    """The signed moment in the form."""
    found = re.search(r'name="shown" value="([^"]+)"', client.get(page).content.decode())
    assert found is not None
    return {"shown": found[1]}


def solved(session: Session) -> Typed:
    """What a browser would send after its work."""
    asked = queries.asked_by(session)
    assert asked is not None
    told = json.loads(asked.challenge)
    challenge = ChallengeV1(
        told["algorithm"], told["challenge"], told["maxNumber"], told["salt"], told["signature"]
    )
    found = solve_challenge_v1(challenge)
    assert found is not None
    payload = PayloadV1(told["algorithm"], told["challenge"], found.number, told["salt"], told["signature"])
    return {"proof": payload.to_base64()}


def sentence(answer: Any) -> list[str]:
    """What stands over the form."""
    return list(answer.context["form"].non_field_errors())


def test_with_its_proof_a_form_is_taken_at_once(client: Client, session: Session, typed: Typed) -> None:
    page = client.get(PAGE).content.decode()
    assert 'data-worker="/static/built/proof-worker.js"' in page
    assert client.post(PAGE, typed | solved(session)).status_code == 302
    assert Booking.objects.count() == SpentProof.objects.count() == 1


def test_a_proof_counts_once_but_the_same_form_twice_is_one_wish(
    client: Client, session: Session, typed: Typed
) -> None:
    proof = solved(session)
    first = client.post(PAGE, typed | proof)
    assert client.post(PAGE, typed | proof).headers["Location"] == first.headers["Location"]
    other = client.post(PAGE, typed | proof | {"phone": "13900000002", "key": "KEY2"})
    assert other.status_code == 422
    assert sentence(other) == ["这一页已经提交过，要再提交请再点一次；填好的内容还在"]
    assert 'value="13900000002"' in other.content.decode()
    assert Booking.objects.count() == 1


def test_the_key_of_a_booking_opens_no_waiting_list(
    client: Client, session: Session, typed: Typed, he: User
) -> None:
    proof = solved(session)
    assert client.post(PAGE, typed | proof).status_code == 302
    actions.set_places(session=session, places=1, by=he)
    answer = client.post("/sessions/MORNING234/waiting/", typed | proof | {"phone": "13900000002"})
    assert answer.status_code == 422
    assert sentence(answer) == ["这一页已经提交过，要再提交请再点一次；填好的内容还在"]
    assert WaitingEntry.objects.count() == 0


@pytest.mark.parametrize("payload", ["x", "e30=", "W10=", "bnVsbA==", "eyJzYWx0Ijo1fQ==", "wrong"])
def test_no_other_proof_is_taken(client: Client, session: Session, typed: Typed, payload: str) -> None:
    if payload == "wrong":  # right in form, signed by somebody else
        fake = PayloadV1("SHA-256", "0" * 64, 1, "salt?expires=99999999999&", "0" * 64)
        payload = fake.to_base64()
    answer = client.post(PAGE, typed | shown(client) | {"proof": payload})
    assert (answer.status_code, sentence(answer)) == (
        422,
        ["验证没有通过，可能是页面打开得太久了，请再提交一次；填好的内容还在"],
    )
    assert (Booking.objects.count(), SpentProof.objects.count()) == (0, 0)


def test_a_proof_has_its_time(client: Client, session: Session, typed: Typed, now: datetime) -> None:
    proof = solved(session)
    with clock.frozen(now + timedelta(hours=2, seconds=1)):
        assert queries.proof_of(proof["proof"]) is None
    assert queries.proof_of(proof["proof"]) is not None


def test_without_a_script_a_person_waits_a_moment(
    client: Client, session: Session, typed: Typed, now: datetime
) -> None:
    seen = shown(client)
    hasty = client.post(PAGE, typed | seen)
    assert (hasty.status_code, sentence(hasty)) == (422, ["提交得太快了，请等几秒再提交一次；填好的内容还在"])
    assert 'value="陈示例"' in hasty.content.decode()
    with clock.frozen(now + timedelta(seconds=4)):
        assert client.post(PAGE, typed | seen).status_code == 302
    assert Booking.objects.count() == 1


@pytest.mark.parametrize("seen", [{}, {"shown": "made up"}, {"shown": "MTo:1w:x"}])
def test_a_form_we_did_not_show_is_not_taken(
    client: Client, session: Session, typed: Typed, seen: Typed
) -> None:
    assert client.post(PAGE, typed | seen).status_code == 422
    assert Booking.objects.count() == 0


def test_without_a_script_only_a_few_are_taken(
    client: Client, session: Session, typed: Typed, now: datetime
) -> None:
    seen = shown(client)
    with clock.frozen(now + timedelta(seconds=5)):
        answers = [
            client.post(PAGE, typed | seen | {"phone": f"1390000000{n}", "key": f"KEY{n}"})
            for n in range(1, 6)
        ]
    assert [one.status_code for one in answers] == [302, 302, 302, 429, 429]
    wait = int(answers[3].headers["Retry-After"])
    assert 0 < wait <= 3600
    minutes = -(-wait // 60)
    assert sentence(answers[3]) == [
        f"没有开启脚本的提交太多了，请 {minutes} 分钟后再试，或打开浏览器的脚本再来"
    ]
    assert 'value="13900000004"' in answers[3].content.decode()
    assert Booking.objects.count() == 3


def test_one_network_sends_only_so_many_forms(
    client: Client, session: Session, typed: Typed, settings: Any, now: datetime
) -> None:
    settings.RATE_LIMITS = "form=1/60"
    first = client.post(PAGE, typed | solved(session))
    other = client.post(PAGE, typed | solved(session) | {"phone": "13900000002", "key": "KEY2"})
    assert (first.status_code, other.status_code) == (302, 429)
    assert 0 < int(other.headers["Retry-After"]) <= 60
    assert sentence(other) == ["从您的网络来的提交太多了，请 1 分钟后再试；填好的内容还在"]
    assert Booking.objects.count() == 1


def test_one_number_from_many_addresses_is_counted_too(
    client: Client, session: Session, typed: Typed, now: datetime
) -> None:
    seen = shown(client)
    with clock.frozen(now + timedelta(seconds=5)):
        told = [
            client.post(PAGE, typed | seen | {"key": str(n)}, REMOTE_ADDR=f"192.0.2.{n}") for n in range(4)
        ]
    assert [one.status_code for one in told] == [302, 422, 429, 429]


def test_the_waiting_list_and_a_draw_ask_the_same(
    client: Client, session: Session, typed: Typed, he: User, now: datetime
) -> None:
    actions.set_places(session=session, places=1, by=he)
    client.post(PAGE, typed | solved(session) | {"phone": "13900000009"})
    assert client.post("/sessions/MORNING234/waiting/", typed).status_code == 422
    assert WaitingEntry.objects.count() == 0
    assert client.post("/sessions/MORNING234/waiting/", typed | solved(session)).status_code == 302
    actions.set_places(session=session, places=9, by=he)
    Draw.objects.create(
        session=session, closes_at=clock.of_database() + timedelta(hours=1), seed="s", commitment="c",

    )  # fmt: skip
    assert client.post("/sessions/MORNING234/draw/", typed).status_code == 422
    assert (
        client.post(
            "/sessions/MORNING234/draw/", typed | solved(session) | {"phone": "13900000005"}
        ).status_code
        == 302
    )
    assert WaitingEntry.objects.filter(draw__isnull=False).count() == 1


def test_a_city_may_do_without(client: Client, session: Session, typed: Typed, edition: Edition) -> None:
    Policy.objects.create(edition=edition, proof_of_work=False)
    assert 'name="proof"' not in client.get(PAGE).content.decode()
    assert client.post(PAGE, typed).status_code == 302


def test_the_city_says_so_in_its_rules(client: Client, edition: Edition, lin: User, now: datetime) -> None:
    client.force_login(lin)
    page = f"/desk/plan/editions/{edition.slug}/booking/"
    assert 'name="proof_of_work"' in client.get(page).content.decode()
    form = client.get(page).context["form"]
    rules = {field.html_name: field.value() for field in form if field.value() not in (None, "")}
    del rules["proof_of_work"]
    answer = client.post(page, rules)
    assert answer.status_code == 302, answer.context["form"].errors
    assert Policy.objects.get().proof_of_work is False


def test_the_api_counts_addresses_and_says_when_to_come_back(
    client: Client, session: Session, settings: Any
) -> None:
    settings.RATE_LIMITS = "api=2/60"
    wish = {"name": "陈示例", "party": 1, "audience": "parents", "consent": True}

    def book(number: int, **headers: str) -> Any:
        body = wish | {"phone": f"1390000000{number}"}
        path = "/api/v1/sessions/MORNING234/bookings"
        return client.post(path, body, content_type="application/json", headers=headers)

    answers = [book(1), book(2), book(3), book(4, **{"X-Forwarded-For": "198.51.100.9"})]
    assert [one.status_code for one in answers] == [201, 201, 429, 429]
    assert answers[2].headers["Content-Type"] == "application/problem+json"
    assert answers[2].json()["type"] == "urn:skillweek:problem:too-many"
    assert 0 < int(answers[2].headers["Retry-After"]) <= 60
    assert answers[2].json()["detail"] == "请求太多了，请 1 分钟后再试"
    assert Booking.objects.count() == 2
    settings.TRUSTED_PROXIES = "127.0.0.0/8"
    assert book(4, **{"X-Forwarded-For": "198.51.100.9"}).status_code == 201


def test_ten_thousand_sign_ups_by_a_script_are_as_many_as_the_limit(
    transactional_db: None, settings: Any
) -> None:
    """Eight threads of one process send them at once."""
    settings.RATE_LIMITS = "form=200/60"
    at = clock.now()

    def client(_number: int) -> int:
        try:
            with clock.frozen(at):
                return sum(_let_in() for _try in range(1250))
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(client, range(8))) == 200
    assert RateCount.objects.get().count == 200


def _let_in() -> bool:
    try:
        actions.count(kind="form", who="203.0.113.1")
    except TooMany:
        return False
    return True


def test_processes_share_the_count(db: None, settings: Any, now: datetime) -> None:
    settings.RATE_LIMITS = "form=100/60"
    let = 0
    for _process in range(4):  # each begins with an empty memory
        leases.forget()
        let += sum(_let_in() for _try in range(50))
    assert 100 - 3 * rates("form=100/60")["form"].lease <= let <= 100


def test_the_next_stretch_begins_anew(db: None, settings: Any, now: datetime) -> None:
    settings.RATE_LIMITS = "form=1/60"
    assert [_let_in(), _let_in()] == [True, False]
    with clock.frozen(now + timedelta(seconds=60)):
        assert _let_in()


def test_neither_address_nor_number_is_kept(db: None, now: datetime) -> None:
    actions.count(kind="slow-phone", who="13900000001")
    kept = RateCount.objects.get()
    assert kept.who == cipher.blind_index("13900000001")
    assert kept.since == stretch(now, Rate(2, 3600))


def test_what_is_over_is_deleted(db: None, edition: Edition, now: datetime) -> None:
    actions.count(kind="form", who="203.0.113.1")
    SpentProof.objects.create(digest="0" * 64, expires_at=now + timedelta(hours=1))
    code = PhoneCode(city=edition.city, phone_index="i", digest="d", created_at=now, expires_at=now)
    code.save()
    assert actions.forget_spent() == 0
    with clock.frozen(now + timedelta(days=2)):
        assert actions.forget_spent() == 3
        assert actions.forget_spent() == 0
