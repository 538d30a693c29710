"""Mail by SMTP: plain, with STARTTLS or over TLS, as EMAIL_URL says."""

import json
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import BadHeaderError

from skillweek.messaging.gateways.problems import GatewayProblem, Refused, Trouble
from skillweek.messaging.models import Message


def message_id(message: Message) -> str:
    """The same for every try, so that a server or reader who gets a message twice can tell."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{message.pk}@{domain}>"


def _way_out(message: Message) -> dict[str, str]:
    """Where a message gives the value ``unsubscribe``, mail programs offer to stop it at one click (RFC 8058)."""
    link = json.loads(message.values or "{}").get("unsubscribe")
    if not link:
        return {}
    return {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def as_mail(message: Message) -> EmailMessage:
    """The mail of ``message``; machines are told that no machine need answer. Raises :class:`Refused`."""
    headers = {"Message-ID": message_id(message), "Auto-Submitted": "auto-generated"} | _way_out(message)
    mail = EmailMessage(message.subject, message.body, None, [message.address], headers=headers)
    try:
        mail.message()
    except (BadHeaderError, ValueError, UnicodeError) as error:
        raise Refused("mail.address") from error
    return mail


class MailGateway:
    """One connection per message: slower than keeping it, and nothing is left half said."""

    name = "smtp"

    def send(self, message: Message) -> str:
        """Send as plain text; the number is the Message-ID."""
        mail = as_mail(message)
        with _explained(), _connected() as backend:
            backend.send_messages([mail])
        return message_id(message)

    def find(self, message: Message) -> str | None:
        """SMTP cannot be asked."""
        return None

    def check(self) -> None:
        """Connect, say hello, encrypt and sign in as when sending."""
        with _explained(), _connected() as backend:
            assert backend.connection is not None  # it is open
            backend.connection.noop()


@contextmanager
def _connected() -> Iterator[EmailBackend]:
    """A connection that is signed in, closed in good order or cut."""
    backend = EmailBackend(fail_silently=False, timeout=settings.EMAIL_TIMEOUT)
    try:
        backend.open()
        yield backend
        backend.close()
    finally:  # what broke on the way, when greeting or signing in too
        for link in (backend.connection, getattr(backend, "_partial_connection", None)):
            if link is not None:
                link.close()


@contextmanager
def _explained() -> Iterator[None]:
    """Turn what smtplib raises into what gateways raise."""
    try:
        yield
    except (smtplib.SMTPException, OSError, UnicodeError) as error:
        raise _problem(error) from error


def _problem(error: Exception) -> GatewayProblem:
    """Set-up problems and unreachable servers concern every mail; a refusal of 5xx is for this one alone."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
        return _judged("mail.recipient", code, said)
    if isinstance(error, smtplib.SMTPDataError):
        return _judged("mail.content", error.smtp_code, error.smtp_error)
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return Trouble("mail.login", _said(error.smtp_code, error.smtp_error), everywhere=True)
    if isinstance(error, smtplib.SMTPSenderRefused):
        return _sender(error)
    if isinstance(error, (ssl.SSLError, smtplib.SMTPNotSupportedError)):
        return Trouble("mail.tls", str(error), everywhere=True)
    if isinstance(error, UnicodeError):
        return Refused("mail.address")
    if isinstance(error, smtplib.SMTPResponseException):
        return Trouble("mail.unreachable", _said(error.smtp_code, error.smtp_error), everywhere=True)
    return Trouble("mail.unreachable", str(error), everywhere=True)


def _sender(error: smtplib.SMTPSenderRefused) -> Trouble:
    said = _said(error.smtp_code, error.smtp_error)
    if error.smtp_code < 500:
        return Trouble("mail.later", said)
    return Trouble("mail.sender", said, everywhere=True)


def _judged(code: str, number: int, said: bytes | str) -> GatewayProblem:
    """4xx is for another time, 5xx for never (RFC 5321, 4.2.1)."""
    if number < 500:
        return Trouble("mail.later", _said(number, said))
    return Refused(code, _said(number, said))


def _said(number: int, said: bytes | str) -> str:
    text = said.decode(errors="replace") if isinstance(said, bytes) else said
    return f"{number} {text}"
