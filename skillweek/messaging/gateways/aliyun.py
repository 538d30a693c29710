"""Text messages by Alibaba Cloud's Short Message Service: Dysmsapi of 2017-05-25, signed with ACS3-HMAC-SHA256.

The service sends approved templates only, and it is not idempotent. Every message therefore carries its id as
``OutId``, and a try whose answer was lost is looked up by it (``QuerySendDetails``) before another is made.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import quote, unquote, urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings

from skillweek.common import clock
from skillweek.messaging import queries
from skillweek.messaging.gateways.problems import GatewayProblem, Refused, Trouble
from skillweek.messaging.models import Message

ALGORITHM = "ACS3-HMAC-SHA256"
VERSION = "2017-05-25"
ZONE = ZoneInfo("Asia/Shanghai")  # of the provider's days
LARGEST_ANSWER = 1 << 18
PAGE = 50
PAGES = 4
#: a try whose answer was lost is not looked up sooner
SETTLE_SECONDS = 60
#: limits per number, as the provider words them: minute, hour, day
LIMITS = {"分钟级": 60, "小时级": 3600, "天级": 6 * 3600}
#: the account's or the set-up's trouble: no message can go until somebody has seen to it
ACCOUNT = {
    "isv.OUT_OF_SERVICE", "isv.AMOUNT_NOT_ENOUGH", "isv.ACCOUNT_ABNORMAL", "isv.ACCOUNT_NOT_EXISTS",
    "isv.PRODUCT_UN_SUBSCRIPT", "isv.PRODUCT_UNSUBSCRIBE", "isv.DENY_IP_RANGE", "isv.DAY_LIMIT_CONTROL",
    "isv.MONTH_LIMIT_CONTROL", "isp.RAM_PERMISSION_DENY", "InvalidAccessKeyId.NotFound", "SignatureDoesNotMatch",
}  # fmt: skip
#: the service's own trouble, by the beginning of the code
PASSING = ("isp.", "Throttling", "ServiceUnavailable", "InternalError")


def canonical_query(parameters: Mapping[str, str]) -> str:
    """Sorted and percent-encoded (RFC 3986)."""
    pairs = [(quote(name, safe="-_.~"), quote(value, safe="-_.~")) for name, value in parameters.items()]
    return "&".join(f"{name}={value}" for name, value in sorted(pairs))


def authorization(key: str, secret: str, query: str, headers: Mapping[str, str]) -> str:
    """The Authorization header of a POST to ``/`` without a body; ``headers`` have lower-case names."""
    names = sorted(headers)
    signed = ";".join(names)
    lines = "".join(f"{name}:{headers[name].strip()}\n" for name in names)
    request = "\n".join(["POST", "/", query, lines, signed, headers["x-acs-content-sha256"]])
    text = f"{ALGORITHM}\n{hashlib.sha256(request.encode()).hexdigest()}"
    signature = hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()
    return f"{ALGORITHM} Credential={key},SignedHeaders={signed},Signature={signature}"


class AliyunGateway:
    """``aliyun://KEY:SECRET@dysmsapi.aliyuncs.com``; the signature (SignName) is SMS_SIGN."""

    name = "aliyun"

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.host = parts.netloc.rpartition("@")[2]
        self.key, self._secret = unquote(parts.username or ""), unquote(parts.password or "")
        self.link: type[HTTPConnection] = HTTPConnection if parts.scheme == "aliyun+http" else HTTPSConnection

    def send(self, message: Message) -> str:
        """Send by the approved template of the message's kind; the number is the BizId."""
        template = queries.provider_template(message.city_code, message.kind)
        if template is None:
            raise Refused("sms.template", message.kind)
        answer = self._call("SendSms", {
            "PhoneNumbers": message.address, "SignName": settings.SMS_SIGN, "TemplateCode": template.code,
            "TemplateParam": json.dumps(queries.provider_parameters(template, message), ensure_ascii=False),
            "OutId": str(message.pk),
        })  # fmt: skip
        return str(answer.get("BizId", ""))

    def find(self, message: Message) -> str | None:
        """Ask for what went to the number on the days of the last try, and look for our id."""
        began = message.handed_at or clock.now()
        days = {(began - clock.offset()).astimezone(ZONE).date(), self._now().astimezone(ZONE).date()}
        for day in sorted(days):
            for page in range(1, PAGES + 1):
                found = self._details(message.address, day.strftime("%Y%m%d"), page)
                if any(one.get("OutId") == str(message.pk) for one in found):
                    return f"OutId {message.pk}"
                if len(found) < PAGE:
                    break
        return None

    def check(self) -> None:
        """Ask for one number's messages of today: that needs address, key, secret and the right to use them."""
        try:
            self._details("13900000000", self._now().astimezone(ZONE).strftime("%Y%m%d"), 1)
        except Refused as refused:
            raise Trouble(refused.code, refused.detail) from refused

    def _details(self, phone: str, day: str, page: int) -> list[dict[str, Any]]:
        answer = self._call("QuerySendDetails", {
            "PhoneNumber": phone, "SendDate": day, "PageSize": str(PAGE), "CurrentPage": str(page),
        })  # fmt: skip
        found: list[dict[str, Any]] = (answer.get("SmsSendDetailDTOs") or {}).get("SmsSendDetailDTO") or []
        return found

    def _now(self) -> datetime:
        """The provider lives in real time, whatever the rehearsal clock says."""
        return (clock.now() - clock.offset()).astimezone(UTC)

    def _call(self, action: str, parameters: dict[str, str]) -> dict[str, Any]:
        """One signed request; redirects are not followed."""
        query = canonical_query(parameters)
        headers = {
            "host": self.host, "x-acs-action": action, "x-acs-version": VERSION,
            "x-acs-date": self._now().strftime("%Y-%m-%dT%H:%M:%SZ"),
            "x-acs-signature-nonce": secrets.token_hex(16),
            "x-acs-content-sha256": hashlib.sha256(b"").hexdigest(),
        }  # fmt: skip
        headers["Authorization"] = authorization(self.key, self._secret, query, headers)
        link = self.link(self.host, timeout=settings.SMS_TIMEOUT)
        try:
            try:
                link.connect()
            except OSError as error:
                raise Trouble("sms.unreachable", str(error), everywhere=True) from error
            try:
                link.request("POST", f"/?{query}", headers=headers)
                response = link.getresponse()
                body = response.read(LARGEST_ANSWER)
            except (OSError, HTTPException) as error:
                raise Trouble("sms.silent", str(error), unsure=True, seconds=SETTLE_SECONDS) from error
        finally:
            link.close()
        return _answer(response.status, body)


def _answer(status: int, body: bytes) -> dict[str, Any]:
    """What the service said, when it said OK."""
    try:
        told = json.loads(body)
        code, said = str(told["Code"]), str(told.get("Message", ""))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        unsure = status >= 500  # something in between gave up; the service may have done its work
        raise Trouble("sms.unreadable", f"HTTP {status}", unsure=unsure, seconds=SETTLE_SECONDS) from error
    if code != "OK":
        raise _problem(code, said)
    answer: dict[str, Any] = told
    return answer


def _problem(code: str, said: str) -> GatewayProblem:
    """The provider's code as a reason to try again or not."""
    detail = f"{code} {said}"
    if code == "isv.BUSINESS_LIMIT_CONTROL":
        seconds = next((span for word, span in LIMITS.items() if word in said), 60)
        return Trouble(code, detail, seconds=seconds)
    if code in ACCOUNT:
        return Trouble(code, detail, everywhere=True)
    if code.startswith(PASSING):
        return Trouble(code.split(".")[0] if code.startswith("Throttling") else code, detail)
    return Refused(code, detail)
