"""The one door to reviews, and to the works that upper rooms have reviewed."""

from skillweek.review.queries.batch import (
    WORK,
    Pick,
    Reviewable,
    UnknownKind,
    name_of,
    picks,
    reviewable,
    reviewables,
)
from skillweek.review.queries.reviews import (
    Place,
    about,
    changes,
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
from skillweek.review.queries.ways import StandIn, after, open_of, stand_in, way_up
from skillweek.review.queries.works import (
    Part,
    Work,
    gates,
    shut,
    works,
    works_editable_by,
    works_reviewable_by,
    works_visible_to,
)

__all__ = [
    "WORK", "Part", "Pick", "Place", "Reviewable", "StandIn", "UnknownKind", "Work", "about", "after",
    "changes", "decidable", "following", "for_inbox", "gates", "may_decide", "name_of", "next_address",
    "of", "of_all", "open_of", "picks", "place", "queue", "returned_to", "reviewable", "reviewables",
    "shut", "stand_in", "targets_of", "waiting_for", "way_up", "works", "works_editable_by",
    "works_reviewable_by", "works_visible_to",
]  # fmt: skip
