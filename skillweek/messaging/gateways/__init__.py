"""Ways out of the house: mail by SMTP, text messages by a provider, or both into files for offices without one.

A gateway hands one message over and gives the other side's number for it. It raises :class:`Refused` when trying
again is useless and :class:`Trouble` when it is not.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

from django.conf import settings

from skillweek.messaging.gateways.aliyun import AliyunGateway
from skillweek.messaging.gateways.files import MailFiles, TextFiles
from skillweek.messaging.gateways.mail import MailGateway
from skillweek.messaging.gateways.problems import Refused, Trouble
from skillweek.messaging.models import Message

__all__ = ["Gateway", "Reach", "Refused", "Trouble", "gateway_for", "rest", "resting", "wake"]

#: how long to leave a gateway alone that could not be reached
REST_SECONDS = 15.0


@dataclass(frozen=True)
class Reach:
    """Whether a gateway could be used just now, and the problem's code when not."""

    problem_code: str = ""
    detail: str = ""

    @property
    def fine(self) -> bool:
        """True when nothing stood in the way."""
        return not self.problem_code


class Gateway(Protocol):
    """Hands messages over."""

    name: str

    def send(self, message: Message) -> str:
        """Hand ``message`` over; the other side's number for it, or an empty string."""

    def find(self, message: Message) -> str | None:
        """The other side's number when an earlier, interrupted try did arrive; None when unknown."""

    def check(self) -> None:
        """Try to reach the other side without sending anything; raises :class:`Trouble`."""


#: providers of text messages by the scheme of SMS_URL; a new one is a class and a line here
PROVIDERS: dict[str, Callable[[str], Gateway]] = {
    "aliyun": AliyunGateway,
    "aliyun+http": AliyunGateway,
}


def gateway_for(channel: str) -> Gateway:
    """The gateway of a channel, as configured."""
    if channel == Message.Channel.MAIL:
        return MailGateway() if settings.EMAIL_HOST else MailFiles()
    if settings.SMS_URL:
        return PROVIDERS[urlsplit(settings.SMS_URL).scheme](settings.SMS_URL)
    return TextFiles()


_asleep: dict[str, float] = {}


def rest(channel: str) -> None:
    """Leave the gateway of ``channel`` alone for a while, so that the queue does not wait for it again and again."""
    _asleep[channel] = time.monotonic() + REST_SECONDS


def resting(channel: str) -> float:
    """Seconds until the gateway of ``channel`` is tried again; 0 when it may be."""
    return max(0.0, _asleep.get(channel, 0.0) - time.monotonic())


def wake() -> None:
    """Try every gateway at once."""
    _asleep.clear()
