"""Everything that writes the programme, one verb per function."""

from skillweek.programme.actions.activities import create_activity, edit_activity, set_partners
from skillweek.programme.actions.autosaves import autosave, erase_autosaves, forget_autosave
from skillweek.programme.actions.copying import copy_activities
from skillweek.programme.actions.decisions import (
    cancel_activity,
    decide_activity,
    decide_reviewed,
    submit_activity,
    withdraw_activity,
)
from skillweek.programme.actions.importing import (
    answer_import,
    commit_import,
    drop_import,
    import_rows,
    take_table,
)
from skillweek.programme.actions.moves import (
    Moved,
    Placing,
    Refusal,
    check_movable,
    move_session,
    move_sessions,
)
from skillweek.programme.actions.revisions import drop_revision, retake_revision, revise_activity
from skillweek.programme.actions.rooms import follow_sharing, take_rooms
from skillweek.programme.actions.safeguards import set_safeguard
from skillweek.programme.actions.search import refresh_search
from skillweek.programme.actions.series import add_series, remove_sessions, shift_sessions
from skillweek.programme.actions.sessions import add_session, cancel_session, edit_session, remove_session
from skillweek.programme.actions.staff import set_staff

__all__ = [
    "Moved",
    "Placing",
    "Refusal",
    "add_series",
    "add_session",
    "answer_import",
    "autosave",
    "cancel_activity",
    "cancel_session",
    "check_movable",
    "commit_import",
    "copy_activities",
    "create_activity",
    "decide_activity",
    "decide_reviewed",
    "drop_import",
    "drop_revision",
    "edit_activity",
    "edit_session",
    "erase_autosaves",
    "follow_sharing",
    "forget_autosave",
    "import_rows",
    "move_session",
    "move_sessions",
    "refresh_search",
    "remove_session",
    "remove_sessions",
    "retake_revision",
    "revise_activity",
    "set_partners",
    "set_safeguard",
    "set_staff",
    "shift_sessions",
    "submit_activity",
    "take_rooms",
    "take_table",
    "withdraw_activity",
]
