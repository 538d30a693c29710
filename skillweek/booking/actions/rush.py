"""Booking in a rush: requests that wait at the same moment are written in one transaction by one thread.

While a transaction runs, the next requests gather; the busier it is, the more share a commit. The order is that of
arrival. What this cannot answer is answered ``None``, and the caller takes the ordinary way, request by request.
"""

import json
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from queue import Empty, SimpleQueue
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.utils.timezone import localtime

from skillweek.booking.actions.visits import Answer
from skillweek.common import clock

MOST = 64
_BOOK = (
    "/* book */ SELECT set_config('pghistory.context_id', %s, true),"
    " set_config('pghistory.context_metadata', %s, true), booking_book_many(%s, make_interval(secs => %s))"
)
_KEEP = """
INSERT INTO booking_idempotencykey (city_id, key, fingerprint, status, answer, created_at)
SELECT k.city_id, k.key, k.fingerprint, k.status, k.answer, k.created_at
FROM jsonb_populate_recordset(NULL::booking_idempotencykey, %s) k
ON CONFLICT (city_id, key) DO NOTHING RETURNING key
"""
log = logging.getLogger(__name__)


@dataclass(eq=False)
class Wish:
    """One request on its way: what ``booking_book_many`` takes, and how it is answered."""

    request: dict[str, Any]
    made: Answer
    #: the answer to a refusal that is kept under the key of the request; None: the ordinary way knows
    refused: Callable[[dict[str, Any]], Answer | None]
    path: str
    shift: timedelta
    answer: Answer | None = None
    ready: threading.Event = field(default_factory=threading.Event)


class Committer:
    """One thread of this process that writes what waits."""

    def __init__(self) -> None:
        self.waiting: SimpleQueue[Wish | None] = SimpleQueue()
        self.starting = threading.Lock()
        self.thread: threading.Thread | None = None

    def book(self, wish: Wish) -> Answer | None:
        """Wait for the answer to ``wish``; None when the ordinary way must answer."""
        if self.thread is None or not self.thread.is_alive():
            self._start()
        self.waiting.put(wish)
        wish.ready.wait()
        return wish.answer

    def _start(self) -> None:
        with self.starting:
            if self.thread is None or not self.thread.is_alive():
                self.thread = threading.Thread(target=self._run, name="booking", daemon=True)
                self.thread.start()

    def close(self) -> None:
        """End the thread and its connection; the next wish starts another."""
        if self.thread is not None:
            self.waiting.put(None)
            self.thread.join()

    def _gather(self) -> list[Wish]:
        """Everything that waits now, at least one; nothing when it is time to end."""
        batch: list[Wish] = []
        one = self.waiting.get()
        while one is not None:
            batch.append(one)
            try:
                one = self.waiting.get_nowait() if len(batch) < MOST else None
            except Empty:
                return batch
        if len(batch) < MOST and batch:
            self.waiting.put(None)  # heard too early
        return batch

    def _run(self) -> None:
        while batch := self._gather():
            try:
                self._answer(batch)
            except Exception:  # whatever it is: nobody may wait for ever
                log.exception("A batch of bookings failed; its requests take the ordinary way")
            finally:
                for wish in batch:
                    wish.ready.set()
        connection.close()

    def _answer(self, batch: list[Wish]) -> None:
        """Write ``batch``; one by one when it cannot be written as a whole."""
        try:
            told = _write(batch)
        except (OperationalError, InterfaceError):
            connection.close()  # lost: nobody knows what was written, but the keys do
            return
        except DatabaseError:
            if len(batch) > 1:
                for wish in batch:
                    self._answer([wish])
            return
        _settle(batch, told)


def _settle(batch: list[Wish], told: list[dict[str, Any]]) -> None:
    """Give each wish the answer to its outcome; what nobody here is sure of stays without."""
    refused = []
    for wish, outcome in zip(batch, told, strict=True):
        kind = outcome["outcome"]
        if kind == "booked":
            wish.answer = wish.made
        elif kind == "repeated":
            wish.answer = Answer(outcome["status"], outcome["answer"])
        elif wish.request["once"] and (answer := wish.refused(outcome)):
            refused.append((wish, answer))
    if refused:
        _keep(refused)


def _write(batch: list[Wish]) -> list[dict[str, Any]]:
    """One round trip, one transaction."""
    paths = {wish.path for wish in batch}
    about = {
        "user": None,
        "url": min(paths) if len(paths) == 1 else "/api/v1/sessions/*/bookings",
        "method": "POST",
    }
    if settings.REHEARSAL:
        about["clock"] = localtime(clock.now()).strftime("%Y-%m-%d %H:%M")
    text = json.dumps([wish.request for wish in batch], default=str, ensure_ascii=False)
    with connection.cursor() as cursor:
        cursor.execute(_BOOK, [str(uuid4()), json.dumps(about), text, batch[0].shift.total_seconds()])
        found: list[dict[str, Any]] = json.loads(cursor.fetchone()[2])
    return found


def _keep(refused: list[tuple[Wish, Answer]]) -> None:
    """Keep the answers to refused requests; where one was answered meanwhile, the ordinary way finds out."""
    rows = [
        wish.request["once"] | {"status": answer.status, "answer": answer.body} for wish, answer in refused
    ]
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [json.dumps(rows, default=str, ensure_ascii=False)])
        kept = {key for (key,) in cursor.fetchall()}
    for wish, answer in refused:
        if wish.request["once"]["key"] in kept:
            wish.answer = answer


committer = Committer()
