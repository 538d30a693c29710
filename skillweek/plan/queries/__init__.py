"""The one door to editions, notices and duties."""

from skillweek.plan.queries.board import (
    Batch,
    Board,
    Cell,
    Late,
    Row,
    batches,
    board,
    figures,
    late_in,
    narrowed,
)
from skillweek.plan.queries.board import Group as BoardGroup
from skillweek.plan.queries.codes import entries
from skillweek.plan.queries.duties import (
    DutyState,
    alike,
    answering,
    board_units,
    duties_below,
    duties_managed_by,
    duties_visible_to,
    evidence_choices,
    holders,
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
    closed_now,
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
    drafts_of,
    files_handed_to,
    issuing_units,
    public_notices,
    public_versions,
    received_by,
    sendable_by,
    sent_by,
    to_sign,
    visible_to,
    years,
)
from skillweek.plan.queries.receipts import (
    FILTERS,
    CountyRow,
    Receipts,
    RollUp,
    earlier,
    receipt_rows,
    receipts,
    roll_up,
    with_urges,
)
from skillweek.plan.queries.recipients import (
    Group,
    Resolved,
    addressable,
    groups,
    reachable,
    resolve,
    resolved,
    signers,
)
from skillweek.plan.queries.reminders import (
    Firing,
    Letter,
    Outgoing,
    due_now,
    editions_with_rules,
    firings,
    letter_text,
    missing,
    missing_below,
    outgoing,
    rules_managed_by,
    rules_of,
)
from skillweek.plan.queries.urging import Urgeable, urgeable
from skillweek.plan.queries.versions import (
    Version,
    forwardable_by,
    forwarding_of,
    latest,
    outdated_forwarding,
    to_forward_again,
    versions,
)

__all__ = [
    "FILTERS", "Batch", "Board", "BoardGroup", "Calendar", "Cell", "CountyRow", "DutyState", "Firing",
    "Group", "Late", "Letter", "Outgoing", "Receipts", "Resolved", "RollUp", "Row", "StepRow", "Urgeable",
    "Version", "addressable", "alike", "answering", "batches", "board", "board_units", "calendar",
    "city_of", "clock_bar", "closed", "closed_now", "counts", "current_edition", "current_first", "drafts_of",
    "due_now", "duties_below", "duties_managed_by", "duties_visible_to", "earlier", "editions",
    "editions_of", "editions_with_rules", "entries", "evidence_choices", "figures", "files_handed_to",
    "firings", "forwardable_by", "forwarding_of", "groups", "holders", "in_force", "issuing_units",
    "late_in", "latest", "layable", "letter_text", "manageable", "missing", "missing_below", "narrowed",
    "outdated_forwarding", "outgoing", "outline", "overview", "parameter_label", "phase",
    "public_notices", "public_versions", "reachable", "readings_of", "receipt_rows", "receipts",
    "received_by", "resolve", "resolved", "roll_up", "rules_managed_by", "rules_of", "sendable_by",
    "sent_by", "signers", "states", "states_of", "step_table", "summaries", "to_forward_again", "to_sign",
    "urgeable", "versions", "visible_to", "with_urges", "worst_first", "years",
]  # fmt: skip
