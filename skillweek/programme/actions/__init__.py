"""Everything that writes the programme, one verb per function."""

from skillweek.programme.actions.activities import create_activity, edit_activity, set_partners
from skillweek.programme.actions.autosaves import autosave, erase_autosaves, forget_autosave
from skillweek.programme.actions.budgets import (
    add_budget_line,
    edit_budget_line,
    remove_budget_line,
    state_frugal,
)
from skillweek.programme.actions.copying import copy_activities
from skillweek.programme.actions.crowds import draft_crowd_rule, end_crowd_rule, set_crowd_rule
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
from skillweek.programme.actions.permits import set_permit
from skillweek.programme.actions.revisions import drop_revision, retake_revision, revise_activity
from skillweek.programme.actions.rooms import follow_sharing, take_rooms
from skillweek.programme.actions.safeguards import (
    Given,
    ask_full_plan,
    set_care,
    set_safeguard,
    write_safety_plan,
)
from skillweek.programme.actions.search import refresh_search
from skillweek.programme.actions.series import add_series, remove_sessions, shift_sessions
from skillweek.programme.actions.sessions import (
    add_session,
    cancel_session,
    cancel_sessions,
    edit_session,
    remove_session,
)
from skillweek.programme.actions.staff import set_staff

__all__ = [
    "Given",
    "Moved",
    "Placing",
    "Refusal",
    "add_budget_line",
    "add_series",
    "add_session",
    "answer_import",
    "ask_full_plan",
    "autosave",
    "cancel_activity",
    "cancel_session",
    "cancel_sessions",
    "check_movable",
    "commit_import",
    "copy_activities",
    "create_activity",
    "decide_activity",
    "decide_reviewed",
    "draft_crowd_rule",
    "drop_import",
    "drop_revision",
    "edit_activity",
    "edit_budget_line",
    "edit_session",
    "end_crowd_rule",
    "erase_autosaves",
    "follow_sharing",
    "forget_autosave",
    "import_rows",
    "move_session",
    "move_sessions",
    "refresh_search",
    "remove_budget_line",
    "remove_session",
    "remove_sessions",
    "retake_revision",
    "revise_activity",
    "set_care",
    "set_crowd_rule",
    "set_partners",
    "set_permit",
    "set_safeguard",
    "set_staff",
    "shift_sessions",
    "state_frugal",
    "submit_activity",
    "take_rooms",
    "take_table",
    "withdraw_activity",
    "write_safety_plan",
]
