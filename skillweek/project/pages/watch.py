"""Whether a copy is of now: what this machine and the database say of changes, and the clock."""

import re
import time
from collections.abc import Iterable
from threading import Lock, Thread
from typing import Any

import psycopg
from django.db import connections

from skillweek.common import clock
from skillweek.common.generation import generation
from skillweek.project.pages import watched

#: seconds between two looks whether the database still answers, and how long an answer counts
BEAT, LEASE = 0.5, 2.0
_WORDS = re.compile(r"\w+")
Stamp = tuple[int, int, int]


class Watch:
    """Listens, in a thread of its own, to the database telling of changed pages.

    While it cannot listen there is no stamp, and no copy is answered.
    """

    def __init__(self) -> None:
        self._rung = 0
        self._until = 0.0
        self._reads = watched.Reads({}, frozenset())
        self._fine: dict[str, bool] = {}
        self._cell = generation().cell
        self._lock = Lock()
        self._thread: Thread | None = None

    def stamp(self) -> Stamp | None:
        """What a copy made now belongs to: equal to a later one only while nothing has changed and the minute lasts."""
        if time.monotonic() > self._until:
            self._start()
            return None
        minute = int(time.time() + clock.offset().total_seconds()) // 60
        return self._rung, self._cell[0], minute

    def knows(self, statements: Iterable[str]) -> bool:
        """Whether ``statements`` read nothing but what is watched."""
        return all(self._knows(sql) for sql in statements)

    def _knows(self, sql: str) -> bool:
        known = self._fine.get(sql)
        if known is None:
            if len(self._fine) > 4096:
                self._fine.clear()
            known = self._fine[sql] = self._reads.allows(_WORDS.findall(sql))
        return known

    def _start(self) -> None:
        with self._lock:
            if self._thread is None:
                self._thread = Thread(target=self._run, name="pages", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while True:
            try:
                self._listen()
            except psycopg.Error:
                self._until = 0.0
                time.sleep(BEAT)

    def _listen(self) -> None:
        with psycopg.connect(**_address(), autocommit=True) as link:
            link.execute(f"LISTEN {watched.CHANNEL}")
            self._reads, self._fine = watched.reads(link), {}
            self._rung += 1  # nobody knows what happened before
            while True:
                asked = time.monotonic()
                link.execute("SELECT 1")
                self._until = asked + LEASE
                for _told in link.notifies(timeout=BEAT):
                    self._rung += 1


def _address() -> dict[str, Any]:
    """Where Django's connection goes; a broken network shows within seconds."""
    given = connections["default"].get_connection_params()
    plain = {name: value for name, value in given.items() if name not in {"context", "cursor_factory"}}
    return plain | {"connect_timeout": 5, "tcp_user_timeout": 5000, "application_name": "skillweek pages"}
