"""A card of stamps: when it is full, and what it still lacks."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skillweek.booking.rules.visits import BookingError


class NoCard(BookingError):
    """There is no card to open, or no gift to give."""

    code = "no-card"


@dataclass(frozen=True)
class Goal:
    """Stamps of a full card, from how many places and of how many kinds; 0 stamps: no cards."""

    stamps: int = 4
    places: int = 2
    kinds: int = 1


@dataclass(frozen=True)
class Progress:
    """How far a card is: stamps, different places, different kinds."""

    stamps: int
    places: int
    kinds: int
    goal: Goal

    @property
    def full(self) -> bool:
        """True when nothing is missing."""
        return not self.missing

    @property
    def missing(self) -> list[str]:
        """What the card still lacks, in words."""
        found = []
        if (lack := self.goal.stamps - self.stamps) > 0:
            found.append(ngettext("还差 %(n)s 个章", "还差 %(n)s 个章", lack) % {"n": lack})
        if (lack := self.goal.places - self.places) > 0:
            found.append(
                ngettext("还要去 %(n)s 个没去过的县（市、区）", "还要去 %(n)s 个没去过的县（市、区）", lack)
                % {"n": lack}
            )
        if (lack := self.goal.kinds - self.kinds) > 0:
            found.append(
                ngettext("还要参加 %(n)s 类没参加过的活动", "还要参加 %(n)s 类没参加过的活动", lack)
                % {"n": lack}
            )
        return found


def progress(places: Collection[object], kinds: Collection[object], goal: Goal) -> Progress:
    """How far a card with one stamp per element of ``places`` (and of ``kinds``, beside it) is."""
    return Progress(len(places), len(set(places)), len(set(kinds)), goal)


def no_gift(card: Progress, given: bool) -> NoCard | None:
    """Why a gift cannot be given for a card, or None."""
    if given:
        return NoCard(_("这张卡的纪念品已经发过了"))
    if not card.full:
        return NoCard(_("这张卡还没有集满：%(missing)s") % {"missing": _("，").join(card.missing)})
    return None
