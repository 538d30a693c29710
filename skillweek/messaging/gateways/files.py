"""Messages as files named by message, for trying things out and for offices without a server or provider.

A file appears whole or not at all, and the same message always has the same file: trying again does no harm.
"""

import os
from pathlib import Path

from django.conf import settings

from skillweek.messaging.gateways.mail import as_mail
from skillweek.messaging.gateways.problems import Trouble
from skillweek.messaging.models import Message
from skillweek.messaging.rules.length import signed


class _Files:
    """A folder of messages."""

    name = "files"
    suffix = ""

    @property
    def folder(self) -> Path:
        """Where the files lie."""
        raise NotImplementedError

    def content(self, message: Message) -> bytes:
        """What the file of ``message`` holds."""
        raise NotImplementedError

    def send(self, message: Message) -> str:
        """Write the file."""
        path = self.folder / f"{message.pk}{self.suffix}"
        scratch = path.with_suffix(f".{os.getpid()}")
        content = self.content(message)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            scratch.write_bytes(content)
            scratch.replace(path)
        except OSError as error:
            raise Trouble("file.unwritable", error.strerror or "", everywhere=True) from error
        return path.name

    def find(self, message: Message) -> str | None:
        """The file, when it is there."""
        path = self.folder / f"{message.pk}{self.suffix}"
        return path.name if path.exists() else None

    def check(self) -> None:
        """See whether the folder can be written to."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Trouble("file.unwritable", error.strerror or "") from error
        if not os.access(self.folder, os.W_OK):
            raise Trouble("file.unwritable", str(self.folder))


class MailFiles(_Files):
    """``<id>.eml``: the mail as it would have gone out."""

    suffix = ".eml"

    @property
    def folder(self) -> Path:
        """Where mail lies."""
        return Path(settings.EMAIL_FILE_PATH)

    def content(self, message: Message) -> bytes:
        """The mail with its headers."""
        return as_mail(message).message().as_bytes()


class TextFiles(_Files):
    """``<id>.txt``: the number in the first line, then the text with its signature."""

    suffix = ".txt"

    @property
    def folder(self) -> Path:
        """Where text messages lie."""
        return Path(settings.SMS_FILE_PATH)

    def content(self, message: Message) -> bytes:
        """Number and text."""
        return f"{message.address}\n{signed(message.body, settings.SMS_SIGN)}\n".encode()


def forget(message_ids: list[str]) -> None:
    """Delete the files of messages whose time is over."""
    for gateway in (MailFiles(), TextFiles()):
        for pk in message_ids:
            (gateway.folder / f"{pk}{gateway.suffix}").unlink(missing_ok=True)
