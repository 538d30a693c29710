"""Background jobs of the schedule."""

from procrastinate.contrib.django import app

from skillweek.schedule import actions


@app.periodic(cron="*/3 * * * *")
@app.task(queueing_lock="schedule.release_due")
def release_due(timestamp: int) -> None:
    """Keep the change log at most three minutes behind what is public."""
    actions.release_due()


@app.periodic(cron="27 3 * * *")
@app.task(queueing_lock="schedule.purge_followers")
def purge_followers(timestamp: int) -> None:
    """Delete addresses of followers whose time is over."""
    actions.purge_followers()
