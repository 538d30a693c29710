"""The one way a message leaves the house: queued inside the caller's transaction, sent once by its key."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from itertools import islice

from django.db import connection, transaction

from skillweek.common import cipher, clock, rows
from skillweek.messaging.models import Message

RETENTION = timedelta(days=90)
CHUNK = 500
SUBJECT_LENGTH = 200


def draft(
    *, city_code: str, channel: str, address: str, body: str, dedup_key: str, subject: str = "", kind: str = "",
    values: Mapping[str, str] | None = None, owner_code: str = "", batch: str = "",
) -> Message:  # fmt: skip
    """A message not yet queued, for actions whose database function queues it with the rest of their rows.

    ``kind`` and ``values`` let the city hold the kind and a provider's template be filled; ``owner_code`` is the
    unit that sends (else the city); ``batch`` names what is queued together, so that it can be released together.
    """
    now = clock.now()
    return Message(
        city_code=city_code, owner_code=owner_code or city_code, kind=kind, batch=batch, channel=channel,
        address=address, address_index=cipher.blind_index(address), subject=_one_line(subject), body=body,
        values=json.dumps(dict(values), ensure_ascii=False) if values else "", dedup_key=dedup_key, created_at=now,
        retention_until=(now + RETENTION).date(),
    )  # fmt: skip


def _one_line(subject: str) -> str:
    """A subject without line breaks, so that no header can be smuggled in, and short enough."""
    return " ".join(subject.split())[:SUBJECT_LENGTH] if subject else ""


def queue(
    *, city_code: str, channel: str, address: str, body: str, dedup_key: str, subject: str = "", kind: str = "",
    values: Mapping[str, str] | None = None, owner_code: str = "", batch: str = "",
) -> Message | None:  # fmt: skip
    """Queue one message; None when a message with this key exists already.

    Row and job are written in the caller's transaction by ``sql/queue.sql``; the job starts after the commit.
    Where the city holds the kind, the message waits without a job (state ``held``).
    """
    message = draft(
        city_code=city_code, channel=channel, address=address, body=body, dedup_key=dedup_key, subject=subject,
        kind=kind, values=values, owner_code=owner_code, batch=batch,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("/* queue */ SELECT messaging_queue(%s)", [rows.dumps(rows.as_row(message))])
        state = cursor.fetchone()[0]
    if state is None:
        return None
    message.state = state
    rows.mark_written(message)
    return message


@transaction.atomic
def queue_many(messages: Iterable[Message], *, not_before: datetime | None = None) -> int:
    """Queue drafts (``draft``) in their order; returns how many were new. Those with a known dedup key are left out.

    One round trip for every five hundred. They are handed over from ``not_before`` on, or at once.
    """
    queued = 0
    start = (
        not_before - clock.offset() if not_before else None
    )  # the queue runs on real time, in a rehearsal too
    waiting = iter(messages)
    with connection.cursor() as cursor:
        while chunk := [rows.as_row(message) for message in islice(waiting, CHUNK)]:
            text = json.dumps(chunk, default=str, ensure_ascii=False)
            cursor.execute("/* queue */ SELECT messaging_queue_many(%s, %s)", [text, start])
            queued += len(json.loads(cursor.fetchone()[0]))
    return queued
