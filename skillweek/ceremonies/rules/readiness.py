"""How far a ceremony is prepared."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """One thing to prepare: what it is called, whether it is done, what is missing, and where it is done."""

    key: str
    label: str
    done: bool
    missing: str
    way: str


def percent(steps: Sequence[Step]) -> int:
    """How much of it is done, in whole per cent rounded down."""
    return 100 * sum(step.done for step in steps) // len(steps) if steps else 0
