"""The one door to reviews, and to the works that upper rooms have reviewed."""

from skillweek.review.queries.batch import (
    WORK,
    Pick,
    Reviewable,
    UnknownKind,
    picks,
    reviewable,
    reviewables,
)
from skillweek.review.queries.reviews import (
    Place,
    decidable,
    following,
    for_inbox,
    may_decide,
    next_address,
    of,
    of_all,
    place,
    queue,
    returned_to,
    targets_of,
    waiting_for,
)
from skillweek.review.queries.works import (
    Part,
    Work,
    works,
    works_editable_by,
    works_reviewable_by,
    works_visible_to,
)

__all__ = [
    "WORK", "Part", "Pick", "Place", "Reviewable", "UnknownKind", "Work", "decidable", "following", "for_inbox",
    "may_decide", "next_address", "of", "of_all", "picks", "place", "queue", "returned_to", "reviewable",
    "reviewables", "targets_of", "waiting_for", "works", "works_editable_by", "works_reviewable_by",
    "works_visible_to",
]  # fmt: skip
