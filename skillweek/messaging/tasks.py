"""Background jobs of messaging."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from skillweek.messaging import actions


@app.task(name="skillweek.messaging.tasks.deliver", retry=RetryStrategy(max_attempts=8, exponential_wait=4))
def deliver(message_id: str) -> None:
    """Send one message, again with growing pauses when its gateway fails."""
    actions.send(message_id=message_id)
