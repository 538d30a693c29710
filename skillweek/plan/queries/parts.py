"""What can be taken over from another edition, and what stands in the way when dates move: rooms register both."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from skillweek.common.registry import Registry
from skillweek.plan.models import Edition
from skillweek.plan.rules import Shift


@dataclass(frozen=True)
class Part:
    """A part of an edition that a new one may take over.

    ``clone(source, target, shift)`` writes it for ``target`` and says how many rows it made; ``count(source)`` says
    how many there are to take. ``needs`` are parts without which this one makes no sense.
    """

    label: Any
    hint: Any
    clone: Callable[[Edition, Edition, Shift], int]
    count: Callable[[Edition], int]
    needs: tuple[str, ...] = field(default=())


#: parts() -> Part, by key, in the order in which they are taken over; a call, so that actions are imported late
parts: Registry[Callable[[], Part]] = Registry()


@dataclass(frozen=True)
class Outside:
    """What would lie outside an edition's new dates.

    ``firm`` is how many of them the public counts on: those forbid the move. ``loose`` are others, which an officer
    may leave to their makers; ``titles`` names some.
    """

    label: str
    firm: int = 0
    loose: int = 0
    titles: list[str] = field(default_factory=list)


#: outside(edition, starts, ends) -> Outside
outside: Registry[Callable[[Edition, date, date], Outside]] = Registry()


#: follower(edition, shift): an upper room moves what hangs on the edition's dates; called after they moved
followers: Registry[Callable[[Edition, Shift], None]] = Registry()


def all_parts() -> dict[str, Part]:
    """Every part by key, in order."""
    return {key: provider() for key, provider in parts.items()}


def unmet_needs(chosen: Iterable[str]) -> list[tuple[Part, Part]]:
    """Chosen parts that need another which is not chosen."""
    known, taken = all_parts(), set(chosen)
    return [
        (known[key], known[need])
        for key in known
        if key in taken
        for need in known[key].needs
        if need not in taken
    ]


def lying_outside(edition: Edition, starts: date, ends: date) -> list[Outside]:
    """What would lie outside the days from ``starts`` to ``ends``, sort by sort; only sorts that have any."""
    found = [provider(edition, starts, ends) for _key, provider in outside.items()]
    return [one for one in found if one.firm or one.loose]
