"""Background jobs of messaging."""

from typing import Any

from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app

from skillweek.messaging import actions

UNEXPECTED = 8


class Pauses(BaseRetryStrategy):
    """Again when the action says so; after something unexpected with growing pauses, a few times."""

    def get_retry_decision(self, *, exception: BaseException, job: Any) -> RetryDecision | None:
        """When to try again; None for never."""
        if isinstance(exception, actions.TryAgain):
            return RetryDecision(retry_in={"seconds": exception.seconds})
        if job.attempts >= UNEXPECTED:
            return None
        return RetryDecision(retry_in={"seconds": 4 ** min(job.attempts + 1, 6)})


@app.task(name="skillweek.messaging.tasks.deliver", retry=Pauses())
def deliver(message_id: str) -> None:
    """Send one message. Its lock keeps later messages to the same address behind it until it is done."""
    actions.send(message_id=message_id)


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="messaging.fail_lost")
def fail_lost(timestamp: int) -> None:
    """Show officers what no job will send any more."""
    actions.fail_lost()


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="messaging.erase_expired")
def erase_expired(timestamp: int) -> None:
    """Erase addresses and words whose time is over."""
    actions.erase_expired()
