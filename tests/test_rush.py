"""The way before Django: the same bytes and headers as the ordinary way, once per key, and nothing stale."""

import json
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from threading import Barrier
from typing import Any

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connection

from skillweek.booking.actions import set_places
from skillweek.booking.actions.rush import committer
from skillweek.booking.models import Booking, IdempotencyKey, Quota
from skillweek.booking.queries import rush as known
from skillweek.messaging.models import Message
from skillweek.organisations.models import Organisation
from skillweek.plan.models import Edition
from skillweek.programme.models import Session
from skillweek.programme.tests.factories import make_activity, make_session
from skillweek.project.rush import Rush

Answered = tuple[str, list[tuple[str, str]], bytes]
Ask = Callable[..., Answered]


@pytest.fixture
def session(transactional_db: None, now: Any, school: Organisation, edition: Edition) -> Iterator[Session]:
    made = make_session(make_activity(school, edition), starts=now.replace(hour=15), code="RUSH234567")
    set_places(session=made, places=20, by=None)
    known._known.clear()
    yield made
    committer.close()


def ask(application: Any, body: bytes, **more: str) -> Answered:
    """What a WSGI application answers to a booking."""
    environ = {
        "REQUEST_METHOD": "POST", "PATH_INFO": "/api/v1/sessions/RUSH234567/bookings", "SCRIPT_NAME": "",
        "SERVER_NAME": "testserver", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": "testserver",
        "CONTENT_TYPE": "application/json", "CONTENT_LENGTH": str(len(body)), "wsgi.input": BytesIO(body),
        "wsgi.url_scheme": "http", "wsgi.errors": BytesIO(),
    } | more  # fmt: skip
    told: list[Any] = []
    answer = application(environ, lambda status, headers, *_rest: told.extend([status, headers]))
    content = b"".join(answer)
    if hasattr(answer, "close"):
        answer.close()
    return told[0], told[1], content


def wish(number: int, **change: Any) -> bytes:
    body = {"name": "示例", "phone": f"139{number:08}", "party": 1, "audience": "parents", "consent": True}
    return json.dumps(body | change).encode()


def fast(session: Session) -> Rush:
    """The application, having learnt how Django answers a booking and a refusal."""
    made = Rush(get_wsgi_application())
    for _time in range(2):
        ask(made, wish(90_000_000), HTTP_IDEMPOTENCY_KEY=f"learning-{_time}")
    return made


def alike(answered: Answered) -> tuple[str, list[tuple[str, str]], str]:
    """``answered`` without what differs between any two bookings."""
    text = re.sub(r'"(code|token)": "[^"]+"', r'"\1": ""', answered[2].decode())
    return answered[0], answered[1], text


CASES: dict[str, dict[str, Any]] = {
    "plain": {}, "no name": {"name": ""}, "spaces": {"name": "  "}, "long": {"name": "长" * 41},
    "control": {"name": "a\u0007b"}, "phone with dashes": {"phone": "139-0000-7777"}, "short": {"phone": "139"},
    "number as phone": {"phone": 13900000000}, "full width": {"phone": "１３９００００７７７８"}, "none": {"party": 0},
    "text": {"party": "2"}, "true": {"party": True}, "large": {"party": 7}, "float": {"party": 1.0},
    "stranger": {"audience": "nobody"}, "null": {"audience": None}, "list": {"audience": []},
    "no consent": {"consent": False}, "word": {"consent": "yes"}, "more": {"colour": "red"},
}  # fmt: skip


@pytest.mark.parametrize("key", [None, "k", "x" * 201, "an ordinary key"])
def test_both_ways_answer_alike(session: Session, key: str | None) -> None:
    quick, slow = fast(session), get_wsgi_application()
    for place, (name, change) in enumerate(CASES.items()):
        told = []
        for way, application in enumerate((quick, slow)):
            Booking.objects.exclude(phone_index="").update(state="cancelled")
            Quota.objects.update(taken=0)
            more = {"HTTP_IDEMPOTENCY_KEY": f"{key}-{place}-{way}" if len(key) > 8 else key} if key else {}
            told.append(alike(ask(application, wish(7_000_000 + place, **change), **more)))
        assert told[0] == told[1], name
    for raw in (b"{", b"", b"[]", b"null", b"\xff", b'{"name": NaN}'):
        assert ask(quick, raw) == ask(slow, raw), raw


@pytest.mark.parametrize("tongue", ["zh-hans", "en", "de"])
def test_refusals_are_alike_too(session: Session, tongue: str) -> None:
    quick, slow = Rush(get_wsgi_application()), get_wsgi_application()
    for number in range(2):
        ask(quick, wish(1), HTTP_IDEMPOTENCY_KEY=f"{tongue}-learn-{number}", HTTP_ACCEPT_LANGUAGE=tongue)
    Quota.objects.update(places=3)
    for body in (wish(1), wish(2, party=3), wish(3, party=7)):
        both = [
            ask(one, body, HTTP_IDEMPOTENCY_KEY=f"{tongue}-{way}-{len(body)}-{body[-30:-1].hex()}",
                HTTP_ACCEPT_LANGUAGE=tongue)
            for way, one in enumerate((quick, slow))
        ]  # fmt: skip
        assert both[0] == both[1]
    assert Booking.objects.count() == 1


def test_bookings_do_not_pass_through_django(session: Session) -> None:
    quick = fast(session)

    def closed(_environ: Any, _start: Any) -> list[bytes]:
        raise AssertionError("the ordinary way was taken")

    quick.application = closed
    first = ask(quick, wish(1), HTTP_IDEMPOTENCY_KEY="person-one")
    assert first[0] == "201 Created"
    assert ask(quick, wish(1), HTTP_IDEMPOTENCY_KEY="person-one") == first
    assert ask(quick, wish(1), HTTP_IDEMPOTENCY_KEY="person-one-again")[0] == "409 Conflict"
    booking = Booking.objects.get(code=json.loads(first[2])["code"])
    assert (booking.name, booking.phone, booking.origin) == ("示例", "13900000001", "api")
    assert Message.objects.filter(dedup_key=f"booking.confirmed:{booking.pk}").get().address == booking.phone
    event = booking.events.get()
    assert event.pgh_context.metadata["url"] == "/api/v1/sessions/RUSH234567/bookings"


def test_what_changed_is_seen_at_once(session: Session) -> None:
    quick = fast(session)
    assert ask(quick, wish(1))[0] == "201 Created"
    Session.objects.update(starts=session.starts + timedelta(hours=1), ends=session.ends + timedelta(hours=1))
    assert ask(quick, wish(2))[0] == "201 Created"
    assert "16:00" in Message.objects.latest("id").body
    Session.objects.update(state=Session.State.CANCELLED)
    assert ask(quick, wish(3))[0] == "409 Conflict"
    assert Booking.objects.count() == 3


def test_another_persons_key_tells_nothing(session: Session) -> None:
    quick = fast(session)
    first = ask(quick, wish(1), HTTP_IDEMPOTENCY_KEY="person-one")
    other = ask(quick, wish(2), HTTP_IDEMPOTENCY_KEY="person-one")
    assert other[0] == "422 Unprocessable Entity"
    assert json.loads(first[2])["code"].encode() not in other[2]


def together(work: Callable[[int], Any], clients: int) -> list[Any]:
    start = Barrier(clients)

    def client(number: int) -> Any:
        start.wait()
        try:
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(clients) as pool:
        return list(pool.map(client, range(clients)))


def test_twenty_places_are_sold_twenty_times_and_each_wish_once(session: Session) -> None:
    quick = fast(session)
    # threads of a test do not know its frozen clock: they are asked at the database, whose shift they are given
    Booking.objects.all().delete()
    Quota.objects.update(taken=0)
    from skillweek.common import clock

    at = clock.now()

    def book(number: int) -> Answered:
        with clock.frozen(at):
            return ask(quick, wish(number // 2), HTTP_IDEMPOTENCY_KEY=f"client-{number // 2:04}")

    told = together(book, 60)
    sold = {json.loads(content)["code"] for status, _headers, content in told if status.startswith("201")}
    assert sold == set(Booking.objects.values_list("code", flat=True))
    assert (len(sold), Quota.objects.get().taken) == (20, 20)
    assert IdempotencyKey.objects.filter(status=201, key__startswith="api:client-").count() == 20
