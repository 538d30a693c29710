"""Everything that writes the plan, one verb per function."""

from skillweek.plan.actions.clauses import add_clause, edit_clause, move_clause, remove_clause
from skillweek.plan.actions.clone import clone_edition
from skillweek.plan.actions.codes import add_code, edit_code, move_code, remove_code
from skillweek.plan.actions.duties import (
    DutyError,
    Laid,
    edit_duties,
    end_duties,
    end_waiver,
    lay_duties,
    redate,
    waive_duty,
)
from skillweek.plan.actions.editions import (
    EditionError,
    Unconfirmed,
    create_edition,
    edit_edition,
    move_edition,
    moved_sentence,
)
from skillweek.plan.actions.notices import (
    NoticeError,
    acknowledge,
    edit_notice,
    read_notice,
    send_notice,
    write_notice,
)
from skillweek.plan.actions.phases import PhaseErrors, set_openings, set_phases
from skillweek.plan.actions.readings import ReadingError, confirm_reading, discard_reading, read_plan

__all__ = [
    "DutyError",
    "EditionError",
    "Laid",
    "NoticeError",
    "PhaseErrors",
    "ReadingError",
    "Unconfirmed",
    "acknowledge",
    "add_clause",
    "add_code",
    "clone_edition",
    "confirm_reading",
    "create_edition",
    "discard_reading",
    "edit_clause",
    "edit_code",
    "edit_duties",
    "edit_edition",
    "edit_notice",
    "end_duties",
    "end_waiver",
    "lay_duties",
    "move_clause",
    "move_code",
    "move_edition",
    "moved_sentence",
    "read_notice",
    "read_plan",
    "redate",
    "remove_clause",
    "remove_code",
    "send_notice",
    "set_openings",
    "set_phases",
    "waive_duty",
    "write_notice",
]  # fmt: skip
