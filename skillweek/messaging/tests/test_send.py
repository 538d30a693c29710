"""Sending: what is written before and after, what a broken try leaves, the brake, and resting gateways."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job

from skillweek.messaging import actions, gateways, tasks
from skillweek.messaging.actions import TryAgain, fail_lost, send
from skillweek.messaging.models import Message, Switch
from skillweek.messaging.queries import history
from skillweek.messaging.tests.conftest import Make
from skillweek.messaging.tests.mail_server import MailServer


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.SMS_FILE_PATH = tmp_path / "sms"
    return tmp_path / "sms"


def state(message: Message) -> tuple[str, int, str]:
    message.refresh_from_db()
    return message.state, message.attempts, message.problem_code


def test_a_text_message_becomes_a_file(make: Make, folder: Path, settings: Any, now: datetime) -> None:
    settings.SMS_SIGN = "示例市教体局"
    message = make("13900000009", channel="sms", body="已约")
    send(message_id=str(message.pk))
    (path,) = folder.iterdir()
    assert path.read_text() == "13900000009\n【示例市教体局】已约\n"
    assert (state(message), message.sent_at, message.receipt) == (("sent", 1, ""), now, path.name)


def test_the_history_has_every_step(make: Make, folder: Path) -> None:
    message = make("13900000009", channel="sms")
    send(message_id=str(message.pk))
    assert [(step.state, step.who) for step in history(message)] == [("sent", None), ("sending", None)]


@pytest.mark.parametrize("before", ["held", "sent", "failed", "discarded"])
def test_only_queued_messages_are_sent(make: Make, folder: Path, before: str) -> None:
    message = make("13900000009", channel="sms")
    Message.objects.update(state=before)
    send(message_id=str(message.pk))
    assert (state(message), folder.exists()) == ((before, 0, ""), False)


def test_a_broken_try_that_arrived_is_not_repeated(make: Make, folder: Path) -> None:
    message = make("13900000009", channel="sms", body="第一次")
    gateways.gateway_for("sms").send(message)  # the worker dies here, before it can write that down
    Message.objects.update(state="sending", attempts=1, body="第二次")
    send(message_id=str(message.pk))
    (path,) = folder.iterdir()
    assert ("第一次" in path.read_text(), state(message)) == (True, ("sent", 2, ""))


def test_a_broken_try_that_did_not_arrive_is_repeated(make: Make, folder: Path) -> None:
    message = make("13900000009", channel="sms")
    Message.objects.update(state="sending", attempts=1)
    send(message_id=str(message.pk))
    assert (len(list(folder.iterdir())), state(message)) == (1, ("sent", 2, ""))


def test_smtp_cannot_be_asked_and_gets_the_same_message_id(make: Make, server: MailServer) -> None:
    message = make()
    gateways.gateway_for("mail").send(message)
    Message.objects.update(state="sending", attempts=1)
    send(message_id=str(message.pk))
    assert [mail["Message-ID"] for mail in server.arrived] == [f"<{message.pk}@localhost>"] * 2


def test_the_brake_stops_what_is_already_queued(make: Make, folder: Path, now: datetime) -> None:
    message = make("13900000009", channel="sms")
    Switch.objects.create(city_code="pds", kind="", hold=True, updated_at=now)
    send(message_id=str(message.pk))
    assert (state(message), folder.exists()) == (("held", 0, ""), False)


def test_what_was_released_is_not_stopped_again(make: Make, folder: Path, now: datetime) -> None:
    message = make("13900000009", channel="sms")
    Switch.objects.create(city_code="pds", kind="", hold=True, updated_at=now)
    Message.objects.update(released_at=now)
    send(message_id=str(message.pk))
    assert state(message) == ("sent", 1, "")


def test_a_folder_that_cannot_be_written_is_trouble(make: Make, folder: Path) -> None:
    folder.parent.mkdir(exist_ok=True)
    folder.write_text("a file where the folder should be")
    message = make("13900000009", channel="sms")
    with pytest.raises(TryAgain):
        send(message_id=str(message.pk))
    assert state(message) == ("queued", 1, "file.unwritable")


def test_the_task_waits_as_long_as_the_action_says() -> None:
    job = Job(id=1, queue="default", lock=None, queueing_lock=None, task_name="x", attempts=3)
    decide = tasks.deliver.retry_strategy.get_retry_decision
    again, other = decide(exception=TryAgain(120), job=job), decide(exception=OSError(), job=job)
    assert 130 < (other.retry_at - again.retry_at).total_seconds() < 142  # 4 ** 4 - 120
    assert decide(exception=OSError(), job=job.evolve(attempts=8)) is None


def test_what_no_job_will_send_is_shown(make: Make) -> None:
    lost, fine, held = make("a@example.org"), make("b@example.org"), make("c@example.org")
    ProcrastinateJob.objects.filter(args__message_id=str(lost.pk)).delete()
    Message.objects.filter(pk=held.pk).update(state="held")
    assert fail_lost() == 1
    assert [state(one) for one in (lost, fine, held)] == [
        ("failed", 0, "lost"),
        ("queued", 0, ""),
        ("held", 0, ""),
    ]
    assert actions.fail_lost() == 0
