"""One person at many doors at once, and batches over several sessions: limits hold, nobody waits in a ring.

Each defence is also switched off in the database, and then the same test fails.
"""

import json
import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from skillweek.booking.actions import book_visit, visits
from skillweek.booking.models import Booking, Policy, Quota
from skillweek.booking.rules import BookingError
from skillweek.common import clock, rows
from skillweek.organisations.models import Organisation
from skillweek.plan.models import Audience, Edition
from skillweek.programme.models import Session
from skillweek.programme.tests.factories import make_activity, make_session

SESSIONS, LIMIT, PLACES = 12, 3, 5


@pytest.fixture
def sessions(transactional_db: None, now: datetime, school: Organisation, edition: Edition) -> list[Session]:
    """Sessions of one day; each shares a quota with the next one, so that batches meet."""
    activity = make_activity(school, edition)
    made = [make_session(activity, starts=now + timedelta(hours=1, minutes=n)) for n in range(SESSIONS)]
    for one, other in zip(made, [*made[1:], made[0]], strict=True):
        Quota.objects.create(city_id=one.city_id, places=100_000).sessions.add(one, other)
    return made


@contextmanager
def altered(function: str, *changes: tuple[str, str]) -> Iterator[None]:
    """The database's function with some of its text replaced."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef(oid) FROM pg_proc WHERE proname = %s", [function])
        source = cursor.fetchone()[0]
        other = source
        for before, after in changes:
            assert before in other
            other = other.replace(before, after)
        cursor.execute(other.replace("%", "%%"), [])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(source.replace("%", "%%"), [])


def together(work: Callable[[int], Any], clients: int = SESSIONS) -> list[Any]:
    """What ``work`` answers to each client, all starting together, at the test's time."""
    start, at = Barrier(clients), clock.now()

    def client(number: int) -> Any:
        start.wait()
        try:
            with clock.frozen(at):
                return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(clients) as pool:
        return list(pool.map(client, range(clients)))


#: a pause after what a person has was read, so that others read it too
PAUSE = ("    IF fit <> '{}' THEN", "    PERFORM pg_sleep(0.1);\n    IF fit <> '{}' THEN")
NO_LOCK = ("PERFORM pg_advisory_xact_lock(p.lock)", "PERFORM p.lock")


def one_person(sessions: list[Session]) -> int:
    """How many sessions one telephone number gets when it asks for all at once."""
    audience = Audience.objects.get(edition=sessions[0].activity.edition, code="parents")

    def book(number: int) -> bool:
        facts = {"name": "示例", "phone": "13900000000", "party": 1, "audience": audience, "consent": True}
        try:
            book_visit(session=sessions[number], **facts)
        except BookingError:
            return False
        return True

    told = sum(together(book))
    assert told == Booking.objects.count()
    return told


def test_one_person_never_gets_more_than_the_limit(sessions: list[Session], edition: Edition) -> None:
    Policy.objects.create(edition=edition, per_day=LIMIT)
    with altered("booking_book_many", PAUSE):
        assert one_person(sessions) == LIMIT


def test_without_the_lock_a_person_gets_more(sessions: list[Session], edition: Edition) -> None:
    Policy.objects.create(edition=edition, per_day=LIMIT)
    with altered("booking_book_many", PAUSE, NO_LOCK):
        assert one_person(sessions) > LIMIT


def batches(sessions: list[Session], clients: int, rounds: int, chosen: list[list[Session]]) -> int:
    """Batches over some sessions in random order by many connections; answers how many bookings were made."""
    chance = random.Random(7)  # the same order in every run
    orders = [
        [[chance.choice(sessions) for _ in range(chance.randint(2, 4))] for _ in range(rounds)] for _ in range(clients)
    ]  # fmt: skip
    orders = [chosen] * clients if chosen else orders

    def work(client: int) -> int:
        made = 0
        for turn, some in enumerate(orders[client]):
            requests = []
            for place, session in enumerate(some):
                phone = f"139{client:03}{turn:03}{place:02}"
                draft = visits._draft(session, "示例", phone, 1, None, True, "api")
                message = visits.confirmation(draft)
                requests.append(
                    {"booking": rows.as_row(draft), "message": rows.as_row(message), "once": None}
                )
            with connection.cursor() as cursor:
                text = json.dumps(requests, default=str, ensure_ascii=False)
                cursor.execute(visits.BOOK, [text, clock.shift().total_seconds()])
                made += sum(one["outcome"] == "booked" for one in json.loads(cursor.fetchone()[0]))
        return made

    return sum(together(work, clients))


def deadlocks() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


def test_batches_over_several_sessions_never_wait_in_a_ring(sessions: list[Session]) -> None:
    before = deadlocks()
    made = batches(sessions, clients=8, rounds=12, chosen=[])
    assert made == Booking.objects.count() > 0
    assert sum(Quota.objects.values_list("taken", flat=True)) == 2 * made  # each session has two quotas
    assert deadlocks() == before


def test_a_batch_takes_the_places_that_are_there(sessions: list[Session]) -> None:
    Quota.objects.update(places=PLACES)
    made = batches(sessions[:1], clients=8, rounds=1, chosen=[[sessions[0]] * 4])
    assert (made, Booking.objects.count()) == (PLACES, PLACES)
    assert set(Quota.objects.filter(sessions=sessions[0]).values_list("taken", flat=True)) == {PLACES}


def test_without_the_row_lock_a_batch_sells_too_many(sessions: list[Session]) -> None:
    Quota.objects.update(places=PLACES)
    net = next(one for one in Quota._meta.constraints if one.name == "quota_never_over")
    with connection.schema_editor() as editor:
        editor.remove_constraint(Quota, net)
    try:
        pause = ("    UPDATE booking_quota", "    PERFORM pg_sleep(0.1);\n    UPDATE booking_quota")
        with altered("booking_take_many", ("        FOR UPDATE\n", ""), pause):
            assert batches(sessions[:1], clients=8, rounds=1, chosen=[[sessions[0]] * 4]) > PLACES
    finally:
        Quota.objects.update(places=100_000)
        with connection.schema_editor() as editor:
            editor.add_constraint(Quota, net)
