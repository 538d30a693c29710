"""The real worker, killed again and again, and a real mail server that says 451 to every tenth recipient.

Every message arrives, in order for each person, and none twice but those that were just being handed over when the
worker was killed: SMTP cannot be asked whether a message arrived, so these go again, under the same Message-ID.
"""

import asyncio
import os
import random
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from skillweek.common.cipher import blind_index
from skillweek.messaging.actions import draft, queue_many
from skillweek.messaging.models import Message
from skillweek.messaging.tests.mail_server import MailServer
from skillweek.project import tasks
from tests.live import ROOT, database_url

MESSAGES, PEOPLE, KILLS = 1000, 200, 4


@contextmanager
def worker(
    folder: Path, server: MailServer, pauses: str = "1,1,1,1,1,1,1"
) -> Iterator[subprocess.Popen[bytes]]:
    """The worker as ``skillweek up`` starts it, on the test's database and mail server."""
    names = {
        "DATABASE_URL": database_url(), "DATA_DIR": str(folder), "SECRET_KEY": settings.SECRET_KEY,
        "FIELD_KEYS": settings.FIELD_KEYS, "EMAIL_URL": f"smtp://127.0.0.1:{server.port}", "RETRY_PAUSES": pauses,
        "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    python = [sys.executable, "-W", "ignore", "-m", "skillweek"]
    command = [*python, "procrastinate", "worker", "--fetch-job-polling-interval", "0.2"]
    with open(folder / "worker.log", "ab") as log:
        running = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | names, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
        try:
            yield running
        finally:
            running.kill()
            running.wait()


def until(reached: Callable[[], bool], running: subprocess.Popen[bytes], folder: Path) -> None:
    """Wait while the worker works."""
    while not reached():
        if running.poll() is not None:
            pytest.fail((folder / "worker.log").read_text()[-3000:])
        time.sleep(0.05)


def give_back() -> None:
    """What happens a minute after a worker fell silent, now."""
    with app.replace_connector(app.connector.get_worker_connector()) as with_worker:

        async def run() -> None:
            async with with_worker.open_async():
                await tasks.requeue_stalled(timestamp=0)

        asyncio.run(run())


@pytest.mark.django_db(transaction=True)
def test_no_message_is_lost_and_order_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "SILENCE_SECONDS", 0)
    ProcrastinateJob.objects.all().delete()
    drafts = [
        draft(city_code="pds", channel="mail", address=f"p{number % PEOPLE}@example.org", subject=str(number),
              body="正文", dedup_key=f"drill-{number}")
        for number in range(MESSAGES)
    ]  # fmt: skip
    assert queue_many(drafts) == MESSAGES
    chance = random.Random(1)
    in_the_middle: set[str] = set()
    with MailServer() as server:
        server.judge = lambda address: "451 4.3.0 later" if chance.random() < 0.1 else "250 OK"
        for kill in range(1, KILLS + 1):
            goal = kill * MESSAGES // (KILLS + 1)
            with worker(tmp_path, server) as running:
                until(lambda goal=goal: len(server.arrived) >= goal, running, tmp_path)
            in_the_middle |= {
                str(pk) for pk in Message.objects.filter(state="sending").values_list("pk", flat=True)
            }
            give_back()
        with worker(tmp_path, server) as running:
            until(lambda: not Message.objects.exclude(state="sent").exists(), running, tmp_path)
        arrived = [(mail["Message-ID"], mail["To"], int(mail["Subject"])) for mail in server.arrived]

    times = Counter(message_id for message_id, _to, _number in arrived)
    assert times.keys() == {f"<{one.pk}@localhost>" for one in drafts}
    again = {message_id[1:].partition("@")[0] for message_id, count in times.items() if count > 1}
    assert again <= in_the_middle
    assert max(times.values()) <= 2
    assert len(in_the_middle) <= KILLS
    per_person: dict[str, dict[int, None]] = defaultdict(dict)  # first arrivals, in their order
    for _message_id, to, number in arrived:
        per_person[to].setdefault(number)
    assert {to: list(numbers) for to, numbers in per_person.items()} == {
        f"p{person}@example.org": list(range(person, MESSAGES, PEOPLE)) for person in range(PEOPLE)
    }
    assert Message.objects.filter(attempts__gt=1).exists()


@pytest.mark.django_db(transaction=True)
def test_a_message_that_is_tried_again_keeps_its_place(tmp_path: Path) -> None:
    """The lock keeps the place; without it the next message overtakes. One that failed for good stops nobody."""
    ProcrastinateJob.objects.all().delete()
    people = ("waits@example.org", "overtaken@example.org", "refused@example.org")
    assert queue_many(
        draft(city_code="pds", channel="mail", address=address, subject=str(number), body="正文",
              dedup_key=f"place-{address}-{number}")
        for number in range(3) for address in people
    ) == 9  # fmt: skip
    with connection.cursor() as cursor:  # the teeth
        cursor.execute(
            "UPDATE procrastinate_jobs SET lock = NULL WHERE lock = %s", [f"message:{blind_index(people[1])}"]
        )
    seen: Counter[str] = Counter()

    def judge(address: str) -> str:
        seen[address] += 1
        first = "550 5.1.1 unknown" if address.startswith("refused") else "451 4.3.0 later"
        return first if seen[address] == 1 else "250 OK"

    with MailServer() as server:
        server.judge = judge
        with worker(tmp_path, server) as running:
            until(
                lambda: not Message.objects.exclude(state__in=["sent", "failed"]).exists(), running, tmp_path
            )
        order = {to: [int(mail["Subject"]) for mail in server.arrived if mail["To"] == to] for to in people}
    assert order == dict(zip(people, ([0, 1, 2], [1, 2, 0], [1, 2]), strict=True))
    failed = Message.objects.get(state="failed")
    assert (failed.address, failed.subject, failed.attempts) == ("refused@example.org", "0", 1)
