"""The board of duties: 500 units, 30 clauses, a duty in every cell; the whole page, made anew for every request.

Beside it stands, in the same run, the bare SQL that reads the same duties row by row: no page that shows them can be
had for less than a part of that. The week board, on which officers move sessions, stands beside the bare SQL of its
500 sessions in the same way. Everything is written inside one transaction on the demo's week and rolled back.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from statistics import median
from typing import Any

from benchmarks import machine, stage

UNITS = 500
CLAUSES = 30
TIMES = 25
#: sessions on the week board
SESSIONS = 500
#: what the duties are seen by, in turn
SEEN_BY = (
    ("activities", "campus"), ("activities", "online"), ("activities", "admissions"), ("activities", "service"),
    ("activities", "launch"), ("activities", ""), ("ceremonies", ""), ("materials", "summary"),
    ("materials", "case"), ("materials", "photo"), ("notices", ""), ("articles", ""), ("halls", ""), ("tours", ""),
)  # fmt: skip

_ROWS = """SELECT d.id, d.organisation_id, d.clause_id, d.due, d.minimum, d.evidence, d.parameter
           FROM plan_duty d JOIN plan_clause c ON c.id = d.clause_id
           WHERE c.edition_id = %s AND d.ended_at IS NULL AND d.organisation_id = ANY(%s)"""


_SESSIONS = """SELECT s.*, a.*, v.* FROM programme_session s
               JOIN programme_activity a ON a.id = s.activity_id
               LEFT JOIN organisations_venue v ON v.id = s.venue_id
               WHERE a.edition_id = %s AND a.revises_id IS NULL AND s.state = 'planned'
               AND a.state IN ('draft', 'submitted', 'returned', 'approved', 'published')"""


def main() -> None:
    """Measure and publish."""
    about = machine.description()
    with stage.week(), _full_board() as (client, bare):
        pages = {
            name: _page(client, path)
            for name, path in {
                "board": "/desk/duties/", "board of what is late": "/desk/duties/?state=late",
                "clause": "/desk/duties/clauses/9.7/", "unit": "/desk/duties/at/bench-100/",
            }.items()
        }  # fmt: skip
        limit = _timed(bare)
        week = _week_board(client)
    ratio = round(pages["board"]["p50_ms"] / limit["p50_ms"], 2)
    facts = {"units": UNITS, "clauses": CLAUSES, "duties": UNITS * CLAUSES, "requests": TIMES}
    machine.publish("board", about, {**facts, "pages": pages, "bare_sql": limit, "board_to_bare_sql": ratio,
                                      "week_board": week})  # fmt: skip


def _week_board(client: Any) -> dict[str, Any]:
    """The board of the week with exactly so many sessions in lanes of rooms, and the bare SQL of them."""
    from django.db import connection

    from skillweek.plan.queries import current_edition
    from skillweek.programme.models import Session
    from skillweek.programme.queries import live_sessions

    edition = current_edition()
    assert edition is not None  # the demo has one
    there = list(live_sessions(edition).select_related("activity").order_by("pk"))
    for one in there[: SESSIONS - len(there)]:
        Session.objects.create(
            city=one.city, activity=one.activity, venue=one.venue, place=one.place, day=one.day,
            starts=one.starts + timedelta(hours=5), ends=one.ends + timedelta(hours=5),
        )  # fmt: skip

    def bare() -> Any:
        with connection.cursor() as cursor:
            cursor.execute(_SESSIONS, [edition.pk])
            return cursor.fetchall()

    assert live_sessions(edition).count() == len(bare()) == SESSIONS
    pages = {lane: _page(client, f"/desk/schedule/?lane={lane}") for lane in ("venue", "place")}
    limit = _timed(bare)
    ratio = round(pages["venue"]["p50_ms"] / limit["p50_ms"], 2)
    return {"sessions": SESSIONS, "pages": pages, "bare_sql": limit, "to_bare_sql": ratio}


@contextmanager
def _full_board() -> Iterator[tuple[Any, Callable[[], Any]]]:
    """A city officer's client and the bare SQL, on a board of exactly the size asked for."""
    from django.db import connection, transaction
    from django.test import Client

    from skillweek.accounts.models import User
    from skillweek.organisations.queries import subtree_ids
    from skillweek.plan.queries import current_edition

    edition = current_edition()
    assert edition is not None  # the demo has one
    with transaction.atomic():
        _fill(edition)
        units = subtree_ids(edition.city)
        client = Client(headers={"host": "127.0.0.1"})
        client.force_login(User.objects.get(username="city"), "django.contrib.auth.backends.ModelBackend")

        def bare() -> Any:
            with connection.cursor() as cursor:
                cursor.execute(_ROWS, [edition.pk, units])
                rows = cursor.fetchall()
            assert len(rows) == UNITS * CLAUSES
            return rows

        yield client, bare
        transaction.set_rollback(True)


def _fill(edition: Any) -> None:
    """Schools below the counties until there are 500 units, 30 clauses, a duty of each unit by each."""
    from django.db import connection

    from skillweek.common import clock
    from skillweek.organisations.models import Organisation, OrganisationKind
    from skillweek.organisations.queries import within
    from skillweek.plan.models import Clause, Duty

    Duty.objects.filter(clause__edition=edition, ended_at=None).update(ended_at=clock.now())
    there = list(within(edition.city))
    counties = [unit for unit in there if unit.kind.is_place]
    kind = OrganisationKind.objects.get(code="vocational-school")
    for number in range(UNITS - len(there)):
        Organisation.objects.create(
            parent=counties[number % len(counties)], city=edition.city, kind=kind, code=f"bench-{number}",
            name=f"示例-第{number}职业中等专业学校", short_name=f"第{number}职专",
        )  # fmt: skip
    units = list(within(edition.city))
    clauses = Clause.objects.bulk_create(
        Clause(edition=edition, path=f"9.{n}", number=f"九（{n}）", heading=f"示例条款{n}", position=100 + n)
        for n in range(CLAUSES)
    )
    Duty.objects.bulk_create(
        Duty(clause=clause, organisation=unit, title=f"任务{n}", due=edition.starts + timedelta(days=n % 20 - 10),
             evidence=SEEN_BY[n % len(SEEN_BY)][0], parameter=SEEN_BY[n % len(SEEN_BY)][1])
        for n, clause in enumerate(clauses) for unit in units
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE plan_duty, organisations_organisation")


def _timed(work: Callable[[], Any]) -> dict[str, Any]:
    """Time on the clock, and of this process alone: the clock also sees whoever else uses the machine."""
    work()
    taken, busy = [], []
    for _ in range(TIMES):
        begun, used = time.perf_counter(), time.process_time()
        work()
        taken.append((time.perf_counter() - begun) * 1000)
        busy.append((time.process_time() - used) * 1000)
    return {
        "p50_ms": round(median(taken), 1), "worst_ms": round(max(taken), 1), "cpu_p50_ms": round(median(busy), 1),
    }  # fmt: skip


def _page(client: Any, path: str) -> dict[str, Any]:
    """One page, asked for again and again; nothing between the requests is kept."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return {
        "path": path,
        "bytes": len(answer.content),
        "queries": len(asked),
        **_timed(lambda: client.get(path)),
    }


if __name__ == "__main__":
    main()
