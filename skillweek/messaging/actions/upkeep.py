"""What is done to messages by the calendar."""

from django.db import connection, transaction
from django.db.models import Case, Value, When

from skillweek.common import clock
from skillweek.messaging.gateways.files import forget
from skillweek.messaging.models import Message, Reveal

State = Message.State
CHUNK = 1000

#: messages that should have a job and have none: their worker died once too often, or a backup was restored
LOST = """
UPDATE messaging_message m SET state = 'failed', problem_code = 'lost', problem = ''
WHERE m.state IN ('queued', 'sending') AND NOT EXISTS (
    SELECT FROM procrastinate_jobs j
    WHERE j.task_name = 'skillweek.messaging.tasks.deliver' AND j.status IN ('todo', 'doing')
      AND (j.args ->> 'message_id')::uuid = m.id
)
"""


def fail_lost() -> int:
    """Fail messages that no job will ever send, so that an officer sees them; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(LOST)
        return cursor.rowcount


def erase_expired() -> int:
    """Erase address, words and values of messages whose time is over; returns how many.

    The row stays, so that counts and keys stay true. What had not gone out by then never will.
    """
    total = 0
    while ids := _erase_some():
        forget([str(pk) for pk in ids])
        total += len(ids)
    return total


@transaction.atomic
def _erase_some() -> list[object]:
    over = Message.objects.filter(retention_until__lt=clock.today(), erased_at__isnull=True)
    ids = list(
        over.exclude(state=State.SENDING)
        .select_for_update(skip_locked=True)
        .values_list("pk", flat=True)[:CHUNK]
    )
    unsent = When(state__in=[State.HELD, State.QUEUED, State.FAILED], then=Value(State.DISCARDED.value))
    code = When(state__in=[State.HELD, State.QUEUED, State.FAILED], then=Value("retention"))
    Message.objects.filter(pk__in=ids).update(
        address="", address_index="", subject="", body="", values="", problem="", erased_at=clock.now(),
        state=Case(unsent, default="state"), problem_code=Case(code, default="problem_code"),
    )  # fmt: skip
    Reveal.objects.filter(message__in=ids).update(reason="")
    return list(ids)
