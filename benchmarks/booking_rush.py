"""The rush for one session: bookings per second through the API and through whole page journeys.

Beside them stands the floor: a bare one-row SQL function called by as many clients, on the same database, in
the same run, by PostgreSQL's own pgbench. The load generator runs on the same cores.
"""

import re
import subprocess
from pathlib import Path
from typing import Any

from benchmarks import load, machine, stage, steps

CLIENTS = 16
SECONDS = 10.0
PLACES = 10_000_000
FLOOR = """
DROP TABLE IF EXISTS bench_floor;
CREATE TABLE bench_floor (id int PRIMARY KEY, places int NOT NULL, taken int NOT NULL CHECK (taken <= places));
INSERT INTO bench_floor VALUES (1, 100000000, 0);
CREATE OR REPLACE FUNCTION bench_take() RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN UPDATE bench_floor SET taken = taken + 1 WHERE id = 1 AND taken < places; RETURN FOUND; END $$;
"""


def main() -> None:
    """Measure and publish."""
    about = machine.description()
    with stage.week() as port:
        facts = _hot_session()
        figures: dict[str, Any] = {"clients": CLIENTS, "floor": _floor()}
        load.run(steps.api_booking, port, clients=CLIENTS, seconds=1, facts=facts["session"])  # warm up
        _clear()
        figures["api"] = _api(port, facts["session"], 1)
        _clear()
        pages = load.run(steps.journey, port, clients=CLIENTS, seconds=SECONDS, facts=facts)
        figures["pages"] = pages.summary("journeys") | {"rows_equal_answers": _rows() == pages.outcomes["ok"]}
        floor = figures["floor"]["calls_per_second"]
        figures["api_share_of_floor"] = round(figures["api"]["bookings_per_second"] / floor, 3)
        _clear()
    machine.publish("booking_rush", about, figures)


def _hot_session() -> dict[str, str]:
    """A session to come, of an activity for parents, with as many places as anybody could want."""
    from skillweek.booking.models import Quota
    from skillweek.booking.queries import open_sessions
    from skillweek.plan.queries import current_edition

    edition = current_edition()
    assert edition is not None  # the demo has one
    session = open_sessions(edition).filter(activity__audiences__code="parents")[0]
    for quota in session.quotas.all():  # type: ignore[attr-defined]  # related name
        quota.sessions.remove(session)
    Quota.objects.create(city=edition.city, places=PLACES).sessions.add(session)
    return {"activity": session.activity.code, "session": session.code}


def _api(port: int, session: str, first: int) -> dict[str, Any]:
    """As many bookings as there is time for, each by another person, sent by wrk."""
    script = str(Path(__file__).with_name("rush.lua"))
    path = f"/api/v1/sessions/{session}/bookings"
    told = load.wrk(script, port, clients=CLIENTS, seconds=int(SECONDS), arguments=[path, str(first)])
    booked = told["count"] - told["refused"]
    rows = _rows()
    return told | {
        "bookings_per_second": round(booked / told["seconds"], 1), "rows": rows,
        # wrk hangs up at the end: of what is on its way then the answer is not read
        "rows_without_answer": rows - booked, "generator": "wrk, two threads",
    }  # fmt: skip


def _rows() -> int:
    from skillweek.booking.models import Booking, Quota

    quota = Quota.objects.filter(places=PLACES).latest("pk")
    return Booking.objects.filter(quotas__contains=[quota.pk]).count()


def _clear() -> None:
    """Give the hot session's places back, so that every measurement begins with the same numbers."""
    from django.db import connection

    from skillweek.booking.models import Quota

    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM booking_booking WHERE quotas && (SELECT array_agg(id) FROM booking_quota WHERE places = %s)",
            [PLACES],
        )
        cursor.execute("TRUNCATE booking_idempotencykey")
    Quota.objects.filter(places=PLACES).update(taken=0)


def _floor() -> dict[str, Any]:
    """pgbench calling the bare function with as many clients, for as long."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(FLOOR)
    facts = connection.get_connection_params()
    script = Path(stage.ROOT / "var" / "bench" / "floor.sql")
    script.write_text("SELECT bench_take();\n")
    command = [
        str(stage.program("pgbench")), "-n", "-M", "prepared", "-c", str(CLIENTS), "-j", "2", "-T", str(int(SECONDS)),
        "-f", str(script), "-h", str(facts["host"]), "-U", str(facts["user"]), str(facts["dbname"]),
    ]  # fmt: skip
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.search(r"tps = ([\d.]+)", said)
    assert found is not None, said
    return {
        "calls_per_second": round(float(found[1]), 1),
        "what": "SELECT bench_take(): one UPDATE of one row",
    }


if __name__ == "__main__":
    main()
