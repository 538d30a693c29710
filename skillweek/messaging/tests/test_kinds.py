"""Own words, switches and provider templates of a city."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from skillweek.accounts.models import User
from skillweek.messaging.actions import (
    MessagingError,
    reset_text,
    save_provider_template,
    save_text,
    set_hold,
)
from skillweek.messaging.models import ProviderTemplate, Switch, Template
from skillweek.messaging.queries import compose, text_history, texts

SignIn = Callable[[User], Client]
KEY = "booking.cancelled"
VALUES = {"when": "5 月 23 日 10:00", "title": "《{{ when }}》{{7*7}}"}
PRESET = "已取消：5 月 23 日 10:00《《{{ when }}》{{7*7}}》的预约，名额已让给别人。"
PAGE = f"/desk/outbox/kinds/pds/{KEY}/"


@pytest.fixture
def on_commit(django_capture_on_commit_callbacks: Any) -> Any:
    return lambda: django_capture_on_commit_callbacks(execute=True)


def body() -> str:
    return compose(city_code="pds", key=KEY, values=VALUES)[1]


def save(by: User, text: str, language: str = "zh-hans") -> Template:
    return save_text(city_code="pds", kind=KEY, language=language, subject="", body=text, by=by)


def test_the_preset_is_used_until_the_city_writes_its_own(lin: User, on_commit: Any) -> None:
    assert body() == PRESET
    with on_commit():
        save(lin, "{{ title }}取消了")
    assert body() == "《{{ when }}》{{7*7}}取消了"
    with on_commit():
        save(lin, "{{ when }}取消了")
    assert (body(), Template.objects.count()) == ("5 月 23 日 10:00取消了", 1)
    with on_commit():
        reset_text(city_code="pds", kind=KEY, language="zh-hans", by=lin)
    assert (body(), Template.objects.count()) == (PRESET, 0)


def test_words_belong_to_a_city_and_a_language(lin: User, on_commit: Any) -> None:
    with on_commit():
        save(lin, "Gone: {{ title }}", "en")
    assert body() == PRESET
    with translation.override("en"):
        assert body() == "Gone: 《{{ when }}》{{7*7}}"
        assert compose(city_code="elsewhere", key=KEY, values=VALUES)[1].startswith("Cancelled: your booking")


def test_nothing_in_own_words_is_evaluated(lin: User, on_commit: Any) -> None:
    text = "{{7*7}} {x.__class__} %(a)s {% raw %} {{ title|safe }} {{ nmae }} ${when}"
    with on_commit():
        save(lin, text)
    assert body() == text


def test_a_change_made_elsewhere_is_heard_of(lin: User, monkeypatch: pytest.MonkeyPatch) -> None:
    assert body() == PRESET
    now = datetime(2021, 5, 23).astimezone()
    Template.objects.create(
        city_code="pds", kind=KEY, language="zh-hans", body="另一个进程改的", updated_at=now
    )
    assert body() == PRESET  # read a moment ago
    later = texts.time.monotonic() + texts.FRESH_SECONDS
    monkeypatch.setattr(texts.time, "monotonic", lambda: later)
    assert body() == "另一个进程改的"


def test_ten_thousand_messages_read_own_words_once(db: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        for _message in range(1000):
            body()


@pytest.mark.parametrize(
    ("facts", "problem"),
    [
        ({"body": " \n"}, "正文不能是空的"),
        ({"language": "fr"}, "没有这种语言"),
        ({"kind": "nope"}, "没有这类消息"),
        ({"city_code": "elsewhere"}, "只有市级管理员可以定消息的文字和设置"),
        ({"kind": "messaging.trial_mail"}, "邮件要有标题"),
    ],
)
def test_refusals(lin: User, facts: dict[str, str], problem: str) -> None:
    given = {"city_code": "pds", "kind": KEY, "language": "zh-hans", "subject": " ", "body": "文字"} | facts
    with pytest.raises(MessagingError, match=problem):
        save_text(by=lin, **given)
    assert Template.objects.count() == 0


def test_only_the_city_decides(zhou: User, he: User) -> None:
    for person in (zhou, he):
        for step in (
            lambda who: save(who, "别的"),
            lambda who: reset_text(city_code="pds", kind=KEY, language="zh-hans", by=who),
            lambda who: set_hold(city_code="pds", kind="", hold=True, by=who),
            lambda who: save_provider_template(
                city_code="pds", kind=KEY, code="S", text="", parameters={}, by=who
            ),
        ):
            with pytest.raises(MessagingError, match="只有市级管理员"):
                step(person)
    assert (Template.objects.count(), Switch.objects.count(), ProviderTemplate.objects.count()) == (0, 0, 0)


def test_every_change_is_kept_with_its_author(lin: User, sign_in: SignIn) -> None:
    client = sign_in(lin)
    client.post(PAGE, {"language": "zh-hans", "body": "第一版"})
    client.post(PAGE, {"language": "zh-hans", "body": "第二版"})
    client.post(f"{PAGE}reset/", {"language": "zh-hans"})
    assert [(one.what, one.body, one.who) for one in text_history("pds", KEY)] == [
        ("恢复预设", "第二版", lin), ("修改", "第二版", lin), ("改成自己的文字", "第一版", lin),
    ]  # fmt: skip
    page = client.get(PAGE).text
    assert ("第一版" in page, "恢复预设" in page) == (True, True)


def test_the_page_lists_variables_and_shows_a_preview(lin: User, sign_in: SignIn) -> None:
    page = sign_in(lin).get(PAGE).text
    assert ("<code>{{ when }}</code>" in page, "哪天几点" in page) == (True, True)
    assert "已取消：5 月 23 日 10:00《汝瓷拉坯体验》的预约，名额已让给别人。" in page


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_preview_saves_nothing_and_warns(lin: User, sign_in: SignIn, headers: dict[str, str]) -> None:
    written = {"language": "zh-hans", "body": "{{ when }} {{ nmae }} <b>" + "字" * 60, "preview": "1"}
    answer = sign_in(lin).post(PAGE, written, headers=headers)
    assert (answer.status_code, Template.objects.count()) == (200, 0)
    assert "5 月 23 日 10:00 {{ nmae }} &lt;b&gt;字" in answer.text
    assert ("这类消息没有变量“nmae”" in answer.text, "按 2 条短信计费" in answer.text) == (True, True)
    assert ("<html" in answer.text) is not bool(headers)


def test_what_was_typed_is_kept(lin: User, sign_in: SignIn) -> None:
    answer = sign_in(lin).post(PAGE, {"language": "zh-hans", "body": "长" * 2001})
    assert (answer.status_code, "长" * 2001 in answer.text, Template.objects.count()) == (422, True, 0)


@pytest.mark.parametrize("kind", ["", KEY])
def test_switching_by_the_page(lin: User, sign_in: SignIn, kind: str) -> None:
    client = sign_in(lin)
    client.post("/desk/outbox/kinds/pds/hold/", {"kind": kind, "hold": "on"})
    assert list(Switch.objects.values_list("city_code", "kind", "hold")) == [("pds", kind, True)]
    client.post("/desk/outbox/kinds/pds/hold/", {"kind": kind, "hold": "on"})
    client.post("/desk/outbox/kinds/pds/hold/", {"kind": kind})
    assert list(Switch.objects.values_list("city_code", "kind", "hold")) == [("pds", kind, False)]
    events = Switch.objects.get().events.order_by("pgh_id")
    by = lin.pk
    assert [(e.hold, e.pgh_context.metadata["user"]) for e in events] == [(True, by), (True, by), (False, by)]


def test_a_kind_nobody_registered_is_not_switched(lin: User, sign_in: SignIn) -> None:
    page = sign_in(lin).post("/desk/outbox/kinds/pds/hold/", {"kind": "nope", "hold": "on"}, follow=True).text
    assert ("没有这类消息" in page, Switch.objects.count()) == (True, 0)


def test_a_provider_template_is_registered_with_its_parameters(lin: User, sign_in: SignIn) -> None:
    client, page = sign_in(lin), f"{PAGE}provider/"
    written = {"code": "SMS_9", "text": "取消${time}的${title}"}
    refused = client.post(page, written)
    assert (refused.status_code, "模板里的 ${time} 还没有对应的变量" in refused.text) == (422, True)
    assert ProviderTemplate.objects.count() == 0
    client.post(page, written | {"parameter_time": "when"})
    template = ProviderTemplate.objects.get()
    assert (template.code, template.text) == ("SMS_9", "取消${time}的${title}")
    assert list(template.parameters.values_list("name", "variable")) == [("time", "when"), ("title", "title")]
    assert "取消5 月 23 日 10:00的汝瓷拉坯体验" in client.get(page).text
    client.post(page, {"code": "", "text": ""})
    assert ProviderTemplate.objects.count() == 0


def test_mail_has_no_provider_template(lin: User, sign_in: SignIn) -> None:
    client = sign_in(lin)
    assert client.get("/desk/outbox/kinds/pds/messaging.trial_mail/provider/").status_code == 404
    assert client.get("/desk/outbox/kinds/pds/nope/").status_code == 404
    assert client.get(f"{PAGE}?language=fr").status_code == 404
