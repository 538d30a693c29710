"""Everything that writes coverage, one verb per function."""

from skillweek.coverage.actions.asking import ask_unit
from skillweek.coverage.actions.commits import commit_moves
from skillweek.coverage.actions.locks import lock_cell, lock_session, unlock
from skillweek.coverage.actions.people import share_out
from skillweek.coverage.actions.proposals import ask_planner, solve_proposal
from skillweek.coverage.actions.routes import (
    arrange_stops,
    draw_up_route,
    remove_route,
    share_route,
    unshare_route,
    write_route,
)
from skillweek.coverage.actions.targets import (
    change_targets,
    ensure_default_targets,
    remove_targets,
    restore_targets,
    set_target,
    spell_out_target,
)

__all__ = [
    "arrange_stops", "ask_planner", "ask_unit", "change_targets", "commit_moves", "draw_up_route",
    "ensure_default_targets", "lock_cell", "lock_session", "remove_route", "remove_targets", "restore_targets",
    "set_target", "share_out", "share_route", "solve_proposal", "spell_out_target", "unlock", "unshare_route",
    "write_route",
]  # fmt: skip
