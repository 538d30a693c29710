"""Queueing: once by its key, in order, held where the city says so, many at a time."""

from datetime import datetime

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from skillweek.common import cipher
from skillweek.messaging.actions import draft, queue, queue_many
from skillweek.messaging.models import Message, Switch
from skillweek.messaging.tests.conftest import Make


def mail(number: int, **facts: str) -> Message:
    given = {
        "city_code": "pds",
        "channel": "mail",
        "address": f"li{number}@example.org",
        "body": "正文",
    } | facts
    return draft(**({"dedup_key": f"many-{number}"} | given))


def jobs() -> list[tuple[str, str, int]]:
    return [
        (job.args["message_id"], job.lock, job.priority) for job in ProcrastinateJob.objects.order_by("id")
    ]


def test_it_queues(now: datetime, make: Make) -> None:
    message = make(
        "li@example.org", kind="booking.confirmed", values={"code": "A2"}, owner_code="school-a", batch="b"
    )
    kept = Message.objects.get()
    assert (kept.pk, kept.state, kept.address, kept.owner_code) == (
        message.pk,
        "queued",
        "li@example.org",
        "school-a",
    )
    assert (kept.kind, kept.values, kept.batch) == ("booking.confirmed", '{"code": "A2"}', "b")
    assert (kept.created_at, kept.retention_until.isoformat()) == (now, "2021-08-21")
    assert jobs() == [(str(message.pk), f"message:{cipher.blind_index('li@example.org')}", 0)]


def test_address_and_values_are_encrypted(make: Make) -> None:
    make("li@example.org", values={"name": "陈示例"})
    with connection.cursor() as cursor:
        cursor.execute('SELECT address, "values" FROM messaging_message')
        address, values = cursor.fetchone()
    assert (cipher.decrypt(address), cipher.decrypt(values)) == ("li@example.org", '{"name": "陈示例"}')
    assert "example" not in address + values


def test_the_sender_is_the_city_when_nobody_else(make: Make) -> None:
    assert make().owner_code == "pds"


def test_text_messages_go_before_mail(make: Make) -> None:
    make("13900000009", channel="sms")
    assert jobs()[0][2] == 10


def test_a_key_is_queued_once(make: Make) -> None:
    make(dedup_key="same")
    facts = {"city_code": "pds", "channel": "mail", "address": "wang@example.org", "body": "别的"}
    assert queue(**facts, dedup_key="same") is None
    assert (Message.objects.count(), len(jobs())) == (1, 1)


def test_it_goes_with_the_transaction(make: Make) -> None:
    with transaction.atomic():
        make()
        transaction.set_rollback(True)
    assert (Message.objects.count(), jobs()) == (0, [])


@pytest.mark.parametrize("kind", ["", "booking.confirmed"])
def test_what_the_city_holds_waits_without_a_job(now: datetime, make: Make, kind: str) -> None:
    Switch.objects.create(city_code="pds", kind=kind, hold=True, updated_at=now)
    assert make(kind="booking.confirmed").state == "held"
    assert (Message.objects.get().state, jobs()) == ("held", [])


def test_other_kinds_and_cities_are_not_held(now: datetime, make: Make) -> None:
    Switch.objects.create(city_code="pds", kind="booking.confirmed", hold=True, updated_at=now)
    Switch.objects.create(city_code="pds", kind="booking.cancelled", hold=False, updated_at=now)
    Switch.objects.create(city_code="elsewhere", kind="", hold=True, updated_at=now)
    assert [make(kind="booking.cancelled").state, make().state] == ["queued", "queued"]


def test_many_are_queued_in_order_and_by_the_five_hundred(db: None) -> None:
    drafts = [mail(number) for number in range(1001)]
    with CaptureQueriesContext(connection) as captured:
        assert queue_many(drafts) == 1001
    assert len([one for one in captured if "messaging_queue_many" in one["sql"]]) == 3
    assert [message_id for message_id, _lock, _priority in jobs()] == [str(one.pk) for one in drafts]


def test_many_twice_are_queued_once(db: None) -> None:
    assert queue_many([mail(1), mail(2), mail(2), mail(3)]) == 3
    assert queue_many(iter([mail(3), mail(4)])) == 1
    assert queue_many([]) == 0
    assert (Message.objects.count(), len(jobs())) == (4, 4)


def test_many_are_held_too(now: datetime, db: None) -> None:
    Switch.objects.create(city_code="pds", kind="notice.sent", hold=True, updated_at=now)
    assert queue_many([mail(1, kind="notice.sent"), mail(2)]) == 2
    assert list(Message.objects.values_list("state", flat=True)) == ["held", "queued"]
    assert len(jobs()) == 1


def test_subjects_are_one_line_and_fit(make: Make) -> None:
    assert make(subject="一\r\n二\t三").subject == "一 二 三"
    assert make(subject="长" * 300).subject == "长" * 200
