"""Targets spelled out one by one, and what is missing to them, in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skillweek.coverage.models.targets import DIMENSIONS, Target, said

#: day, place, audience ... of one single target, by id; what is not named is left out
Key = tuple[tuple[str, Any], ...]


def key_of(facts: Mapping[str, Any]) -> Key:
    """The facts by id (days as they are), in the order of DIMENSIONS."""
    return tuple((name, getattr(facts[name], "pk", facts[name])) for name in DIMENSIONS if name in facts)


@dataclass(frozen=True)
class Want:
    """One single target that a rule comes to."""

    target: Target
    facts: Mapping[str, Any] = field(hash=False)
    highlight: bool
    minimum: int
    weight: int

    @property
    def key(self) -> tuple[Key, bool]:
        """What tells it from others."""
        return key_of(self.facts), self.highlight

    @property
    def label(self) -> str:
        """What is counted, in words."""
        return said(self.facts, self.highlight)


def expand(targets: Iterable[Target], values: Mapping[str, Sequence[Any]]) -> list[Want]:
    """Every single target; where two rules speak of the same mix, the one with fewer ``each`` facts counts.

    ``values`` are those that "each" of a fact stands for. A target of 0 is none.
    """
    found: dict[tuple[Key, bool], Want] = {}
    for target in sorted(targets, key=lambda one: -len(one.each)):
        for chosen in product(*(values[name] for name in target.each)):
            facts = target.facts | dict(zip(target.each, chosen, strict=True))
            want = Want(target, facts, target.highlight, target.minimum, target.weight)
            found[want.key] = want
    return [want for want in found.values() if want.minimum]


@dataclass(frozen=True)
class Gap:
    """A target that is not met: the target, how many there are."""

    want: Want
    have: int

    @property
    def missing(self) -> int:
        """How many are missing."""
        return self.want.minimum - self.have

    @property
    def urgency(self) -> tuple[int, int]:
        """Smaller is more urgent: the weight of what is missing, and whether there is nothing at all."""
        return (-self.missing * self.want.weight, self.have)

    @property
    def label(self) -> str:
        """What is counted, in words."""
        return self.want.label

    @property
    def text(self) -> str:
        """The gap in words."""
        words = {"have": self.have, "minimum": self.want.minimum, "missing": self.missing}
        return _("现有 %(have)d 场，目标 %(minimum)d 场，还差 %(missing)d 场") % words


@dataclass(frozen=True)
class Group:
    """Gaps of one rule."""

    target: Target
    gaps: list[Gap]

    @property
    def text(self) -> str:
        """The rule and how many of its places are empty."""
        missing = sum(gap.missing for gap in self.gaps)
        words = {"n": len(self.gaps), "missing": missing}
        return (
            ngettext(
                "%(n)d 处没有达到，共差 %(missing)d 场",
                "%(n)d 处没有达到，共差 %(missing)d 场",
                len(self.gaps),
            )
            % words
        )


def urgent_first(gaps: Iterable[Gap]) -> list[Group]:
    """Gaps by rule, the heaviest gap and the rule that has it first."""
    groups: dict[int, Group] = {}
    for gap in sorted(gaps, key=lambda one: one.urgency):
        groups.setdefault(gap.want.target.pk, Group(gap.want.target, [])).gaps.append(gap)
    return list(groups.values())
