"""The ways out: what the page tells, whether a gateway answers, and a message to oneself."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from skillweek.accounts.models import User
from skillweek.messaging import gateways
from skillweek.messaging.actions import MessagingError, send_trial
from skillweek.messaging.models import Message
from skillweek.messaging.tests.mail_server import MailServer
from tests.live import free_port

SignIn = Callable[[User], Client]


def test_secrets_are_never_shown(lin: User, sign_in: SignIn, settings: Any) -> None:
    settings.EMAIL_HOST, settings.EMAIL_HOST_USER = "mail.example.org", "week-account"
    settings.EMAIL_HOST_PASSWORD, settings.EMAIL_USE_TLS = "mail-password", True
    settings.SMS_URL, settings.SMS_SIGN = "aliyun://the-key:the-secret@dysmsapi.aliyuncs.com", "示例市教体局"
    page = sign_in(lin).get("/desk/outbox/ways/").text
    assert [
        word in page
        for word in ("mail.example.org:25", "STARTTLS", "dysmsapi.aliyuncs.com", "【示例市教体局】")
    ] == [True] * 4
    assert [word in page for word in ("week-account", "mail-password", "the-key", "the-secret")] == [
        False
    ] * 4


def test_a_server_that_answers(lin: User, sign_in: SignIn, server: MailServer) -> None:
    gateways.rest("mail")
    page = sign_in(lin).post("/desk/outbox/ways/check/", {"channel": "mail"}, follow=True).text
    assert ("邮件：可以用" in page, gateways.resting("mail"), server.arrived) == (True, 0.0, [])


def test_a_server_that_does_not(lin: User, sign_in: SignIn, settings: Any) -> None:
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    page = sign_in(lin).post("/desk/outbox/ways/check/", {"channel": "mail"}, follow=True).text
    assert "邮件：连不上邮件服务器" in page


def test_a_trial_is_an_ordinary_message(lin: User, sign_in: SignIn) -> None:
    client = sign_in(lin)
    answer = client.post(
        "/desk/outbox/ways/trial/", {"channel": "sms", "address": "139 0000 0000", "owner": "pds"}
    )
    message = Message.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/desk/outbox/{message.pk}/")
    assert (message.address, message.state, message.kind, message.owner_code) == (
        "13900000000", "queued", "messaging.trial_sms", "pds",
    )  # fmt: skip
    assert message.body == "这是林示例以市教体局的名义发给自己的测试短信，收到它，说明短信能发出去。"
    client.post("/desk/outbox/ways/trial/", {"channel": "mail", "address": "lin@example.org", "owner": "pds"})
    assert Message.objects.get(channel="mail").subject == "测试邮件：市教体局"


@pytest.mark.parametrize(
    ("facts", "problem"),
    [
        ({"address": "139"}, "手机号码应为 11 位，现在是 3 位"),
        (
            {"channel": "mail", "address": "lin@example.org\r\nBcc: eve@example.org"},
            "输入一个有效的 Email 地址",
        ),
        ({"channel": "mail", "address": "13900000000"}, "输入一个有效的 Email 地址"),
    ],
)
def test_a_wrong_address_is_told_at_the_field(
    lin: User, sign_in: SignIn, facts: dict[str, str], problem: str
) -> None:
    given = {"channel": "sms", "address": "13900000000", "owner": "pds"} | facts
    answer = sign_in(lin).post("/desk/outbox/ways/trial/", given)
    assert (answer.status_code, problem in answer.text, Message.objects.count()) == (422, True, 0)


def test_nobody_sends_in_the_name_of_others(zhou: User, sign_in: SignIn) -> None:
    with pytest.raises(MessagingError, match="这个单位不归您管"):
        send_trial(owner_code="pds", channel="sms", address="13900000000", by=zhou)
    answer = sign_in(zhou).post(
        "/desk/outbox/ways/trial/", {"channel": "sms", "address": "13900000000", "owner": "pds"}
    )
    assert (answer.status_code, Message.objects.count()) == (422, 0)
