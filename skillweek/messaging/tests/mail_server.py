"""A mail server for tests: aiosmtpd on a port of its own, answering what it is told to."""

import asyncio
import ssl
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from types import TracebackType
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.live import free_port


class MailServer:
    """Keeps what arrives. ``answers`` are given to the next recipients, ``at_data`` to the next contents, in turn."""

    def __init__(self, *, tls: ssl.SSLContext | None = None, over_tls: bool = False, login: str = "") -> None:
        self.arrived: list[EmailMessage] = []
        self.envelopes: list[Envelope] = []
        self.answers: list[str] = []
        self.at_data: list[str] = []
        self.judge: Callable[[str], str] | None = None
        self.slow_seconds = 0.0
        self.senders_refused = ""
        self.port = free_port()
        self._lines: set[Any] = set()
        options: dict[str, Any] = (
            {"ssl_context": tls} if over_tls else {"tls_context": tls, "require_starttls": tls is not None}
        )
        if login:
            options |= {
                "authenticator": self._authenticate(login),
                "auth_required": True,
                "auth_require_tls": True,
            }
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, **options)

    def _authenticate(self, login: str) -> Callable[..., AuthResult]:
        def check(
            server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
        ) -> AuthResult:
            right = (
                isinstance(data, LoginPassword) and f"{data.login.decode()}:{data.password.decode()}" == login
            )
            return AuthResult(success=right, handled=False)

        return check

    def __enter__(self) -> "MailServer":
        self._controller.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for line in self._lines:  # a client that gave up leaves its line open
            self._controller.loop.call_soon_threadsafe(line.abort)
        self._controller.stop()

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:  # aiosmtpd
        """Take the sender."""
        self._lines.add(server.transport)
        if self.senders_refused:
            return self.senders_refused
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:  # aiosmtpd
        """Answer as told, or take the recipient."""
        answer = self.answers.pop(0) if self.answers else self.judge(address) if self.judge else "250 OK"
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # aiosmtpd
        """Keep the mail, unless told to answer otherwise."""
        await asyncio.sleep(self.slow_seconds)
        answer = self.at_data.pop(0) if self.at_data else "250 OK"
        if answer.startswith("2"):
            self.envelopes.append(envelope)
            self.arrived.append(message_from_bytes(envelope.content, policy=policy.default))
        return answer
