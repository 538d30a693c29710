"""Works as the desk's review of many sees them."""

from typing import Any

from skillweek.review.actions import decide_work
from skillweek.review.models import Reviewed
from skillweek.review.queries import Reviewable, works


def any_work() -> Reviewable:
    """How many works are decided on at once, whatever their kind."""
    return Reviewable(Reviewed, decide_work, look)


def look(targets: list[Any]) -> dict[Any, list[str]]:
    """What each work lacks."""
    return {work.pk: works[work.review_kind]().missing(work) for work in targets}
