"""Background jobs of the installation itself."""

from procrastinate.contrib.django import app
from procrastinate.jobs import Status

SILENCE_SECONDS = 60
TRIES = 5


@app.periodic(cron="*/2 * * * *")
@app.task(queueing_lock="project.requeue_stalled")
async def requeue_stalled(timestamp: int) -> None:
    """Give jobs of workers that fell silent back to the queue; a job that felled five workers fails."""
    manager = app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=SILENCE_SECONDS):
        if job.attempts < TRIES:
            await manager.retry_job(job)
        else:
            await manager.finish_job(job, status=Status.FAILED, delete_job=False)
