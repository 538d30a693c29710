"""The one door to activities and sessions."""

from skillweek.programme.queries.activities import (
    editable_by,
    editing_units,
    found_units,
    of_desk,
    partner_units,
    published,
    readable_by,
    shared_with,
    shown,
    state_counts,
    visible_to,
    visible_units,
    with_desk_facts,
)
from skillweek.programme.queries.autosaves import autosaved, typed
from skillweek.programme.queries.copying import copyable
from skillweek.programme.queries.imports import grids_of, imports_of, plan_of, table_of
from skillweek.programme.queries.revisions import OPEN, differences, stale, working_copy_of
from skillweek.programme.queries.series import Planned, on_theme_day, plan_series, tagged, themed
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
    "OPEN", "Planned", "announced_sessions", "autosaved", "copyable", "differences", "editable_by",
    "editing_units", "found_units", "grids_of", "imports_of", "occupying_sessions", "of_desk",
    "on_theme_day", "partner_units", "plan_of", "plan_series", "promised", "public_sessions",
    "published", "readable_by", "relied_on", "sessions_editable_by", "sessions_of", "shared_with",
    "shown", "stale", "standing_sessions", "state_counts", "table_of", "tagged", "themed", "typed",
    "venue_choices", "visible_to", "visible_units", "with_desk_facts", "working_copy_of",
]  # fmt: skip
