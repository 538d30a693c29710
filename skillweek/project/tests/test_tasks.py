"""Jobs of a worker that was killed come back; a job that fells worker after worker fails."""

import asyncio

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from skillweek.project.tasks import TRIES, requeue_stalled


def put_job(attempts: int) -> int:
    """A job that was begun by a worker that is gone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, priority, args, status, attempts) "
            "VALUES ('default', 'nobody.knows', 0, '{}', 'doing', %s) RETURNING id",
            [attempts],
        )
        return cursor.fetchone()[0]


def state(job: int) -> str:
    """The job's state."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT status FROM procrastinate_jobs WHERE id = %s", [job])
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_stalled_jobs_come_back_and_deadly_ones_fail() -> None:
    once, often = put_job(attempts=1), put_job(attempts=TRIES)
    with app.replace_connector(app.connector.get_worker_connector()) as with_worker:

        async def run() -> None:
            async with with_worker.open_async():
                await requeue_stalled(timestamp=0)

        asyncio.run(run())
    assert (state(once), state(often)) == ("todo", "failed")
