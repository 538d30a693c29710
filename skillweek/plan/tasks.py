"""Background jobs of the plan."""

from datetime import date

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from skillweek.plan import actions


@app.periodic(cron="7 * * * *")
@app.task(name="skillweek.plan.tasks.remind", queueing_lock="skillweek.plan.remind")
def remind(timestamp: int) -> None:
    """Every hour: send the reminders whose day has come."""
    actions.send_all_due()


RETRY = RetryStrategy(max_attempts=8, exponential_wait=4)


@app.task(name="skillweek.plan.tasks.tell", retry=RETRY)
def tell(notice_id: int) -> None:
    """Tell the people of the units that a notice went to."""
    actions.tell(notice_id=notice_id)


@app.task(name="skillweek.plan.tasks.tell_urged", retry=RETRY)
def tell_urged(notice_id: int, day: str) -> None:
    """Tell the people of the units that were urged on a day."""
    actions.tell_urged(notice_id=notice_id, day=date.fromisoformat(day))
