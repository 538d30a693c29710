"""The one way a message leaves the house: queued inside the caller's transaction, sent once by its key."""

from datetime import timedelta

from django.db import transaction
from procrastinate.contrib.django import app

from skillweek.common import cipher, clock
from skillweek.messaging import gateways
from skillweek.messaging.models import Message

RETENTION = timedelta(days=90)
#: the job by name, since jobs stand above actions
DELIVER = "skillweek.messaging.tasks.deliver"


def queue(
    *, city_code: str, channel: str, address: str, body: str, dedup_key: str, subject: str = ""
) -> Message | None:
    """Queue one message; None when a message with this key exists already.

    The row is written in the caller's transaction, the job that sends it starts after the commit.
    """
    message, made = Message.objects.get_or_create(
        dedup_key=dedup_key,
        defaults={
            "city_code": city_code,
            "channel": channel,
            "address": address,
            "address_index": cipher.blind_index(address),
            "subject": subject,
            "body": body,
            "created_at": clock.now(),
            "retention_until": (clock.now() + RETENTION).date(),
        },
    )
    if not made:
        return None
    app.configure_task(DELIVER).defer(message_id=str(message.pk))
    return message


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
