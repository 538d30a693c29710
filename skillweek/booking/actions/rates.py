"""Counting requests: one mechanism for all of them, exact over all processes.

A process takes some of what a stretch of time allows from the database at once and gives it out itself, so that most
requests cost no round trip. What it took and does not need is lost until the next stretch: never too many, at most
a fortieth for each process too few.
"""

import threading
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection

from skillweek.booking.models import PhoneCode, RateCount, SpentProof
from skillweek.booking.rules import Rate, TooMany, rates, stretch
from skillweek.common import cipher, clock

#: the row is locked before it is read, so that two processes never take the same
_INSERT = """
INSERT INTO booking_ratecount (kind, who, since, count) VALUES (%s, %s, %s, 0)
ON CONFLICT (kind, who, since) DO NOTHING
"""
_TAKE = """
WITH before AS (SELECT id, count FROM booking_ratecount WHERE kind = %s AND who = %s AND since = %s FOR UPDATE)
UPDATE booking_ratecount r SET count = LEAST(%s, before.count + %s) FROM before WHERE r.id = before.id
RETURNING r.count - before.count
"""
_Key = tuple[str, str, datetime]


class Leases:
    """What this process may still give out of each stretch, and of which nothing is left."""

    MOST = 20_000

    def __init__(self) -> None:
        self._left: dict[_Key, int] = {}
        self._spent: set[_Key] = set()
        self._lock = threading.Lock()

    def take(self, key: _Key, rate: Rate) -> bool:
        """True when one more is allowed."""
        with self._lock:
            if left := self._left.get(key, 0):
                self._left[key] = left - 1
                return True
            if key in self._spent:
                return False
        granted = _granted(key, rate)
        with self._lock:
            if len(self._left) + len(self._spent) > self.MOST:
                self._left.clear()
                self._spent.clear()
            if not granted:
                self._spent.add(key)
                return False
            self._left[key] = self._left.get(key, 0) + granted - 1
        return True

    def forget(self) -> None:
        """Ask the database anew."""
        with self._lock:
            self._left.clear()
            self._spent.clear()


leases = Leases()


def _granted(key: _Key, rate: Rate) -> int:
    """How many the database lets this process give out."""
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, key)
        cursor.execute(_TAKE, [*key, rate.most, rate.lease])
        return int(cursor.fetchone()[0])


def count(*, kind: str, who: str) -> None:
    """Count one request of ``who`` (an address, a number); raises TooMany when the settings allow no more."""
    rate = rates(settings.RATE_LIMITS).get(kind)
    if rate is None:
        return
    now = clock.now()
    since = stretch(now, rate)
    if not leases.take((kind, cipher.blind_index(who), since), rate):
        ends = since + timedelta(seconds=rate.seconds)
        raise TooMany(kind, max(1, int((ends - now).total_seconds())))


def forget_spent() -> int:
    """Delete counts, proofs and codes whose time is over; how many rows went."""
    now = clock.now()
    longest = max((rate.seconds for rate in rates(settings.RATE_LIMITS).values()), default=0)
    gone = [
        RateCount.objects.filter(since__lt=now - timedelta(seconds=longest)).delete()[0],
        SpentProof.objects.filter(expires_at__lt=now).delete()[0],
        PhoneCode.objects.filter(expires_at__lt=now - timedelta(days=1)).delete()[0],
    ]
    return sum(gone)
