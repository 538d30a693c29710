"""200 people at the same moment for 50 places: 50 go in, by the clients' own ledger; and what happens otherwise."""

import http.client
import json
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import psycopg
import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob
from psycopg_pool import ConnectionPool

from skillweek.booking.actions import set_places
from skillweek.booking.models import Booking, IdempotencyKey, Quota
from skillweek.common import rows
from skillweek.messaging.models import Message
from skillweek.organisations.models import Organisation
from skillweek.plan.models import Edition
from skillweek.programme.models import Session
from skillweek.programme.tests.factories import make_activity, make_session
from tests.live import live_server

CLIENTS, PLACES = 200, 50


@pytest.fixture
def session(transactional_db: None, now: Any, school: Organisation, edition: Edition) -> Session:
    made = make_session(make_activity(school, edition), starts=now.replace(hour=15))
    set_places(session=made, places=PLACES, by=None)
    return made


def at_once(work: Callable[[int], Any]) -> list[Any]:
    """What ``work`` answers to each client, all of them starting together."""
    start = Barrier(CLIENTS)

    def client(number: int) -> Any:
        start.wait()
        return work(number)

    with ThreadPoolExecutor(CLIENTS) as pool:
        return list(pool.map(client, range(CLIENTS)))


def wish(number: int) -> dict[str, Any]:
    return {
        "name": f"示例{number}",
        "phone": f"139{number:08}",
        "party": 1,
        "audience": "parents",
        "consent": True,
    }


def test_fifty_places_are_sold_fifty_times(session: Session, now: Any, tmp_path: Path) -> None:
    with live_server(tmp_path, at=now) as port:

        def book(number: int) -> tuple[str, int, dict[str, Any]]:
            """One line of the ledger: key, status, answer."""
            key = f"client-{number:04}"
            headers = {"Content-Type": "application/json", "Idempotency-Key": key}
            link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            link.request(
                "POST", f"/api/v1/sessions/{session.code}/bookings", json.dumps(wish(number)), headers
            )
            answer = link.getresponse()
            told = json.loads(answer.read())
            link.close()
            return key, answer.status, told

        ledger = at_once(book)
        again = at_once(book)

    assert Counter(status for _key, status, _told in ledger) == {201: PLACES, 409: CLIENTS - PLACES}
    assert {told["type"] for _key, status, told in ledger if status == 409} == {"urn:skillweek:problem:full"}
    assert again == ledger
    sold = {key: told["code"] for key, status, told in ledger if status == 201}
    kept = IdempotencyKey.objects.filter(status=201).values_list("key", "answer")
    assert {key.removeprefix("api:"): json.loads(answer)["code"] for key, answer in kept} == sold
    assert sorted(Booking.objects.values_list("code", flat=True)) == sorted(sold.values())
    assert Quota.objects.get().taken == sum(Booking.objects.values_list("party", flat=True)) == PLACES
    messages = {str(pk) for pk in Message.objects.values_list("pk", flat=True)}
    # jobs of earlier tests stay in the queue
    jobs = [job.args.get("message_id") for job in ProcrastinateJob.objects.all()]
    assert (len(messages), sum(jobs.count(message) for message in messages)) == (PLACES, PLACES)


@pytest.fixture
def pool(session: Session) -> Iterator[ConnectionPool]:
    """Connections of our own, as another programmer would open them."""
    facts = connection.get_connection_params()
    named = {name: facts[name] for name in ("host", "user", "dbname")}
    with ConnectionPool(kwargs=named, min_size=40, max_size=40, timeout=60) as opened:
        opened.wait()
        yield opened


@pytest.fixture
def naive(session: Session, pool: ConnectionPool) -> Callable[[int], bool]:
    """Booking as it is often written: look whether there is room, then write."""
    quota = Quota.objects.get()
    drafts = [
        Booking(session=session, city_id=session.city_id, name="示例", phone="13900000000", phone_index=str(number),
                party=1, consent_at=session.starts, created_at=session.starts, retention_until=session.day)
        for number in range(CLIENTS)
    ]  # fmt: skip
    texts = [rows.dumps(rows.as_row(draft)) for draft in drafts]

    def book(number: int) -> bool:
        try:
            with pool.connection() as link:
                read = "SELECT taken < places FROM booking_quota WHERE id = %s"
                if not link.execute(read, [quota.pk]).fetchone()[0]:
                    return False
                write = (
                    "INSERT INTO booking_booking SELECT (jsonb_populate_record(NULL::booking_booking, %s)).*"
                )
                link.execute(write, [texts[number]])
                link.execute("UPDATE booking_quota SET taken = taken + 1 WHERE id = %s", [quota.pk])
        except psycopg.errors.CheckViolation:
            return False
        return True

    return book


def test_the_check_of_the_database_stops_naive_code(naive: Callable[[int], bool]) -> None:
    told = at_once(naive)
    assert (sum(told), Booking.objects.count(), Quota.objects.get().taken) == (PLACES, PLACES, PLACES)


def test_without_any_defence_places_are_sold_twice(naive: Callable[[int], bool]) -> None:
    net = next(one for one in Quota._meta.constraints if one.name == "quota_never_over")
    with connection.schema_editor() as editor:
        editor.remove_constraint(Quota, net)
    try:
        told = at_once(naive)
        assert sum(told) == Booking.objects.count() > PLACES
    finally:
        Quota.objects.update(places=CLIENTS)
        with connection.schema_editor() as editor:
            editor.add_constraint(Quota, net)
