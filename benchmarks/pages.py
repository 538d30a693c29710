"""Pages per second: home, one day, one activity, the whole week; made anew, served from a copy, and unchanged.

Beside them stands a trivial application on the same web server in the same run. ``anew`` asks past any copy by
a query of its own; ``again`` asks for the same page over and over; ``unchanged`` sends its ETag and wants 304.
"""

import tempfile
from pathlib import Path
from typing import Any

from benchmarks import load, machine, stage, steps

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
        from tests.live import live_server

        with (
            tempfile.TemporaryDirectory() as folder,
            live_server(Path(folder), application="benchmarks.trivial:application") as other,
        ):
            trivial = load.run(steps.page, other, clients=CLIENTS, seconds=SECONDS, facts={"path": "/"})
            figures["trivial"] = trivial.summary("requests")
    anew = figures["pages"]["schedule"]["anew"]["requests_per_second"]
    figures["schedule_to_peer"] = {
        "peer_per_second": PEER_SCHEDULES,
        "ratio": round(anew / PEER_SCHEDULES, 2),
    }
    machine.publish("pages", about, figures)


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


def _page(port: int, path: str) -> dict[str, Any]:
    """One page in its three ways; ``unchanged`` only when the page has an ETag."""
    first = load.Client(port).ask("GET", path)
    ways: dict[str, dict[str, Any]] = {"anew": {"path": path, "fresh": True}, "again": {"path": path}}
    if etag := first.header("etag"):
        ways["unchanged"] = {"path": path, "etag": etag, "status": 304}
    measured = {
        way: load.run(steps.page, port, clients=CLIENTS, seconds=SECONDS, facts=facts).summary("requests")
        for way, facts in ways.items()
    }
    return {
        "path": path,
        "bytes": len(first.body),
        "cache_control": first.header("cache-control"),
        **measured,
    }


if __name__ == "__main__":
    main()
