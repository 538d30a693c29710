"""Background jobs of ceremonies."""

from procrastinate.contrib.django import app

from skillweek.ceremonies import actions


@app.periodic(cron="27 3 * * *")
@app.task(queueing_lock="ceremonies.erase_expired")
def erase_expired(timestamp: int) -> None:
    """Erase guests whose retention is over."""
    actions.erase_expired()
