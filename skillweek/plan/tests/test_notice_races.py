"""Two officers at the same moment: one sending, one forwarding, one urging."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.organisations.models import Organisation
from skillweek.plan import actions
from skillweek.plan.models import Edition, Notice, Recipient, Urge
from skillweek.plan.tests.factories import SENT_AT, address, make_notice, make_sent_notice, with_address

PEOPLE = 6


def at_once(work: Callable[[], Any]) -> list[str]:
    """What became of ``work`` for each of several people who begin together: its name or the refusal's."""
    start = Barrier(PEOPLE)

    def one(_number: int) -> str:
        try:
            start.wait()
            with clock.frozen(SENT_AT):  # a thread has a clock of its own
                work()
        except actions.NoticeError:
            return "refused"
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(PEOPLE) as pool:
        return sorted(pool.map(one, range(PEOPLE)))


def jobs(task: str, notice: Notice) -> int:
    """Jobs of earlier tests stay in the queue, so those of ``notice`` are counted."""
    found = ProcrastinateJob.objects.filter(task_name=f"skillweek.plan.tasks.{task}")
    return sum(job.args["notice_id"] == notice.pk for job in found)


@pytest.mark.django_db(transaction=True)
def test_a_draft_is_sent_once(
    edition: Edition, school: Organisation, other_school: Organisation, lin: User
) -> None:
    draft = address(make_notice(edition), "schools")
    told = at_once(lambda: actions.send_notice(notice=draft, seen=2, by=lin))
    assert told == ["done"] + ["refused"] * (PEOPLE - 1)
    assert (Recipient.objects.count(), jobs("tell", draft)) == (2, 1)


@pytest.mark.django_db(transaction=True)
def test_a_unit_is_urged_once(edition: Edition, school: Organisation, he: User, lin: User) -> None:
    with_address(he)
    notice = make_sent_notice(edition, school)
    told = at_once(lambda: actions.urge(notice=notice, by=lin))
    assert told == ["done"] + ["refused"] * (PEOPLE - 1)
    assert (Urge.objects.count(), jobs("tell_urged", notice)) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_a_notice_is_passed_on_and_revised_once(
    edition: Edition, county: Organisation, school: Organisation, zhou: User, lin: User
) -> None:
    notice = make_sent_notice(edition, county)
    received = notice.recipients.get()
    assert at_once(lambda: actions.forward_notice(recipient=received, by=zhou)) == ["done"] * PEOPLE
    assert at_once(lambda: actions.revise_notice(notice=notice, by=lin)) == ["done"] * PEOPLE
    assert (
        notice.forwardings.filter(issuer=county).count(),
        Notice.objects.filter(revises=notice).count(),
    ) == (1, 1)
