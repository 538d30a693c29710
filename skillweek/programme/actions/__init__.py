"""Everything that writes the programme, one verb per function."""

from skillweek.programme.actions.activities import create_activity, edit_activity, set_partners
from skillweek.programme.actions.budgets import (
    add_budget_line,
    edit_budget_line,
    remove_budget_line,
    state_frugal,
)
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
from skillweek.programme.actions.permits import set_permit
from skillweek.programme.actions.safeguards import (
    Given,
    ask_full_plan,
    set_care,
    set_safeguard,
    write_safety_plan,
)
from skillweek.programme.actions.search import refresh_search
from skillweek.programme.actions.sessions import (
    add_session,
    cancel_session,
    edit_session,
    move_session,
    remove_session,
)

__all__ = [
    "Given", "add_budget_line", "add_session", "answer_import", "ask_full_plan", "cancel_activity",
    "cancel_session", "commit_import", "create_activity", "decide_activity", "decide_reviewed",
    "draft_crowd_rule", "drop_import", "edit_activity", "edit_budget_line", "edit_session",
    "end_crowd_rule", "import_rows", "move_session", "refresh_search", "remove_budget_line",
    "remove_session", "set_care", "set_crowd_rule", "set_partners", "set_permit", "set_safeguard",
    "state_frugal", "submit_activity", "take_table", "withdraw_activity", "write_safety_plan",
]  # fmt: skip
