"""The one way a message leaves the house: queued inside the caller's transaction, sent once by its key."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import connection, transaction

from skillweek.common import cipher, clock, rows
from skillweek.messaging import gateways
from skillweek.messaging.models import Message

RETENTION = timedelta(days=90)


def draft(
    *, city_code: str, channel: str, address: str, body: str, dedup_key: str, subject: str = ""
) -> Message:
    """A message not yet queued, for actions whose database function queues it with the rest of their rows."""
    return Message(
        city_code=city_code,
        channel=channel,
        address=address,
        address_index=cipher.blind_index(address),
        subject=subject,
        body=body,
        dedup_key=dedup_key,
        created_at=clock.now(),
        retention_until=(clock.now() + RETENTION).date(),
    )


def queue(
    *, city_code: str, channel: str, address: str, body: str, dedup_key: str, subject: str = ""
) -> Message | None:
    """Queue one message; None when a message with this key exists already.

    Row and job are written in the caller's transaction by ``sql/queue.sql``; the job starts after the commit.
    """
    message = draft(
        city_code=city_code, channel=channel, address=address, body=body, dedup_key=dedup_key, subject=subject
    )
    with connection.cursor() as cursor:
        cursor.execute("/* queue */ SELECT messaging_queue(%s)", [rows.dumps(rows.as_row(message))])
        queued = cursor.fetchone()[0]
    if not queued:
        return None
    rows.mark_written(message)
    return message


@transaction.atomic
def queue_many(messages: Iterable[Message]) -> int:
    """Queue drafts (``draft``); returns how many were new. Those with a known dedup key are left out."""
    queued = 0
    with connection.cursor() as cursor:
        for message in messages:
            cursor.execute("/* queue */ SELECT messaging_queue(%s)", [rows.dumps(rows.as_row(message))])
            queued += bool(cursor.fetchone()[0])
    return queued


@transaction.atomic
def send(*, message_id: str) -> None:
    """Hand one queued message to its gateway; a second call for a sent message does nothing."""
    message = Message.objects.select_for_update().get(pk=message_id)
    if message.state == Message.State.SENT:
        return
    message.attempts += 1
    gateways.gateway_for(message.channel).send(message)
    message.state, message.sent_at, message.problem = Message.State.SENT, clock.now(), ""
    message.save(update_fields=["attempts", "state", "sent_at", "problem"])
