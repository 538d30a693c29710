"""A real mail server on this machine, and messages to send."""

from collections.abc import Callable, Iterator

import pytest

from skillweek.messaging import gateways
from skillweek.messaging.actions import queue
from skillweek.messaging.models import Message
from skillweek.messaging.queries import texts
from skillweek.messaging.tests.mail_server import MailServer

Make = Callable[..., Message]


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """Own words and unreachable gateways of other tests."""
    texts.forget()
    gateways.wake()
    yield
    texts.forget()
    gateways.wake()


@pytest.fixture
def server(settings: pytest.FixtureRequest) -> Iterator[MailServer]:
    """A mail server that takes everything unless told otherwise."""
    with MailServer() as running:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
        yield running


@pytest.fixture
def make(db: None) -> Make:
    """``make(address, body="…", …)`` queues a mail."""

    def made(address: str = "li@example.org", **facts: str) -> Message:
        made.count += 1
        given = {
            "city_code": "pds", "channel": "mail", "subject": "标题", "body": "正文", "dedup_key": f"key-{made.count}",
        } | facts  # fmt: skip
        message = queue(address=address, **given)
        assert message is not None
        return message

    made.count = 0
    return made
