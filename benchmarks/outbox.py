"""Queueing ten thousand messages, and how fast one worker drains them to a real mail server.

Beside queueing stands its limit: the same rows and jobs by bare INSERTs, nothing else done. Beside
draining stands the same mail sent in a plain loop, without a queue and without writing anything down.
"""

import os
import smtplib
import subprocess
import sys
import time
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import machine, stage

QUEUED = 10_000
DRAINED = 2_000
BOOKINGS = 500
CLEAR = "TRUNCATE procrastinate_jobs, procrastinate_events, messaging_message CASCADE"


def main() -> None:
    """Measure and publish."""
    about = machine.description()
    with stage.database():
        figures = {
            "queue": {
                "messages": QUEUED, "draft_seconds": _best(_draft), "queue_many_seconds": _best(_queue_many),
                "bare_insert_seconds": _best(_bare),
            },
            "compose": _compose(),
            "drain": _drain(),
        }  # fmt: skip
    machine.publish("outbox", about, figures)


def _clear() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(CLEAR)


def _best(work: Callable[[], float]) -> float:
    """The best of three; each begins with empty tables."""
    times = []
    for _turn in range(3):
        _clear()
        times.append(work())
    return round(min(times), 3)


def _drafts(number: int) -> list[Any]:
    from skillweek.messaging.actions import draft

    return [
        draft(city_code="pds", channel="mail", address=f"p{n}@example.org", subject="请签收", body="正文" * 100,
              kind="notice.sent", dedup_key=f"bench-{n}")
        for n in range(number)
    ]  # fmt: skip


def _draft() -> float:
    began = time.perf_counter()
    _drafts(QUEUED)
    return time.perf_counter() - began


def _queue_many() -> float:
    from skillweek.messaging.actions import queue_many

    drafts = _drafts(QUEUED)
    began = time.perf_counter()
    assert queue_many(drafts) == QUEUED
    return time.perf_counter() - began


def _bare() -> float:
    """The same rows, encrypted before, by ``INSERT … VALUES`` in a pipeline; the jobs by one ``INSERT … SELECT``."""
    from django.db import connection, transaction

    from skillweek.common import rows

    written = [rows.as_row(one) for one in _drafts(QUEUED)]
    names = ", ".join(f'"{name}"' for name in written[0])
    places = ", ".join(["%s"] * len(written[0]))
    began = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        values = [tuple(row.values()) for row in written]
        cursor.executemany(f"INSERT INTO messaging_message ({names}) VALUES ({places})", values)
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, lock, args) SELECT 'default', "
            "'skillweek.messaging.tasks.deliver', address_index, jsonb_build_object('message_id', id) "
            "FROM messaging_message"
        )
    return time.perf_counter() - began


def _compose() -> dict[str, float]:
    """Microseconds of a booking's text with the city's own words fresh, and of reading them."""
    from skillweek.messaging.queries import compose, forget

    values = {
        "when": "5 月 23 日 10:00",
        "title": "拉坯",
        "party": "2",
        "code": "A2",
        "link": "https://example.org/",
    }

    def once() -> None:
        compose(city_code="pds", key="booking.confirmed", values=values)

    once()
    began = time.perf_counter()
    for _turn in range(10_000):
        once()
    fresh = (time.perf_counter() - began) / 10_000
    began = time.perf_counter()
    for _turn in range(BOOKINGS):
        forget()
        once()
    read = (time.perf_counter() - began) / BOOKINGS
    return {"fresh_microseconds": round(fresh * 1e6, 1), "with_reading_microseconds": round(read * 1e6, 1)}


def _drain() -> dict[str, Any]:
    from skillweek.messaging.actions import queue_many
    from skillweek.messaging.tests.mail_server import MailServer

    _clear()
    with MailServer() as server:
        plain = _plain(server.port)
        server.arrived.clear()
        queue_many(_drafts(QUEUED))
        worker = _worker(server.port)
        try:
            while not server.arrived:
                time.sleep(0.01)
            began = time.perf_counter()
            while len(server.arrived) < DRAINED:
                time.sleep(0.01)
            seconds = time.perf_counter() - began
        finally:
            worker.terminate()
            worker.wait()
    return {
        "waiting": QUEUED, "measured": DRAINED, "messages_per_second": round(DRAINED / seconds, 1),
        "plain_loop_per_second": round(plain, 1),
    }  # fmt: skip


def _plain(port: int) -> float:
    """Mails per second in a loop, a connection for each as the gateway does."""
    began = time.perf_counter()
    for number in range(DRAINED):
        mail = EmailMessage()
        mail["Subject"], mail["From"], mail["To"] = "请签收", "skillweek@localhost", f"p{number}@example.org"
        mail.set_content("正文" * 100)
        with smtplib.SMTP("127.0.0.1", port, local_hostname="localhost") as link:
            link.send_message(mail)
    return DRAINED / (time.perf_counter() - began)


def _worker(port: int) -> "subprocess.Popen[bytes]":
    from tests.live import database_url

    names = {
        "DATABASE_URL": database_url(),
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        "PYTHONPATH": str(stage.ROOT),
    }
    command = [sys.executable, "-W", "ignore", "-m", "skillweek", "procrastinate", "worker"]
    return subprocess.Popen(command, cwd=stage.ROOT, env=os.environ | names, stdin=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
