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
from skillweek.programme.queries.crowds import (
    limit_of,
    limits,
    overfull,
    promised_places,
    with_limits,
)
from skillweek.programme.queries.imports import grids_of, imports_of, plan_of, table_of
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
    "announced_sessions", "editable_by", "editing_units", "grids_of", "imports_of", "limit_of", "limits",
    "occupying_sessions", "of_desk", "overfull", "partner_units", "plan_of", "promised",
    "promised_places", "public_sessions", "published", "relied_on", "sessions_editable_by", "sessions_of",
    "shown", "standing_sessions", "state_counts", "table_of", "venue_choices", "visible_to",
    "visible_units", "with_desk_facts", "with_limits",
]  # fmt: skip
