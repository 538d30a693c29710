"""What one visitor does, for the load generator: functions of a module, so that other processes can run them."""

import json
import re
from typing import Any
from urllib.parse import urlencode

from benchmarks.load import Client, Reply

_HIDDEN = re.compile(r'name="(csrfmiddlewaretoken|key|audience)" value="([^"]*)"')
_AUDIENCE = re.compile(r'name="audience" value="(\d+)"')
_FORM = "Content-Type: application/x-www-form-urlencoded\r\n"


def _phone(number: int) -> str:
    """A telephone number nobody else of this run has."""
    return f"{(13, 15, 17, 18)[number % 4]}{number // 4 % 10**9:09d}"


def api_booking(client: Client, number: int, code: str) -> str:
    """One booking through the API, with a key of its own."""
    wish = {"name": "示例", "phone": _phone(number), "party": 1, "audience": "parents", "consent": True}
    headers = f"Content-Type: application/json\r\nIdempotency-Key: bench-{number:012d}\r\n"
    reply = client.ask("POST", f"/api/v1/sessions/{code}/bookings", json.dumps(wish).encode(), headers)
    return "ok" if reply.status == 201 else str(reply.status)


def journey(client: Client, number: int, facts: dict[str, str]) -> str:
    """A parent's whole way through pages: activity, form, posting it, receipt."""
    activity = client.ask("GET", f"/activities/{facts['activity']}/")
    form = client.ask("GET", f"/sessions/{facts['session']}/book/")
    if activity.status != 200 or form.status != 200:
        return f"{activity.status}/{form.status}"
    page = form.body.decode()
    typed: dict[str, Any] = dict(_HIDDEN.findall(page)) | {
        "name": "示例", "phone": _phone(number), "party": "1", "consent": "on",
        "audience": _AUDIENCE.search(page)[1],  # type: ignore[index]  # the form has one
    }  # fmt: skip
    cookie = f"Cookie: csrftoken={_cookie(form)}\r\nReferer: http://127.0.0.1:{client.port}/\r\n"
    posted = client.ask(
        "POST", f"/sessions/{facts['session']}/book/", urlencode(typed).encode(), _FORM + cookie
    )
    if posted.status != 302:
        return f"form {posted.status}"
    receipt = client.ask("GET", posted.header("location"))
    return "ok" if receipt.status == 200 else f"receipt {receipt.status}"


def page(client: Client, number: int, facts: dict[str, Any]) -> str:
    """One page; ``fresh`` asks past every copy by a query of its own, ``etag`` asks whether it has changed."""
    path = facts["path"]
    if facts.get("fresh"):
        path += f"{'&' if '?' in path else '?'}fresh={number}"
    headers = f"If-None-Match: {facts['etag']}\r\n" if facts.get("etag") else ""
    reply = client.ask("GET", path, headers=headers)
    return "ok" if reply.status == facts.get("status", 200) else str(reply.status)


def _cookie(reply: Reply) -> str:
    found = re.search(r"(?i)set-cookie:\s*csrftoken=([^;]+)", reply.headers)
    return found[1] if found else ""
