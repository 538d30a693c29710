"""The matrix of coverage over 120,000 sessions: the whole page, made anew for every request, with targets and gaps.

Beside it stands, in the same run, the bare SQL that counts the same sessions by place and day once: the page cannot be
had for less. The limits that crowd rules set to all of these sessions stand beside the bare SQL that reads the rooms
of each. Everything is written inside one transaction on the demo's week and rolled back.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from datetime import time as clock_time
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from benchmarks import machine, stage

SESSIONS = 120_000
EACH = 20  # sessions of one activity
TIMES = 9
#: crowd rules: of the city, of each county, of rooms
RULES = 40
#: milliseconds within which the page has to stand
LIMIT = 1000

_COUNTED = """SELECT s.day, s.place_id, count(*) FROM programme_session s
              JOIN programme_activity a ON a.id = s.activity_id
              WHERE a.edition_id = %s AND a.state = 'published' AND a.published_at <= %s AND s.state = 'planned'
              GROUP BY s.day, s.place_id"""


_ROOMS = """SELECT s.id, s.day, v.id, v.place_id, v.capacity FROM programme_session s
            JOIN programme_activity a ON a.id = s.activity_id LEFT JOIN organisations_venue v ON v.id = s.venue_id
            WHERE a.edition_id = %s AND a.state = 'published' AND a.published_at <= %s AND s.state = 'planned'"""


def main() -> None:
    """Measure and publish."""
    about = machine.description()
    with stage.week(), _full_week() as (client, bare):
        pages = {
            name: _page(client, f"/desk/coverage/{query}")
            for name, query in {
                "places by days": "", "places by audiences": "?rows=place&columns=audience",
                "schools by days, highlights": "?rows=host&columns=day&highlight=on",
                "audiences by days in one place": "?rows=audience&columns=day&place=yexian", "gaps": "gaps/",
            }.items()
        }  # fmt: skip
        limit = _timed(bare)
        crowds = _crowds()
    slowest = max(page["p50_ms"] for page in pages.values())
    facts = {"sessions": SESSIONS, "requests": TIMES, "limit_ms": LIMIT, "within_limit": slowest < LIMIT}
    machine.publish("matrix", about, {**facts, "pages": pages, "bare_sql": limit, "crowd_limits": crowds})


def _crowds() -> dict[str, Any]:
    """The limits of all sessions under many rules, and the bare SQL of their rooms."""
    from django.db import connection

    from skillweek.common import clock
    from skillweek.plan.queries import current_edition
    from skillweek.programme.models import CrowdRule
    from skillweek.programme.queries import public_sessions
    from skillweek.programme.queries.crowds import limits

    edition = current_edition()
    assert edition is not None  # the demo has one

    def bare() -> Any:
        with connection.cursor() as cursor:
            cursor.execute(_ROOMS, [edition.pk, clock.now()])
            return cursor.fetchall()

    found = limits(public_sessions(edition))
    assert len(found) == len(bare()) == SESSIONS
    ruled = sum(one is not None and one.rule is not None for one in found.values())
    times, least = _timed(lambda: limits(public_sessions(edition))), _timed(bare)
    return {
        "rules": CrowdRule.objects.filter(edition=edition).count(), "sessions_under_a_rule": ruled, **times,
        "bare_sql": least, "to_bare_sql": round(times["p50_ms"] / least["p50_ms"], 2),
    }  # fmt: skip


@contextmanager
def _full_week() -> Iterator[tuple[Any, Callable[[], Any]]]:
    """A city officer's client and the bare SQL, on a week of exactly so many public sessions."""
    from django.db import connection, transaction
    from django.test import Client

    from skillweek.accounts.models import User
    from skillweek.common import clock
    from skillweek.coverage import actions
    from skillweek.plan.queries import current_edition

    edition = current_edition()
    assert edition is not None  # the demo has one
    with transaction.atomic():
        _fill(edition)
        _rule(edition)
        actions.ensure_default_targets(edition=edition)
        client = Client(headers={"host": "127.0.0.1"})
        client.force_login(User.objects.get(username="city"), "django.contrib.auth.backends.ModelBackend")

        def bare() -> Any:
            with connection.cursor() as cursor:
                cursor.execute(_COUNTED, [edition.pk, clock.now()])
                rows = cursor.fetchall()
            assert sum(row[2] for row in rows) == SESSIONS
            return rows

        yield client, bare
        transaction.set_rollback(True)


def _fill(edition: Any) -> None:
    """Activities of every school with two audiences and twenty sessions each, until there are so many sessions."""
    from django.db import connection

    from skillweek.common import clock
    from skillweek.organisations.queries import place_of, schools, venues
    from skillweek.programme.models import Activity, Session
    from skillweek.programme.queries import public_sessions

    hosts = [(school, place_of(school)) for school in schools(edition.city)]
    audiences, kinds = list(edition.audiences.all()), list(edition.activitykinds.all())
    missing, moment, zone = (
        SESSIONS - public_sessions(edition).count(),
        clock.now(),
        ZoneInfo(edition.time_zone),
    )
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # no history of what is rolled back
    activities = Activity.objects.bulk_create(
        [
            Activity(
                city=edition.city, edition=edition, owner=hosts[n % len(hosts)][0], kind=kinds[n % len(kinds)],
                title=f"示例活动{n}", summary="示例", highlight=n % 9 == 0, state=Activity.State.PUBLISHED,
                published_at=moment, created_at=moment, updated_at=moment,
            )
            for n in range(-(-missing // EACH))
        ],
        batch_size=2000,
    )  # fmt: skip
    through = Activity.audiences.through
    through.objects.bulk_create(
        [
            through(activity_id=activity.pk, audience_id=audiences[(n + step) % len(audiences)].pk)
            for n, activity in enumerate(activities) for step in (0, 1)
        ],
        batch_size=5000,
    )  # fmt: skip
    rooms = list(venues(edition.city))
    days = [datetime.combine(day, clock_time(9), zone) for day in edition.days]
    rows = []
    for n in range(missing):
        activity = activities[n // EACH]
        starts = days[(n // EACH + n) % len(days)] + timedelta(minutes=15 * (n % 20))
        rows.append(Session(
            city=edition.city, activity=activity, place=hosts[(n // EACH) % len(hosts)][1], day=starts.date(),
            venue=rooms[n % len(rooms)] if n % 4 else None, starts=starts, ends=starts + timedelta(hours=1),
        ))  # fmt: skip
    Session.objects.bulk_create(rows, batch_size=5000)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = origin")
        cursor.execute("ANALYZE programme_session, programme_activity, programme_activity_audiences")


def _rule(edition: Any) -> None:
    """Rules of the city, of counties and of rooms, on some days each."""
    from skillweek.common import clock
    from skillweek.organisations.queries import places, venues
    from skillweek.programme.models import CrowdRule

    counties, rooms, days = list(places(edition.city)), list(venues(edition.city)), edition.days
    CrowdRule.objects.bulk_create(
        CrowdRule(
            edition=edition, issuer=edition.city, factor=(75, 50, 30)[n % 3], reason="示例", created_at=clock.now(),
            place=counties[n % len(counties)] if n % 3 == 1 else None, venue=rooms[n] if n % 3 == 2 else None,
            starts=days[n % len(days)], ends=days[n % len(days)],
        )
        for n in range(RULES)
    )  # fmt: skip


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
        "path": path, "bytes": len(answer.content), "queries": len(asked), **_timed(lambda: client.get(path)),
    }  # fmt: skip


if __name__ == "__main__":
    main()
