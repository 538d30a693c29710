"""Background jobs of the programme."""

from procrastinate.contrib.django import app

from skillweek.programme import actions


@app.periodic(cron="41 3 * * *")
@app.task(
    name="skillweek.programme.tasks.erase_autosaves", queueing_lock="skillweek.programme.erase_autosaves"
)
def erase_autosaves(timestamp: int) -> None:
    """Every night: erase what was typed a month ago and never saved."""
    actions.erase_autosaves()
