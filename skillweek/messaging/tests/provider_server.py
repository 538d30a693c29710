"""A stand-in for the provider of text messages: the documented SendSms and QuerySendDetails on a port of its own.

The signature is checked by code of its own, written from the provider's description and not from ours.
"""

import hashlib
import hmac
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import parse_qsl, urlsplit

KEY, SECRET = "testKeyId", "testKeySecret/+="
TEMPLATES = {"SMS_100": "已约${when}，码${code}"}
SIGNS = {"示例市教体局"}
#: characters that RFC 3986 leaves alone
PLAIN = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~"


def encode(text: str) -> str:
    """Percent-encoding, byte by byte."""
    return "".join(chr(byte) if byte in PLAIN else f"%{byte:02X}" for byte in text.encode())


def expected(
    method: str, pairs: list[tuple[str, str]], headers: dict[str, str], names: list[str], body: bytes
) -> str:
    """The signature as the provider's page describes it: six lines hashed, then signed."""
    query = "&".join(sorted(f"{encode(name)}={encode(value)}" for name, value in pairs))
    digest = hashlib.sha256
    canonical = method + "\n/\n" + query + "\n"
    for name in names:
        canonical += name + ":" + headers[name].strip() + "\n"
    canonical += "\n" + ";".join(names) + "\n" + digest(body).hexdigest()
    to_sign = "ACS3-HMAC-SHA256\n" + digest(canonical.encode()).hexdigest()
    return hmac.digest(SECRET.encode(), to_sign.encode(), "sha256").hex()


class Provider:
    """``sent`` is what telephones got; ``next_codes`` and ``next_bytes`` are told to the next requests instead."""

    def __init__(self) -> None:
        self.sent: list[dict[str, str]] = []
        self.asked: list[str] = []
        self.nonces: set[str] = set()
        self.next_codes: list[tuple[str, str]] = []
        self.next_answers: list[tuple[int, bytes, dict[str, str]]] = []
        self.swallow = 0
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:  # http.server
                provider.handle(self)

            def log_message(self, format: str, *args: Any) -> None:
                """Quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})

    @property
    def url(self) -> str:
        """What SMS_URL says."""
        return f"aliyun+http://{encode(KEY)}:{encode(SECRET)}@127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> "Provider":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def handle(self, request: BaseHTTPRequestHandler) -> None:
        """Answer one request."""
        headers = {name.lower(): value for name, value in request.headers.items()}
        body = request.rfile.read(int(headers.get("content-length", "0")))
        pairs = parse_qsl(urlsplit(request.path).query, keep_blank_values=True, strict_parsing=True)
        if self.next_answers:
            status, raw, extra = self.next_answers.pop(0)
            self._reply(request, status, raw, extra)
            return
        status, told = self._refusal(request.command, pairs, headers, body) or self._act(headers, dict(pairs))
        if self.swallow and headers["x-acs-action"] == "SendSms":
            self.swallow -= 1
            request.connection.close()
            return
        self._reply(request, status, json.dumps(told | {"RequestId": "R-1"}).encode(), {})

    def _reply(self, request: BaseHTTPRequestHandler, status: int, raw: bytes, extra: dict[str, str]) -> None:
        request.send_response(status)
        for name, value in ({"Content-Length": str(len(raw))} | extra).items():
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(raw)

    def _refusal(
        self, method: str, pairs: list[tuple[str, str]], headers: dict[str, str], body: bytes
    ) -> tuple[int, dict[str, Any]] | None:
        scheme, _space, rest = headers["authorization"].partition(" ")
        parts = dict(part.split("=", 1) for part in rest.split(","))
        if scheme != "ACS3-HMAC-SHA256" or parts["Credential"] != KEY:
            return 404, {
                "Code": "InvalidAccessKeyId.NotFound",
                "Message": "Specified access key is not found.",
            }
        names = parts["SignedHeaders"].split(";")
        must = {"host"} | {name for name in headers if name.startswith("x-acs-")}
        if names != sorted(must) or parts["Signature"] != expected(method, pairs, headers, names, body):
            return 400, {"Code": "SignatureDoesNotMatch", "Message": "Specified signature is not matched."}
        if headers["x-acs-version"] != "2017-05-25" or headers["x-acs-signature-nonce"] in self.nonces:
            return 400, {
                "Code": "SignatureNonceUsed",
                "Message": "Specified signature nonce was used already.",
            }
        self.nonces.add(headers["x-acs-signature-nonce"])
        return None

    def _act(self, headers: dict[str, str], given: dict[str, str]) -> tuple[int, dict[str, Any]]:
        self.asked.append(headers["x-acs-action"])
        if self.next_codes:
            code, said = self.next_codes.pop(0)
            return 200, {"Code": code, "Message": said}
        if headers["x-acs-action"] == "QuerySendDetails":
            return 200, self._details(given)
        if given["SignName"] not in SIGNS:
            return 200, {"Code": "isv.SMS_SIGNATURE_ILLEGAL", "Message": "该账号下找不到对应签名"}
        if given["TemplateCode"] not in TEMPLATES:
            return 200, {"Code": "isv.SMS_TEMPLATE_ILLEGAL", "Message": "该账号下找不到对应模板"}
        text = TEMPLATES[given["TemplateCode"]]
        for name, value in json.loads(given["TemplateParam"]).items():
            text = text.replace(f"${{{name}}}", value)
        if "${" in text:
            return 200, {"Code": "isv.TEMPLATE_MISSING_PARAMETERS", "Message": "模板变量中存在未赋值变量"}
        date = headers["x-acs-date"][:10].replace("-", "")
        kept = {
            "PhoneNum": given["PhoneNumbers"],
            "OutId": given["OutId"],
            "TemplateCode": given["TemplateCode"],
        }
        self.sent.append(kept | {"Content": f"【{given['SignName']}】{text}", "SendDate": date})
        return 200, {"Code": "OK", "Message": "OK", "BizId": f"9006{len(self.sent)}^0"}

    def _details(self, given: dict[str, str]) -> dict[str, Any]:
        size, page = int(given["PageSize"]), int(given["CurrentPage"])
        mine = [one | {"SendStatus": 3} for one in self.sent if one["PhoneNum"] == given["PhoneNumber"]]
        shown = mine[(page - 1) * size : page * size]
        return {
            "Code": "OK",
            "Message": "OK",
            "TotalCount": str(len(mine)),
            "SmsSendDetailDTOs": {"SmsSendDetailDTO": shown},
        }
