"""Text messages by the provider's protocol, against a server that checks every signature itself."""

import hashlib
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from skillweek.common import clock
from skillweek.messaging import gateways
from skillweek.messaging.actions import TryAgain, check_gateway, send
from skillweek.messaging.gateways.aliyun import authorization, canonical_query
from skillweek.messaging.models import Message, ProviderTemplate
from skillweek.messaging.tests.conftest import Make
from skillweek.messaging.tests.provider_server import Provider
from tests.live import free_port


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    with Provider() as running:
        settings.SMS_URL, settings.SMS_SIGN = running.url, "示例市教体局"
        yield running


@pytest.fixture
def message(make: Make) -> Message:
    """A text message of a kind whose template is registered; the provider calls our ``code`` the same."""
    template = ProviderTemplate.objects.create(
        city_code="pds",
        kind="booking.confirmed",
        code="SMS_100",
        text="已约${when}，码${code}",
        updated_at=clock.now(),
    )
    template.parameters.create(name="when", variable="when")
    template.parameters.create(name="code", variable="code")
    values = {"when": "5 月 23 日 10:00", "code": "A2 &=+%~*/B", "title": "没用到"}
    return make("13900000009", channel="sms", kind="booking.confirmed", values=values)


def state(message: Message) -> tuple[str, int, str]:
    message.refresh_from_db()
    return message.state, message.attempts, message.problem_code


def test_the_signature_is_the_documented_one() -> None:
    """The provider's own example: RunInstances, with a fixed date and nonce."""
    query = canonical_query(
        {"RegionId": "cn-shanghai", "ImageId": "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd"}
    )
    headers = {
        "host": "ecs.cn-shanghai.aliyuncs.com", "x-acs-action": "RunInstances", "x-acs-version": "2014-05-26",
        "x-acs-date": "2023-10-26T10:22:32Z", "x-acs-signature-nonce": "3156853299f313e23d1673dc12e1703d",
        "x-acs-content-sha256": hashlib.sha256(b"").hexdigest(),
    }  # fmt: skip
    made = authorization("YourAccessKeyId", "YourAccessKeySecret", query, headers)
    assert made == (
        "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;"
        "x-acs-date;x-acs-signature-nonce;x-acs-version,"
        "Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
    )


def test_it_sends_by_the_template(provider: Provider, message: Message) -> None:
    send(message_id=str(message.pk))
    (sent,) = provider.sent
    assert sent["Content"] == "【示例市教体局】已约5 月 23 日 10:00，码A2 &=+%~*/B"
    assert (sent["PhoneNum"], sent["OutId"], sent["TemplateCode"]) == (
        "13900000009",
        str(message.pk),
        "SMS_100",
    )
    assert (state(message), message.receipt) == (("sent", 1, ""), "90061^0")


def test_a_kind_without_a_template_is_not_sent(provider: Provider, message: Message) -> None:
    ProviderTemplate.objects.all().delete()
    send(message_id=str(message.pk))
    assert (provider.asked, state(message)) == ([], ("failed", 1, "sms.template"))


@pytest.mark.parametrize(
    ("code", "said", "seconds"),
    [
        ("isv.BUSINESS_LIMIT_CONTROL", "触发分钟级流控Permits:1", 60),
        ("isv.BUSINESS_LIMIT_CONTROL", "触发小时级流控Permits:5", 3600),
        ("isv.BUSINESS_LIMIT_CONTROL", "触发天级流控Permits:40", 21600),
        ("isp.SYSTEM_ERROR", "系统错误", 10),
    ],
)
def test_passing_trouble_is_tried_again(
    provider: Provider, message: Message, code: str, said: str, seconds: int
) -> None:
    provider.next_codes = [(code, said)]
    with pytest.raises(TryAgain) as later:
        send(message_id=str(message.pk))
    assert (later.value.seconds, state(message), message.problem) == (
        seconds,
        ("queued", 1, code),
        f"{code} {said}",
    )
    send(message_id=str(message.pk))
    assert (len(provider.sent), state(message)) == (1, ("sent", 2, ""))


def test_throttling_is_tried_again(provider: Provider, message: Message) -> None:
    provider.next_codes = [("Throttling.User", "Request was denied due to user flow control.")]
    with pytest.raises(TryAgain):
        send(message_id=str(message.pk))
    assert state(message) == ("queued", 1, "Throttling")


@pytest.mark.parametrize("code", ["isv.OUT_OF_SERVICE", "isv.AMOUNT_NOT_ENOUGH", "isp.RAM_PERMISSION_DENY"])
def test_trouble_of_the_account_stops_every_message(provider: Provider, message: Message, code: str) -> None:
    provider.next_codes = [(code, "业务停机")]
    with pytest.raises(TryAgain):
        send(message_id=str(message.pk))
    assert (state(message), gateways.resting("sms") > 10) == (("queued", 1, code), True)
    with pytest.raises(TryAgain):
        send(message_id=str(message.pk))
    assert (len(provider.asked), state(message)[1]) == (1, 1)


@pytest.mark.parametrize(
    "code",
    ["isv.MOBILE_NUMBER_ILLEGAL", "isv.PARAM_LENGTH_LIMIT", "isv.PARAM_NOT_SUPPORT_URL", "isv.SMS_CONTENT_ILLEGAL",
     "isv.SOMETHING_NEW"],
)  # fmt: skip
def test_refusals_are_not_tried_again(provider: Provider, message: Message, code: str) -> None:
    provider.next_codes = [(code, "13900000009 不对")]
    send(message_id=str(message.pk))
    assert (provider.sent, state(message)) == ([], ("failed", 1, code))
    assert message.problem == f"{code} 139****0009 不对"


def test_a_wrong_signature_name_and_template_are_told(
    provider: Provider, message: Message, settings: Any
) -> None:
    settings.SMS_SIGN = "别的局"
    send(message_id=str(message.pk))
    assert state(message)[2] == "isv.SMS_SIGNATURE_ILLEGAL"


def test_a_wrong_secret_is_told(provider: Provider, message: Message, settings: Any) -> None:
    settings.SMS_URL = provider.url.replace("testKeySecret", "otherSecret")
    with pytest.raises(TryAgain):
        send(message_id=str(message.pk))
    assert (state(message), provider.sent) == (("queued", 1, "SignatureDoesNotMatch"), [])
    settings.SMS_URL = provider.url.replace("testKeyId", "otherKey")
    assert check_gateway(channel="sms").problem_code == "InvalidAccessKeyId.NotFound"


def test_a_lost_answer_is_looked_up_before_another_try(provider: Provider, message: Message) -> None:
    """SendSms is not idempotent: the first try did arrive, only its answer was lost."""
    provider.swallow = 1
    with pytest.raises(TryAgain) as later:
        send(message_id=str(message.pk))
    assert (later.value.seconds, state(message), len(provider.sent)) == (60, ("sending", 1, "sms.silent"), 1)
    send(message_id=str(message.pk))
    assert (len(provider.sent), state(message)) == (1, ("sent", 2, ""))
    assert provider.asked == ["SendSms", "QuerySendDetails"]


def test_without_looking_it_up_it_would_be_sent_twice(provider: Provider, message: Message) -> None:
    provider.swallow = 1
    with pytest.raises(TryAgain):
        send(message_id=str(message.pk))
    Message.objects.update(state="queued")  # as if nothing had been written down before the call
    send(message_id=str(message.pk))
    assert len(provider.sent) == 2


def test_looking_up_reads_every_page(provider: Provider, message: Message) -> None:
    other = {"PhoneNum": "13900000009", "OutId": "other", "SendDate": "", "Content": "", "TemplateCode": ""}
    provider.sent = [other] * 60
    gateways.gateway_for("sms").send(message)
    Message.objects.update(state="sending", attempts=1)
    send(message_id=str(message.pk))
    assert (len(provider.sent), state(message)) == (61, ("sent", 2, ""))


def test_a_lost_request_is_sent_after_all(provider: Provider, message: Message) -> None:
    Message.objects.update(state="sending", attempts=1)
    send(message_id=str(message.pk))
    assert (provider.asked[0], len(provider.sent), state(message)) == ("QuerySendDetails", 1, ("sent", 2, ""))


@pytest.mark.parametrize(
    ("status", "body", "extra", "after"),
    [
        (502, b"<html>bad gateway</html>", {}, "sending"),
        (200, b"not json", {}, "queued"),
        (200, b"[]", {}, "queued"),
        (302, b"", {"Location": "http://127.0.0.1:1/"}, "queued"),
    ],
)
def test_answers_that_cannot_be_read(
    provider: Provider, message: Message, status: int, body: bytes, extra: dict[str, str], after: str
) -> None:
    provider.next_answers = [(status, body, extra)]
    with pytest.raises(TryAgain):
        send(message_id=str(message.pk))
    assert (state(message), message.problem) == ((after, 1, "sms.unreadable"), f"HTTP {status}")


def test_nobody_there(message: Message, settings: Any) -> None:
    settings.SMS_URL = f"aliyun+http://key:secret@127.0.0.1:{free_port()}"
    with pytest.raises(TryAgain):
        send(message_id=str(message.pk))
    assert state(message) == ("queued", 1, "sms.unreachable")
    assert "secret" not in message.problem


def test_requests_carry_the_real_time_in_a_rehearsal(
    provider: Provider, message: Message, settings: Any, tmp_path: Path
) -> None:
    settings.REHEARSAL, settings.CLOCK_FILE = True, tmp_path / "clock"
    clock.travel(datetime(2021, 5, 22, 9, tzinfo=UTC))
    send(message_id=str(message.pk))
    assert clock.today().isoformat() == "2021-05-22"
    assert provider.sent[0]["SendDate"] == time.strftime("%Y%m%d", time.gmtime())


def test_it_can_be_checked_without_sending(provider: Provider) -> None:
    assert check_gateway(channel="sms").fine
    assert (provider.asked, provider.sent) == (["QuerySendDetails"], [])
