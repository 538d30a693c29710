"""How many text messages a text is billed as."""

from dataclasses import dataclass
from math import ceil

SINGLE = 70
PART = 67


@dataclass(frozen=True)
class Length:
    """Characters with the signature, and the parts they are sent in."""

    characters: int
    parts: int


def signed(text: str, signature: str) -> str:
    """``text`` as telephones show it: the signature in front."""
    return f"【{signature}】{text}" if signature else text


def length(text: str, signature: str) -> Length:
    """Counted as networks do (UTF-16 units): 70 in one message, 67 in each part of a longer one."""
    units = len(signed(text, signature).encode("utf-16-le")) // 2
    return Length(units, 1 if units <= SINGLE else ceil(units / PART))
