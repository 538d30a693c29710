"""A rush in which a web process is killed, every connection to the database is cut, and people lose their network.

Whoever got no answer asks again with the same key, several times at once. In the end the ledger of the clients and the
database tell the same: nobody was told of a place that is not theirs, and no place belongs to nobody.
"""

import http.client
import json
import os
import random
import signal
import subprocess
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event, Thread
from typing import Any

import psycopg
import pytest
from django.db import connection

from skillweek.booking.actions import set_places
from skillweek.booking.models import Booking, IdempotencyKey, Quota
from skillweek.messaging.models import Message
from skillweek.organisations.models import Organisation
from skillweek.plan.models import Edition
from skillweek.programme.models import Session
from skillweek.programme.tests.factories import make_activity, make_session
from tests.live import live_server

PEOPLE, PLACES, CLIENTS, PROCESSES = 1200, 300, 48, 3
CUT = 0.3
Told = tuple[int, bytes]


@pytest.fixture
def session(transactional_db: None, now: Any, school: Organisation, edition: Edition) -> Session:
    made = make_session(make_activity(school, edition), starts=now.replace(hour=15), code="CRASH23456")
    set_places(session=made, places=PLACES, by=None)
    return made


def send(port: int, session: Session, number: int, *, cut: bool = False) -> Told | None:
    """One request of one person; None when no answer came. ``cut``: the network is gone once it is sent."""
    body = {"name": "示例", "phone": f"139{number:08}", "party": 1, "audience": "parents", "consent": True}
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        headers = {"Content-Type": "application/json", "Idempotency-Key": f"client-{number:05}"}
        link.request("POST", f"/api/v1/sessions/{session.code}/bookings", json.dumps(body), headers)
        if cut:
            return None
        answer = link.getresponse()
        told = answer.read()
        waits = answer.status == 409 and json.loads(told)["type"].endswith("in-flight")
        return None if waits or answer.status >= 500 else (answer.status, told)
    except (OSError, http.client.HTTPException):
        return None
    finally:
        link.close()


def until_answered(port: int, session: Session, number: int, missed: list[int]) -> Told:
    """Ask as impatient people do: some networks are cut, some ask several times at once, all ask again.

    Who got no answer is added to ``missed``, each time.
    """
    chance = random.Random(number)
    if chance.random() < CUT:
        send(port, session, number, cut=True)
    twins = [
        Thread(target=send, args=(port, session, number)) for _twin in range(chance.choice((0, 0, 0, 1, 4)))
    ]
    for twin in twins:
        twin.start()
    told, until = None, time.monotonic() + 120
    while told is None and time.monotonic() < until:
        told = send(port, session, number)
        if told is None:
            missed.append(number)
            time.sleep(0.05)
    for twin in twins:
        twin.join()
    assert told is not None, f"nobody ever answered {number}"
    return told


def web_processes() -> list[int]:
    """Ids of the web processes below this one: children of granian."""
    rows = subprocess.run(
        ["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True
    ).stdout
    table = [line.split(None, 2) for line in rows.splitlines()]
    mains = {pid for pid, parent, args in table if parent == str(os.getpid()) and "granian" in args}
    return [int(pid) for pid, parent, args in table if parent in mains and "resource_tracker" not in args]


def break_things(sold: Any, over: Event) -> list[str]:
    """Once some places are sold kill a web process; once more are, cut every other connection to the database."""
    done: list[str] = []
    while not over.is_set() and len(done) < 2:
        time.sleep(0.01)
        if not done and sold() > PLACES // 10:
            os.kill(web_processes()[0], signal.SIGKILL)
            done.append("process killed")
        elif done and sold() > PLACES // 3:
            with psycopg.connect(**named()) as link:
                link.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND"
                    " backend_type = 'client backend' AND application_name <> 'watching' AND pid <> pg_backend_pid()"
                )
            done.append("connections cut")
    return done


def named() -> dict[str, Any]:
    """Where the database is."""
    facts = connection.get_connection_params()
    return {name: facts[name] for name in ("host", "user", "dbname")}


def test_nobody_loses_a_place_and_none_is_sold_twice(session: Session, now: Any, tmp_path: Path) -> None:
    over, broken, missed = Event(), [], []
    with (
        live_server(tmp_path, at=now, workers=PROCESSES) as port,
        psycopg.connect(**named(), application_name="watching", autocommit=True) as watching,
        ThreadPoolExecutor(CLIENTS) as pool,
    ):

        def sold() -> int:
            return watching.execute("SELECT sum(taken) FROM booking_quota").fetchone()[0]

        breaker = Thread(target=lambda: broken.extend(break_things(sold, over)))
        breaker.start()
        people = list(range(PEOPLE))
        random.Random(1).shuffle(people)
        ledger = dict(
            zip(
                people,
                pool.map(lambda number: until_answered(port, session, number, missed), people),
                strict=True,
            )
        )
        over.set()
        breaker.join()
        again = dict(
            zip(
                people,
                pool.map(lambda number: until_answered(port, session, number, missed), people),
                strict=True,
            )
        )
        other = send(port, session, people[0])
    connection.close()
    assert broken == ["process killed", "connections cut"]
    assert missed, "nothing broke"
    assert Counter(status for status, _told in ledger.values()) == {201: PLACES, 409: PEOPLE - PLACES}
    assert again == ledger
    assert other == ledger[people[0]]
    told = {f"api:client-{number:05}": json.loads(text)["code"] for number, (status, text) in ledger.items()
            if status == 201}  # fmt: skip
    kept = dict(IdempotencyKey.objects.filter(status=201).values_list("key", "answer"))
    assert {key: json.loads(text)["code"] for key, text in kept.items()} == told
    assert sorted(Booking.objects.values_list("code", flat=True)) == sorted(told.values())
    assert Quota.objects.get().taken == PLACES
    assert Message.objects.filter(kind="booking.confirmed").count() == PLACES
