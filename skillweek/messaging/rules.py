"""Kinds of messages: which words each may use, and the text it starts with."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

#: {{ name }}; anything else between braces is text
_PLACE = re.compile(r"\{\{ ?([a-z_]{1,40}) ?\}\}")


@dataclass(frozen=True)
class MessageKind:
    """A kind of message: its name for officers, its variables (name -> what it stands for), its preset text."""

    key: str
    label: str | Promise
    variables: Mapping[str, str | Promise]
    subject: str | Promise
    body: str | Promise


#: kinds by key, registered by the rooms that send them when the app starts
KINDS: dict[str, MessageKind] = {}


def register(kind: MessageKind) -> None:
    """Make ``kind`` known; the same key twice must be the same kind."""
    if KINDS.setdefault(kind.key, kind) != kind:
        raise ValueError(f"{kind.key} is already registered")


def fill(text: str, values: Mapping[str, str]) -> str:
    """``text`` with every ``{{ name }}`` of ``values`` put in; nothing else is evaluated, unknown names stay."""
    return _PLACE.sub(lambda match: values.get(match[1], match[0]), text)
