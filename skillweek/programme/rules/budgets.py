"""Money: nothing is spent unless a line says so, and no line says what may not be bought."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from skillweek.plan.models import FrugalityWord
from skillweek.plan.queries.presets import presets
from skillweek.programme.models import BudgetLine
from skillweek.programme.rules.safety import Gap
from skillweek.programme.rules.states import ProgrammeError


@dataclass(frozen=True)
class Finding:
    """A word of the edition's list that occurs in a line."""

    word: FrugalityWord

    @property
    def forbidden(self) -> bool:
        """True when no reason helps."""
        return self.word.forbidden

    @property
    def text(self) -> str:
        """What is found, and what the list says about it."""
        words = {"word": self.word.label, "why": self.word.note or self.word.label}
        if self.forbidden:
            return _("不得列支“%(word)s”：%(why)s") % words
        return _("写到了“%(word)s”：%(why)s") % words


def findings(item: str, reason: str, words: Iterable[FrugalityWord]) -> list[Finding]:
    """Which of ``words`` occur in ``item`` or ``reason``; a reason may deny them, harmless compounds do not count."""
    return [Finding(word) for word in words if _occurs(word, item) or _occurs(word, reason, denied=True)]


def _occurs(word: FrugalityWord, text: str, *, denied: bool = False) -> bool:
    for harmless in word.unless.split():
        text = text.replace(harmless, "　")
    if denied:
        text = re.sub(presets()["budget"]["denied"] + re.escape(word.label), "　", text)
    return word.label in text


def check_line(
    *, item: str, amount: Decimal, source: str, reason: str, words: Iterable[FrugalityWord]
) -> None:
    """Raise ProgrammeError when the line may not stand: what it is for, how much, from where, and why."""
    if not item:
        raise ProgrammeError(_("请写钱花在什么上"), "item")
    if amount < 0:
        raise ProgrammeError(_("金额不能是负数"), "amount")
    if amount and not source:
        raise ProgrammeError(_("要花钱的，请写经费从哪里来"), "source")
    found = findings(item, reason, words)
    for one in found:
        if one.forbidden:
            raise ProgrammeError(one.text, "item")
    if found and not reason:
        raise ProgrammeError(_("%(found)s。确实需要的，请写明理由") % {"found": found[0].text}, "reason")


def missing_reasons(lines: Iterable[BudgetLine], words: Sequence[FrugalityWord]) -> list[Gap]:
    """Lines that may not stand as they are: the list of words may be stricter now than when they were written."""
    gaps = []
    for line in lines:
        try:
            check_line(
                item=line.item, amount=line.amount, source=line.source, reason=line.reason, words=words
            )
        except ProgrammeError as problem:
            gaps.append(
                Gap("budget", "item", _("经费“%(item)s”：%(why)s") % {"item": line.item, "why": problem})
            )
    return gaps


def total(lines: Iterable[BudgetLine]) -> Decimal:
    """What everything costs."""
    return sum((line.amount for line in lines), Decimal(0))
