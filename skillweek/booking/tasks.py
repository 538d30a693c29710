"""Background jobs of booking."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from skillweek.booking import actions


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="booking.pass_on")
def pass_on(timestamp: int) -> None:
    """Let unanswered offers lapse, and offer what is free to who waits."""
    actions.pass_on()


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="booking.arrange")
def arrange(timestamp: int) -> None:
    """Spread over their stations the people of sessions that can no longer be cancelled, who came late too."""
    actions.arrange_all()


@app.periodic(cron="41 * * * *")
@app.task(queueing_lock="booking.forget_spent")
def forget_spent(timestamp: int) -> None:
    """Delete counts, proofs and codes whose time is over."""
    actions.forget_spent()


@app.periodic(cron="17 * * * *")
@app.task(queueing_lock="booking.mark_absent")
def mark_absent(timestamp: int) -> None:
    """Bookings whose people did not come become no-shows."""
    while actions.mark_absent():
        pass


@app.task(
    name="skillweek.booking.tasks.tell_called_off", retry=RetryStrategy(max_attempts=8, exponential_wait=4)
)
def tell_called_off(call_off_id: int, entries: list[int]) -> None:
    """Tell whom a change of mind concerns; begun again, it goes on where it stopped."""
    actions.tell_called_off(call_off_id=call_off_id, entries=entries)


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="booking.ask_visitors")
def ask_visitors(timestamp: int) -> None:
    """Who came to what is over is asked how it was."""
    while actions.ask_visitors():
        pass
