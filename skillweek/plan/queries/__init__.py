"""The one door to editions, notices and duties."""

from skillweek.plan.queries.duties import Board, Cell, DutyState, Row, board, board_units, own_first
from skillweek.plan.queries.editions import current_edition, editions, manageable, outline, phase
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
    "Board",
    "Cell",
    "DutyState",
    "Group",
    "Receipts",
    "Row",
    "addressable",
    "board",
    "board_units",
    "current_edition",
    "drafts_of",
    "editions",
    "groups",
    "manageable",
    "outline",
    "own_first",
    "phase",
    "public_notices",
    "receipts",
    "received_by",
    "sendable_by",
    "sent_by",
    "visible_to",
]  # fmt: skip
