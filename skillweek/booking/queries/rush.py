"""What a process remembers of a session in a rush, so that a booking asks the database once.

Nothing of it is trusted: the database compares the version, and judges by itself whether one may book.
"""

import time
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from skillweek.booking.queries.questions import asks_more
from skillweek.booking.queries.sessions import visitable
from skillweek.booking.queries.terms import limits_of
from skillweek.common import wording
from skillweek.programme.models import Session

#: seconds after which words of messages are asked again, as ``messaging`` itself does
FRESH_SECONDS = 3.0
MOST = 1000


@dataclass(frozen=True)
class Hot:
    """One session, in one language."""

    session: Session
    version: str
    audiences: dict[str, int]
    when: str
    title: str
    retention_until: date
    until: float
    #: rows to be filled, kept by whoever makes them
    forms: dict[str, Any] = field(default_factory=dict)


_known: dict[tuple[str, str], Hot] = {}


def hot(code: str, language: str) -> Hot | None:
    """The session of this code in the active ``language``; None when there is none that visitors see."""
    found = _known.get((code, language))
    if found is None or found.until < time.monotonic():
        found = _load(code)
        if found is None or len(_known) > MOST:
            _known.clear()
        if found is not None:
            _known[code, language] = found
    return found


def cool(code: str) -> None:
    """Forget what is known of a session."""
    for key in [key for key in _known if key[0] == code]:
        _known.pop(key, None)


def _load(code: str) -> Hot | None:
    """The version is read first: what changes meanwhile makes it an old one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT booking_judge(id, NULL, clock_timestamp(), true) ->> 'version' FROM programme_session"
            " WHERE code = %s",
            [code],
        )
        version = cursor.fetchone()
    session = visitable().filter(code=code).first()
    if version is None or session is None or asks_more(session) or limits_of(session).phone_code:
        return None
    return Hot(
        session=session, version=version[0], when=wording.moment(session.starts), title=str(session.activity),
        audiences=dict(session.activity.audiences.values_list("code", "pk")),
        retention_until=session.activity.edition.retention_until, until=time.monotonic() + FRESH_SECONDS,
    )  # fmt: skip
