"""Pages per second: home, one day, one activity, the whole week; made anew, served from a copy, and unchanged.

Beside them stands a trivial application on the same web server in the same run. ``anew`` asks past any copy by
a query of its own, as links shared in messages do: the page is composed of the parts that pages of one moment share.
``cold`` asks a server that keeps neither copies nor parts, as the first request after a change finds it. ``again``
asks for the same page over and over, ``packed`` for its gzip; ``unchanged`` sends its ETag and wants 304. ``left``
are the places left of all sessions of a day, which pages load by themselves. What comes from copies is asked by wrk,
on the same cores: a generator in Python would be the limit.
"""

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks import fast, load, machine, stage, steps

#: whole weeks a second that a known schedule tool renders on such a machine, uncached, with 200 talks
PEER_SCHEDULES = 11.0
CLIENTS = 16
SECONDS = 3.0


def main() -> None:
    """Measure and publish."""
    about = machine.description()
    with stage.week() as port:
        figures: dict[str, Any] = {"clients": CLIENTS, "pages": {}}
        for name, path in _paths().items():
            figures["pages"][name] = _page(port, path)
        _cold(figures["pages"])
        figures["left"] = fast.run(port, _left(), clients=CLIENTS, seconds=SECONDS)
        from tests.live import live_server

        with (
            tempfile.TemporaryDirectory() as folder,
            live_server(Path(folder), application="benchmarks.trivial:application") as other,
        ):
            figures["trivial"] = fast.run(other, "/", clients=CLIENTS, seconds=SECONDS)
        figures["schedule_bare_sql"] = _bare_sql()
    anew = figures["pages"]["schedule"]["anew"]["requests_per_second"]
    figures["schedule_to_peer"] = {
        "peer_per_second": PEER_SCHEDULES,
        "ratio": round(anew / PEER_SCHEDULES, 2),
    }
    machine.publish("pages", about, figures)


def _cold(pages: dict[str, Any]) -> None:
    """Pages of a server that keeps nothing."""
    from tests.live import live_server

    with tempfile.TemporaryDirectory(dir=stage.ROOT / "var" / "bench") as scratch, kept_nothing():
        folder = Path(scratch)
        (folder / "static").symlink_to(stage.ROOT / "var" / "bench" / "static", target_is_directory=True)
        with live_server(folder, at=stage.NOW) as port:
            for page in pages.values():
                facts = {"path": page["path"], "fresh": True}
                measured = load.run(steps.page, port, clients=CLIENTS, seconds=SECONDS, facts=facts)
                page["cold"] = measured.summary("requests")


@contextmanager
def kept_nothing() -> Iterator[None]:
    """Servers started while the block runs keep no copies of pages."""
    os.environ["PAGE_CACHE_MB"] = "0"
    try:
        yield
    finally:
        del os.environ["PAGE_CACHE_MB"]


def _bare_sql() -> dict[str, Any]:
    """How often a second one connection reads the sessions of the whole list when nobody writes a page of them."""
    from django.db import connection

    from skillweek.plan.queries import current_edition
    from skillweek.website.queries import listing

    edition = current_edition()
    assert edition is not None  # the demo has one
    found = listing.matching(edition, listing.Filters()).select_related(None)
    statement, values = found.values_list(*listing.VALUES).query.sql_with_params()
    count, rows, until = 0, 0, time.perf_counter() + SECONDS
    with connection.cursor() as cursor:
        while time.perf_counter() < until:
            cursor.execute(statement, values)
            rows = len(cursor.fetchall())
            count += 1
    return {"reads_per_second": round(count / SECONDS, 1), "rows": rows}


def _paths() -> dict[str, str]:
    """The addresses measured."""
    from django.urls import reverse

    from skillweek.booking.queries import open_sessions
    from skillweek.plan.queries import current_edition

    edition = current_edition()
    assert edition is not None  # the demo has one
    session = open_sessions(edition)[0]
    return {
        "home": reverse("website:home"), "day": reverse("website:day", args=[session.day]),
        "activity": session.activity.get_absolute_url(), "schedule": reverse("website:schedule") + "?past=1",
    }  # fmt: skip


def _left() -> str:
    """Places left of one day and each of its sessions."""
    from skillweek.booking.queries import open_sessions
    from skillweek.plan.queries import current_edition

    edition = current_edition()
    assert edition is not None  # the demo has one
    found = open_sessions(edition)
    codes = [one.code for one in found if one.day == found[0].day]
    return f"/left/?of={','.join([found[0].day.isoformat(), *codes][:200])}"


def _page(port: int, path: str) -> dict[str, Any]:
    """One page in its four ways; ``again`` is asked before it is measured until both workers have a copy."""
    first = load.Client(port).ask("GET", path)
    anew = load.run(steps.page, port, clients=CLIENTS, seconds=SECONDS, facts={"path": path, "fresh": True})
    fast.run(port, path, clients=CLIENTS, seconds=1)
    ways = {
        "again": (), "packed": ("Accept-Encoding: gzip",), "unchanged": (f"If-None-Match: {first.header('etag')}",),
    }  # fmt: skip
    measured = {
        way: fast.run(port, path, clients=CLIENTS, seconds=SECONDS, headers=headers)
        for way, headers in ways.items()
    }
    return {
        "path": path, "bytes": len(first.body), "cache_control": first.header("cache-control"),
        "anew": anew.summary("requests"), **measured,
    }  # fmt: skip


if __name__ == "__main__":
    main()
