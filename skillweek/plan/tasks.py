"""Background jobs of the plan."""

from procrastinate.contrib.django import app

from skillweek.plan import actions


@app.periodic(cron="7 * * * *")
@app.task(name="skillweek.plan.tasks.remind", queueing_lock="skillweek.plan.remind")
def remind(timestamp: int) -> None:
    """Every hour: send the reminders whose day has come."""
    actions.send_all_due()
