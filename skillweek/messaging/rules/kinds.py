"""Kinds of messages: which words each may use, and the text it starts with."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise

#: {{ name }}; anything else between braces is text
_PLACE = re.compile(r"\{\{ ?([a-z_]{1,40}) ?\}\}")


@dataclass(frozen=True)
class MessageKind:
    """A kind of message: its name for officers, its variables (name -> what it stands for), its preset text.

    A kind without a subject is a text message. ``samples`` fill the preview; without one the meaning stands there.
    """

    key: str
    label: str | Promise
    variables: Mapping[str, str | Promise]
    subject: str | Promise
    body: str | Promise
    samples: Mapping[str, str | Promise] = field(default_factory=dict)

    @property
    def is_text_message(self) -> bool:
        """True when it goes to telephones."""
        return not str(self.subject)

    def sample_values(self) -> dict[str, str]:
        """A value for every variable."""
        return {
            name: str(self.samples.get(name) or f"〔{meaning}〕") for name, meaning in self.variables.items()
        }


#: kinds by key, registered by the rooms that send them when the app starts
KINDS: dict[str, MessageKind] = {}


def register(kind: MessageKind) -> None:
    """Make ``kind`` known; the same key twice must be the same kind."""
    if KINDS.setdefault(kind.key, kind) != kind:
        raise ValueError(f"{kind.key} is already registered")


def fill(text: str, values: Mapping[str, str]) -> str:
    """``text`` with every ``{{ name }}`` of ``values`` put in; nothing else is evaluated, unknown names stay.

    Values are put in once: braces inside a value are text.
    """
    return _PLACE.sub(lambda match: values.get(match[1], match[0]), text)


def names_in(text: str) -> list[str]:
    """The names between double braces, in their order, each once."""
    return list(dict.fromkeys(_PLACE.findall(text)))


def unknown_names(text: str, kind: MessageKind) -> list[str]:
    """Names in ``text`` that ``kind`` does not give; they would be printed as they stand."""
    return [name for name in names_in(text) if name not in kind.variables]
