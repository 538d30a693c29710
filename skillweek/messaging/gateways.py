"""Ways out of the house. Text messages go to files until a provider is configured."""

from typing import Protocol

from django.conf import settings
from django.core.mail import send_mail

from skillweek.messaging.models import Message


class Gateway(Protocol):
    """Hands a message over; raises when it could not."""

    def send(self, message: Message) -> None:
        """Deliver ``message`` once."""


class MailGateway:
    """Mail through Django's mail settings (SMTP, or files when EMAIL_URL is empty)."""

    def send(self, message: Message) -> None:
        """Send as plain text."""
        send_mail(message.subject, message.body, None, [message.address])


class FileGateway:
    """Text messages as files named by message, for trying things out and for offices without a provider."""

    def send(self, message: Message) -> None:
        """Write ``<id>.txt``: the number in the first line, then the text."""
        settings.SMS_FILE_PATH.mkdir(parents=True, exist_ok=True)
        path = settings.SMS_FILE_PATH / f"{message.pk}.txt"
        path.write_text(f"{message.address}\n{message.body}\n", encoding="utf-8")


GATEWAYS: dict[str, Gateway] = {Message.Channel.MAIL: MailGateway(), Message.Channel.SMS: FileGateway()}


def gateway_for(channel: str) -> Gateway:
    """The gateway of a channel."""
    return GATEWAYS[channel]
