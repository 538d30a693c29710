"""The way of a review up the tree, and who decides in whose place."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from skillweek.organisations.models import Organisation
from skillweek.organisations.queries import OpenThing, decider, subtree_ids
from skillweek.review.models import Decision, Review


def way_up(review: Review) -> list[Organisation]:
    """The units that ``review`` still has to pass in this round, the one it is with now first; never empty.

    Who decides in a unit's place passes for it; a unit further up passes for all below it.
    """
    way = list(review.owner.ancestors().select_related("parent", "stand_in"))[::-1]
    ids = [unit.pk for unit in way]
    approved = review.decisions.filter(round=review.round, verdict=Decision.Verdict.APPROVED)
    at = 0
    for unit in approved.order_by("id").values_list("organisation_id", flat=True):
        at = ids.index(unit) + 1 if unit in ids else at + 1
    here = [review.waiting_at] if review.waiting_at else [review.owner]
    return way[at:] or here


def after(way: Sequence[Organisation], here: Organisation) -> Organisation:
    """The next unit of ``way`` when ``here`` has approved; ``here`` may stand in for the first."""
    ids = [unit.pk for unit in way]
    at = ids.index(here.pk) if here.pk in ids else 0
    return way[min(at + 1, len(way) - 1)]


@dataclass(frozen=True)
class StandIn:
    """``by`` decides in the place of ``unit``, where nobody may."""

    unit: Organisation
    by: Organisation


def stand_in(review: Review) -> StandIn | None:
    """Who decides on ``review`` in another's place; None when it waits where somebody of the unit itself may."""
    if review.waiting_at is None:
        return None
    meant = way_up(review)[0]
    by = review.waiting_at if review.waiting_at != meant else decider(meant)
    return StandIn(meant, by) if by != meant else None


def open_of(unit: Organisation) -> list[OpenThing]:
    """Reviews of ``unit`` and those below it, and reviews that wait there."""
    mine = Q(owner__in=subtree_ids(unit)) | Q(waiting_at=unit)
    count = Review.objects.filter(mine, state=Review.State.WAITING).count()
    return [OpenThing(_("等待审核的内容"), count, waits=True)]
