"""Messages: queued inside the caller's transaction, seen before they go, sent once by their key."""

from skillweek.messaging.actions.kinds import reset_text, save_provider_template, save_text, set_hold
from skillweek.messaging.actions.outbox import (
    MessagingError,
    discard,
    discard_many,
    edit,
    release,
    release_batch,
    release_many,
    retry,
    reveal,
)
from skillweek.messaging.actions.queueing import RETENTION, draft, queue, queue_many
from skillweek.messaging.actions.sending import TryAgain, send
from skillweek.messaging.actions.trial import check_gateway, send_trial
from skillweek.messaging.actions.upkeep import erase_expired, fail_lost

__all__ = [
    "RETENTION", "MessagingError", "TryAgain", "check_gateway", "discard", "discard_many", "draft", "edit",
    "erase_expired", "fail_lost", "queue", "queue_many", "release", "release_batch", "release_many", "reset_text",
    "retry", "reveal", "save_provider_template", "save_text", "send", "send_trial", "set_hold",
]  # fmt: skip
