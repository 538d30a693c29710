"""The one door to activities and sessions."""

from skillweek.programme.queries.activities import (
    editable_by,
    editing_units,
    of_desk,
    partner_units,
    published,
    shown,
    state_counts,
    visible_to,
    visible_units,
    with_desk_facts,
)
from skillweek.programme.queries.sessions import (
    announced_sessions,
    occupying_sessions,
    promised,
    public_sessions,
    relied_on,
    sessions_editable_by,
    sessions_of,
    standing_sessions,
    venue_choices,
)

__all__ = [
    "announced_sessions", "editable_by", "editing_units", "occupying_sessions", "of_desk", "partner_units",
    "promised", "public_sessions", "published", "relied_on",
    "sessions_editable_by", "sessions_of", "shown", "standing_sessions", "state_counts", "venue_choices", "visible_to",
    "visible_units", "with_desk_facts",
]  # fmt: skip
