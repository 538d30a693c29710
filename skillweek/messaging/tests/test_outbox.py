"""The outbox: who sees what; releasing, editing, discarding, sending again, looking at an address."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from skillweek.accounts.models import User
from skillweek.common import clock, registry
from skillweek.messaging.actions import (
    MessagingError,
    discard,
    discard_many,
    draft,
    edit,
    queue_many,
    release,
    release_batch,
    release_many,
    retry,
    reveal,
)  # fmt: skip
from skillweek.messaging.models import Message, Reveal
from skillweek.messaging.queries import Filters, filtered, history, visible_to
from skillweek.messaging.tests.conftest import Make

SignIn = Callable[[User], Client]
ZERO = "00000000-0000-7000-8000-000000000000"


@pytest.fixture
def held(make: Make, school: Any, now: datetime) -> Message:
    """A text message of school A that waits."""
    message = make("13900000009", channel="sms", subject="", body="已取消《拉坯》", kind="booking.cancelled",
                   owner_code="school-a")  # fmt: skip
    ProcrastinateJob.objects.all().delete()
    Message.objects.update(state="held")
    message.refresh_from_db()
    return message


def batch(number: int, name: str = "notice:1", owner: str = "pds") -> list[Message]:
    drafts = [
        draft(city_code="pds", owner_code=owner, batch=name, channel="mail", address=f"a{n}@example.org",
              subject="通知", body="请签收", dedup_key=f"{name}-{owner}-{n}")
        for n in range(number)
    ]  # fmt: skip
    queue_many(drafts)
    ProcrastinateJob.objects.all().delete()
    Message.objects.filter(batch=name).update(state="held")
    return drafts


def jobs() -> list[str]:
    return [job.args["message_id"] for job in ProcrastinateJob.objects.order_by("id")]


def test_a_county_sees_its_own_units(
    make: Make, lin: User, zhou: User, other_school: Any, school: Any
) -> None:
    made = {owner: make(owner_code=owner) for owner in ("pds", "yexian", "school-a", "school-b")}
    assert {one.pk for one in visible_to(lin)} == {one.pk for one in made.values()}
    assert {one.pk for one in visible_to(zhou)} == {made["yexian"].pk, made["school-a"].pk}


def test_filters(make: Make, now: datetime) -> None:
    first = make(kind="booking.confirmed", batch="b")
    with clock.frozen(now + timedelta(days=2)):
        second = make("13900000009", channel="sms", kind="booking.cancelled")
    Message.objects.filter(pk=second.pk).update(state="sent")

    def found(**wanted: Any) -> list[Message]:
        return list(filtered(Message.objects.all(), Filters(**wanted)))

    assert found() == [second, first]
    assert found(state="sent") == found(channel="sms") == found(kind="booking.cancelled") == [second]
    assert found(batch="b") == found(until=now.date()) == [first]
    assert found(since=(now + timedelta(days=1)).date()) == [second]


def test_releasing_queues(held: Message, lin: User, now: datetime) -> None:
    release(message=held, by=lin)
    held.refresh_from_db()
    assert (held.state, held.released_at, jobs()) == ("queued", now, [str(held.pk)])
    with pytest.raises(MessagingError, match="这条消息不在等放行"):
        release(message=held, by=lin)
    assert len(jobs()) == 1


def test_a_stranger_changes_nothing(held: Message, wu: User, he: User) -> None:
    for person in (wu, he):
        for step in (
            lambda who: release(message=held, by=who),
            lambda who: edit(message=held, by=who, subject="", body="别的"),
            lambda who: discard(message=held, by=who, reason="不要"),
            lambda who: reveal(message=held, by=who, reason="好奇"),
        ):
            with pytest.raises(MessagingError, match="这条消息不归您管"):
                step(person)
    held.refresh_from_db()
    assert (held.state, held.body, jobs(), Reveal.objects.count()) == ("held", "已取消《拉坯》", [], 0)


def test_many_are_released_in_the_order_they_were_written(lin: User) -> None:
    drafts = batch(5)
    ids = [str(one.pk) for one in reversed(drafts[:3])]
    assert release_many(ids=ids, by=lin) == 3
    assert jobs() == [str(one.pk) for one in drafts[:3]]
    with pytest.raises(MessagingError, match="请先选择等放行的消息"):
        release_many(ids=ids, by=lin)


def test_a_batch_is_released_as_far_as_it_is_mine(zhou: User, school: Any) -> None:
    batch(2)
    mine = batch(3, owner="school-a")
    assert release_batch(batch="notice:1", by=zhou) == 3
    assert jobs() == [str(one.pk) for one in mine]
    for name in ("notice:1", ""):
        with pytest.raises(MessagingError, match="这一批里没有等放行的消息"):
            release_batch(batch=name, by=zhou)


def test_editing(held: Message, lin: User) -> None:
    edit(message=held, by=lin, subject="", body="改过的文字")
    held.refresh_from_db()
    assert (held.body, held.state, held.edits) == ("改过的文字", "held", 1)
    with pytest.raises(MessagingError, match="正文不能是空的"):
        edit(message=held, by=lin, subject="", body=" \n ")
    release(message=held, by=lin)
    with pytest.raises(MessagingError, match="只有等放行的消息可以改文字"):
        edit(message=held, by=lin, subject="", body="太晚了")
    held.refresh_from_db()
    assert held.body == "改过的文字"


def test_what_a_provider_approved_cannot_be_edited(held: Message, lin: User, settings: Any) -> None:
    settings.SMS_URL = "aliyun://key:secret@example.org"
    with pytest.raises(MessagingError, match="短信服务商只发报备过的文字"):
        edit(message=held, by=lin, subject="", body="别的")


@pytest.mark.parametrize(
    ("state", "goes"),
    [("held", True), ("queued", True), ("failed", True), ("sending", False), ("sent", False)],
)
def test_discarding(held: Message, lin: User, state: str, goes: bool) -> None:
    Message.objects.update(state=state)
    if goes:
        discard(message=held, by=lin, reason="  写错了\n名字 ")
    else:
        with pytest.raises(MessagingError, match="这条消息已经发出或正在发"):
            discard(message=held, by=lin, reason="写错了")
    held.refresh_from_db()
    assert (held.state, held.reason) == (("discarded", "写错了 名字") if goes else (state, ""))


def test_discarding_needs_a_reason(held: Message, lin: User) -> None:
    with pytest.raises(MessagingError, match="请写明原因"):
        discard(message=held, by=lin, reason="  ")
    assert Message.objects.get().state == "held"


def test_a_batch_is_discarded(lin: User) -> None:
    batch(3)
    assert discard_many(ids=[], batch="notice:1", by=lin, reason="通知作废") == 3
    assert set(Message.objects.values_list("state", "reason")) == {("discarded", "通知作废")}
    with pytest.raises(MessagingError, match="请先选择等放行的消息"):
        discard_many(ids=[], batch="notice:1", by=lin, reason="通知作废")


def test_sending_again(held: Message, lin: User) -> None:
    with pytest.raises(MessagingError, match="只有没送出的消息可以重发"):
        retry(message=held, by=lin)
    Message.objects.update(state="failed", attempts=8)
    retry(message=held, by=lin)
    held.refresh_from_db()
    assert (held.state, held.attempts, jobs()) == ("queued", 0, [str(held.pk)])


def test_the_history_names_who_did_what(held: Message, lin: User, sign_in: SignIn) -> None:
    client = sign_in(lin)
    client.post(f"/desk/outbox/{held.pk}/edit/", {"body": "改过"})
    client.post(f"/desk/outbox/{held.pk}/discard/", {"reason": "写错了"})
    steps = history(held)
    assert [(step.state, step.edited, step.reason, step.who) for step in steps[:2]] == [
        ("discarded", False, "写错了", lin), ("held", True, "", lin),
    ]  # fmt: skip
    page = client.get(f"/desk/outbox/{held.pk}/").text
    assert ("改了文字" in page, "写错了" in page, "林示例" in page) == (True, True, True)


def test_the_page_shows_exactly_what_goes_out(
    held: Message, lin: User, sign_in: SignIn, settings: Any
) -> None:
    settings.SMS_SIGN = "示例市教体局"
    page = sign_in(lin).get(f"/desk/outbox/{held.pk}/").text
    assert "【示例市教体局】已取消《拉坯》" in page
    assert ("15 字，按 1 条短信计费" in page, "139****0009" in page, "13900000009" in page) == (
        True,
        True,
        False,
    )


def test_a_whole_address_needs_a_reason_and_leaves_a_trace(
    held: Message, lin: User, zhou: User, sign_in: SignIn, now: datetime
) -> None:
    client, address = sign_in(lin), f"/desk/outbox/{held.pk}/"
    assert client.post(f"{address}reveal/", {"reason": ""}).status_code == 422
    assert Reveal.objects.count() == 0
    client.post(f"{address}reveal/", {"reason": "来电说没收到"})
    assert [(one.user, one.reason, one.at) for one in Reveal.objects.all()] == [(lin, "来电说没收到", now)]
    assert "13900000009" in client.get(address).text
    other = sign_in(zhou).get(address).text
    assert ("13900000009" in other, "来电说没收到" in other) == (False, True)
    with clock.frozen(now + timedelta(minutes=16)):
        assert "13900000009" not in client.get(address).text


def test_the_list_hides_addresses_and_links_every_message(held: Message, lin: User, sign_in: SignIn) -> None:
    page = sign_in(lin).get("/desk/outbox/").text
    assert (f"/desk/outbox/{held.pk}/" in page, "139****0009" in page, "13900000009" in page) == (
        True,
        True,
        False,
    )


def test_ticked_messages_are_released_by_the_page(lin: User, sign_in: SignIn) -> None:
    drafts = batch(3)
    client = sign_in(lin)
    ids = [str(drafts[0].pk), str(drafts[1].pk), ZERO, "no id"]
    page = client.post("/desk/outbox/release/", {"ids": ids}, follow=True).text
    assert ("已放行 2 条消息" in page, len(jobs())) == (True, 2)
    page = client.post("/desk/outbox/release/", {"batch": "notice:1"}, follow=True).text
    assert ("已放行 1 条消息" in page, len(jobs())) == (True, 3)


def test_ticked_messages_are_discarded_with_a_reason(lin: User, sign_in: SignIn) -> None:
    drafts = batch(3)
    client, ids = sign_in(lin), [str(one.pk) for one in drafts[:2]]
    asked = client.post("/desk/outbox/discard/", {"ids": ids})
    assert (asked.status_code, "2 条消息不发了？" in asked.text) == (200, True)
    assert client.post("/desk/outbox/discard/", {"ids": ids, "reason": ""}).status_code == 422
    assert Message.objects.filter(state="held").count() == 3
    client.post("/desk/outbox/discard/", {"ids": ids, "reason": "写错了"})
    assert Message.objects.filter(state="discarded").count() == 2


def test_what_was_typed_is_kept(held: Message, lin: User, sign_in: SignIn) -> None:
    client = sign_in(lin)
    Message.objects.update(channel="mail", subject="标题")
    answer = client.post(f"/desk/outbox/{held.pk}/edit/", {"subject": "", "body": "我写了很久"})
    assert (answer.status_code, "我写了很久" in answer.text, Message.objects.get().body) == (
        422,
        True,
        "已取消《拉坯》",
    )


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_a_constant_number_of_queries(
    number: int, make: Make, lin: User, sign_in: SignIn, django_assert_num_queries: Any
) -> None:
    for n in range(number):
        make(f"a{n}@example.org", kind="booking.confirmed")
    client = sign_in(lin)
    with django_assert_num_queries(33):
        client.get("/desk/outbox/")


def test_inboxes_hint_at_what_waits_and_what_failed(
    held: Message, make: Make, lin: User, zhou: User, wu: User
) -> None:
    make()
    Message.objects.filter(owner_code="pds").update(state="failed")
    waiting = registry.inbox["messages"]
    assert [(item.title, item.url) for item in waiting(lin)] == [
        ("1 条消息等放行", "/desk/outbox/?state=held"), ("1 条消息没有送出", "/desk/outbox/?state=failed"),
    ]  # fmt: skip
    assert [item.title for item in waiting(zhou)] == ["1 条消息等放行"]
    assert waiting(wu) == []


@pytest.mark.parametrize(
    "query", ["state=xx", "since=yesterday", "kind=nope", "page=10000000000", "batch=" + "x" * 500]
)
def test_odd_filters_show_everything(held: Message, lin: User, sign_in: SignIn, query: str) -> None:
    answer = sign_in(lin).get(f"/desk/outbox/?{query}")
    assert (answer.status_code, "139****0009" in answer.text) == (200, True)
