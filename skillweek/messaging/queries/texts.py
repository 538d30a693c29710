"""The words of a message: the city's own, or the preset.

Own words are read at most every few seconds per process, so that ten thousand messages ask once and a change made
elsewhere is heard of soon.
"""

import time
from collections.abc import Mapping

from django.utils.translation import get_language

from skillweek.messaging.models import Template
from skillweek.messaging.rules import KINDS, MessageKind, fill

FRESH_SECONDS = 3.0
Words = dict[tuple[str, str, str], tuple[str, str]]

_known: tuple[float, Words] = (0.0, {})


def language() -> str:
    """The language that own words are looked up in: English, or else Simplified Chinese."""
    return "en" if (get_language() or "").startswith("en") else "zh-hans"


def forget() -> None:
    """Read own words anew the next time."""
    global _known
    _known = (0.0, {})


def _words() -> Words:
    global _known
    until, words = _known
    now = time.monotonic()
    if now >= until:
        rows = Template.objects.values_list("city_code", "kind", "language", "subject", "body").order_by()
        words = {(city, kind, tongue): (subject, body) for city, kind, tongue, subject, body in rows}
        _known = (now + FRESH_SECONDS, words)
    return words


def words_of(city_code: str, kind: MessageKind) -> tuple[str, str]:
    """Subject and body as the city has them, variables not yet put in."""
    own = _words().get((city_code, kind.key, language()))
    return own if own is not None else (str(kind.subject), str(kind.body))


def compose(*, city_code: str, key: str, values: Mapping[str, str]) -> tuple[str, str]:
    """Subject and body of a message of kind ``key`` for a city, with ``values`` put in."""
    subject, body = words_of(city_code, KINDS[key])
    return fill(subject, values), fill(body, values)


def preview(kind: MessageKind, subject: str, body: str) -> tuple[str, str]:
    """How words would read, with sample values put in."""
    values = kind.sample_values()
    return fill(subject, values), fill(body, values)
