"""A notice to 10,000 units: from the officer's click until everybody's message is queued, by one worker.

Beside it stands the floor: bare INSERTs of as many receipts, messages and jobs into tables without a trigger, on the
same database, in the same run.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks import machine, stage

UNITS = 10_000
PATIENCE_SECONDS = 300
FLOOR = """
DROP TABLE IF EXISTS bench_receipt, bench_message, bench_job;
CREATE TABLE bench_receipt (id serial PRIMARY KEY, notice int NOT NULL, unit int NOT NULL, state text NOT NULL);
CREATE TABLE bench_message (id uuid PRIMARY KEY, address text NOT NULL, subject text NOT NULL, body text NOT NULL,
                            dedup_key text NOT NULL UNIQUE);
CREATE TABLE bench_job (id serial PRIMARY KEY, task text NOT NULL, message uuid NOT NULL);
"""


def main() -> None:
    """Measure and publish."""
    about = machine.description()
    with stage.week():
        figures: dict[str, Any] = {"units": UNITS, "floor": _floor()}
        officer = _units()
        notice = _draft(officer)
        with _worker() as log:
            figures |= _send(notice, officer, log)
        figures["share_of_floor"] = round(figures["floor"]["seconds"] / figures["seconds_until_all_told"], 3)
    machine.publish("notice", about, figures)


def _floor() -> dict[str, Any]:
    """As many bare rows, one statement each, in one transaction."""
    from django.db import connection, transaction

    from skillweek.common.codes import uuid7

    ids = [uuid7() for _ in range(UNITS)]
    text = "示例" * 40
    with connection.cursor() as cursor:
        cursor.execute(FLOOR)
        began = time.perf_counter()
        with transaction.atomic():
            for number, key in enumerate(ids):
                cursor.execute(
                    "INSERT INTO bench_receipt (notice, unit, state) VALUES (1, %s, 'sent')", [number]
                )
                cursor.execute(
                    "INSERT INTO bench_message VALUES (%s, %s, %s, %s, %s)",
                    [key, text, text, text, f"bench:{number}"],
                )
                cursor.execute("INSERT INTO bench_job (task, message) VALUES ('deliver', %s)", [key])
        seconds = time.perf_counter() - began
    return {"seconds": round(seconds, 2), "what": f"{3 * UNITS} single INSERTs in one transaction"}


def _units() -> Any:
    """Units of one county, each with a person who signs and has an address; gives the city's officer."""
    from django.db import connection

    from skillweek.accounts.models import User
    from skillweek.organisations.models import Membership, Organisation, OrganisationKind

    kind = OrganisationKind.objects.get(code="other")
    county = Organisation.objects.filter(kind__is_place=True)[0]
    if not Organisation.objects.filter(code__startswith="bench-").exists():
        units = Organisation.objects.bulk_create(
            Organisation(parent=county, city_id=county.tenant_id, kind=kind, code=f"bench-{number}",
                         name=f"示例-单位{number}", short_name=f"示例{number}")
            for number in range(UNITS)
        )  # fmt: skip
        people = User.objects.bulk_create(
            User(
                username=f"bench-{number}",
                name=f"示例{number}",
                email=f"{number}@example.invalid",
                password="!",
            )
            for number in range(UNITS)
        )
        Membership.objects.bulk_create(
            Membership(user=person, organisation=unit, role=Membership.Role.SCHOOL_EDITOR)
            for person, unit in zip(people, units, strict=True)
        )
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")  # of earlier measurements
        cursor.execute("ANALYZE")
    return User.objects.filter(memberships__role=Membership.Role.CITY_OFFICER)[0]


def _draft(officer: Any) -> Any:
    """A draft of the city to all of them."""
    from skillweek.common import clock
    from skillweek.plan.models import Addressing, Notice
    from skillweek.plan.queries import current_edition, resolved

    edition = current_edition()
    assert edition is not None  # the demo has one
    notice = Notice.objects.create(
        edition=edition, issuer=edition.city, title="一份很多单位收到的通知", addressees="各单位：", body="请签收。",
        signed_on=clock.today(),
    )  # fmt: skip
    for key in ("all-other", "other"):
        Addressing.objects.create(notice=notice, group=key)
    assert len(resolved(notice).units) >= UNITS
    return notice


@contextmanager
def _worker() -> Iterator[Path]:
    """The worker as ``skillweek up`` starts it, ready for jobs, until the block ends; gives its log."""
    from django.conf import settings
    from procrastinate.contrib.django.models import ProcrastinateWorker

    from tests.live import ROOT, database_url

    with tempfile.TemporaryDirectory(dir=settings.DATA_DIR) as folder:
        names = {
            "DATABASE_URL": database_url(), "DATA_DIR": folder, "SECRET_KEY": settings.SECRET_KEY,
            "FIELD_KEYS": settings.FIELD_KEYS, "PYTHONPATH": str(ROOT),
        }  # fmt: skip
        before = set(ProcrastinateWorker.objects.values_list("pk", flat=True))
        said = Path(folder) / "worker.log"
        with open(said, "wb") as log:
            worker = subprocess.Popen(
                [sys.executable, "-m", "skillweek", "procrastinate", "worker"], cwd=ROOT, env=os.environ | names,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
            try:
                until = time.monotonic() + PATIENCE_SECONDS
                while set(ProcrastinateWorker.objects.values_list("pk", flat=True)) <= before:
                    if worker.poll() is not None or time.monotonic() > until:
                        raise RuntimeError(said.read_text()[-2000:])
                    time.sleep(0.1)
                yield said
            finally:
                worker.kill()
                worker.wait()


def _send(notice: Any, officer: Any, log: Path) -> dict[str, Any]:
    """Seconds of the request that sends, and until the last unit was told."""
    from django.test import Client

    from skillweek.messaging.models import Message
    from skillweek.plan.queries import receipts, resolved

    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    seen, before = len(resolved(notice).units), Message.objects.count()
    began = time.perf_counter()
    answer = client.post(f"/desk/notices/{notice.code}/send/", {"seen": seen})
    request = time.perf_counter() - began
    assert answer.status_code == 302, answer.status_code
    while (counted := receipts(notice)).told < counted.total:
        if time.perf_counter() - began > PATIENCE_SECONDS:
            said = log.read_text()[-2000:]
            raise RuntimeError(f"only {counted.told} of {counted.total} were told: {said}")
        time.sleep(0.2)
    seconds = time.perf_counter() - began
    return {
        "seconds_of_the_request": round(request, 2), "seconds_until_all_told": round(seconds, 2),
        "told": counted.told, "messages": Message.objects.count() - before,
    }  # fmt: skip


if __name__ == "__main__":
    main()
