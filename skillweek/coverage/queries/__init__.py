"""The one door to targets, the matrix, proposals and the ways of observers."""

from skillweek.coverage.queries.matrix import (
    Facts,
    code_of,
    gaps,
    matching,
    matrix,
    outside,
    removed_targets,
    standing,
    tally,
    targets,
    wants,
)
from skillweek.coverage.queries.people import Sharing, shared_units, sharing, writes_anywhere
from skillweek.coverage.queries.points import point_of
from skillweek.coverage.queries.problem import (
    Question,
    Situation,
    footing,
    locks,
    movable_sessions,
    situation,
)
from skillweek.coverage.queries.proposals import (
    Pair,
    accepted_count,
    by_day,
    changed_since,
    compared,
    lock_by_pk,
    locks_of,
    may_manage,
    movable_by,
    own_units,
    pairs_of,
    placements_of,
    proposals_of,
    public_session,
    question_of,
    readable_edition,
    shortfalls_of,
    weights_of,
)
from skillweek.coverage.queries.routes import (
    days_with_highlights,
    drawing,
    highlights,
    invitations,
    left_out_of,
    possible_guests,
    routes_managed_by,
    routes_visible_to,
    starting_points,
    stops_of,
)

__all__ = [
    "Facts", "Pair", "Question", "Sharing", "Situation", "accepted_count", "by_day", "changed_since", "code_of",
    "compared", "days_with_highlights", "drawing", "footing", "gaps", "highlights", "invitations", "left_out_of",
    "lock_by_pk", "locks", "locks_of", "matching", "matrix", "may_manage", "movable_by", "movable_sessions",
    "outside", "own_units", "pairs_of", "placements_of", "point_of", "possible_guests", "proposals_of",
    "public_session", "question_of", "readable_edition", "removed_targets", "routes_managed_by",
    "routes_visible_to", "shared_units", "sharing", "shortfalls_of", "situation", "standing", "starting_points",
    "stops_of", "tally", "targets", "wants", "weights_of", "writes_anywhere",
]  # fmt: skip
