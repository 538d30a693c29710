"""The one door to editions, notices and duties."""

from skillweek.plan.queries.board import Board, Cell, Late, Row, board, figures, late_in, narrowed
from skillweek.plan.queries.board import Group as BoardGroup
from skillweek.plan.queries.codes import entries
from skillweek.plan.queries.duties import (
    DutyState,
    board_units,
    duties_below,
    duties_managed_by,
    duties_visible_to,
    evidence_choices,
    in_force,
    layable,
    parameter_label,
    states,
    states_of,
    worst_first,
)
from skillweek.plan.queries.editions import (
    Calendar,
    StepRow,
    calendar,
    city_of,
    closed,
    current_edition,
    current_first,
    editions,
    editions_of,
    manageable,
    outline,
    overview,
    phase,
    readings_of,
    step_table,
)
from skillweek.plan.queries.glance import clock_bar, counts, summaries
from skillweek.plan.queries.notices import (
    Group,
    Receipts,
    addressable,
    drafts_of,
    groups,
    public_notices,
    receipts,
    received_by,
    sendable_by,
    sent_by,
    visible_to,
)

__all__ = [
    "Board", "BoardGroup", "Calendar", "Cell", "DutyState", "Group", "Late", "Receipts", "Row", "StepRow",
    "addressable", "board", "board_units", "calendar", "city_of", "clock_bar", "closed", "counts",
    "current_edition", "current_first", "drafts_of", "duties_below", "duties_managed_by",
    "duties_visible_to", "editions", "editions_of", "entries", "evidence_choices", "figures", "groups",
    "in_force", "late_in", "layable", "manageable", "narrowed", "outline", "overview", "parameter_label",
    "phase", "public_notices", "readings_of", "receipts", "received_by", "sendable_by", "sent_by",
    "states", "states_of", "step_table", "summaries", "visible_to", "worst_first",
]  # fmt: skip
