"""The one door to messages and their texts."""

from collections.abc import Mapping

from skillweek.messaging.rules import KINDS, fill


def compose(*, city_code: str, key: str, values: Mapping[str, str]) -> tuple[str, str]:
    """Subject and body of a message of kind ``key`` for a city, with ``values`` put in."""
    kind = KINDS[key]
    return fill(str(kind.subject), values), fill(str(kind.body), values)
