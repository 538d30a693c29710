"""The one source of time.

In a rehearsal (demo, drill) the clock runs with an offset kept in ``settings.CLOCK_FILE``, so that every
process of one installation agrees. Outside a rehearsal the file is never read. Tests set the time with
:func:`frozen`.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.utils import timezone

_frozen: ContextVar[datetime | None] = ContextVar("skillweek_frozen_clock", default=None)
_cached: tuple[int, timedelta] = (0, timedelta())


def now() -> datetime:
    """The present moment, aware; shifted by the rehearsal offset when one is set."""
    fixed = _frozen.get()
    if fixed is not None:
        return fixed
    return timezone.now() + offset()


def of_database() -> datetime:
    """The present moment by the database's clock, by which all servers open and close at one instant; else like now."""
    fixed = _frozen.get()
    if fixed is not None:
        return fixed
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment + offset()


def today(zone: str | None = None) -> date:
    """The local date of :func:`now` in ``zone`` (IANA name), or in the default zone."""
    return now().astimezone(ZoneInfo(zone or settings.TIME_ZONE)).date()


def offset() -> timedelta:
    """How far the rehearsal clock is from real time; zero outside a rehearsal."""
    global _cached
    if not settings.REHEARSAL:
        return timedelta()
    try:
        changed = os.stat(settings.CLOCK_FILE).st_mtime_ns
    except FileNotFoundError:
        return timedelta()
    if changed != _cached[0]:
        _cached = (changed, timedelta(seconds=float(settings.CLOCK_FILE.read_text())))
    return _cached[1]


def shift() -> timedelta:
    """How far :func:`now` is from real time: what a database's own clock must be moved by to agree with it."""
    fixed = _frozen.get()
    return offset() if fixed is None else fixed - timezone.now()


def travel(moment: datetime | None) -> None:
    """Set the rehearsal clock to ``moment`` (aware) from which it runs on; None returns to real time.

    Raises RuntimeError outside a rehearsal, so that no real installation can be moved.
    """
    if not settings.REHEARSAL:
        raise RuntimeError("The clock moves only in a rehearsal (REHEARSAL=1).")
    if moment is None:
        settings.CLOCK_FILE.unlink(missing_ok=True)
        return
    settings.CLOCK_FILE.parent.mkdir(parents=True, exist_ok=True)
    scratch = settings.CLOCK_FILE.with_name(f"clock.{os.getpid()}")
    scratch.write_text(str((moment - timezone.now()).total_seconds()))
    scratch.replace(settings.CLOCK_FILE)


@contextmanager
def frozen(moment: datetime) -> Iterator[datetime]:
    """Hold :func:`now` at ``moment`` in this thread of control; for tests and for reports as of a time."""
    token = _frozen.set(moment)
    try:
        yield moment
    finally:
        _frozen.reset(token)
