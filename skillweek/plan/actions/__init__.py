"""Everything that writes the plan, one verb per function."""

from skillweek.plan.actions.attachments import attach, detach, move_attachment
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
    RecipientsChanged,
    address_notice,
    edit_notice,
    send_further,
    send_notice,
    write_notice,
)
from skillweek.plan.actions.phases import PhaseErrors, set_openings, set_phases
from skillweek.plan.actions.readings import ReadingError, confirm_reading, discard_reading, read_plan
from skillweek.plan.actions.receipts import Urged, acknowledge, read_notice, urge
from skillweek.plan.actions.reminders import add_rule, remind_now, send_all_due, send_due, stop_rule
from skillweek.plan.actions.telling import tell, tell_urged, text_of
from skillweek.plan.actions.versions import forward_notice, revise_notice

__all__ = [
    "DutyError", "EditionError", "Laid", "NoticeError", "PhaseErrors", "ReadingError",
    "RecipientsChanged", "Unconfirmed", "Urged", "acknowledge", "add_clause", "add_code", "add_rule",
    "address_notice", "attach", "clone_edition", "confirm_reading", "create_edition", "detach",
    "discard_reading", "edit_clause", "edit_code", "edit_duties", "edit_edition", "edit_notice",
    "end_duties", "end_waiver", "forward_notice", "lay_duties", "move_attachment", "move_clause",
    "move_code", "move_edition", "moved_sentence", "read_notice", "read_plan", "redate", "remind_now",
    "remove_clause", "remove_code", "revise_notice", "send_all_due", "send_due", "send_further",
    "send_notice", "set_openings", "set_phases", "stop_rule", "tell", "tell_urged", "text_of", "urge",
    "waive_duty", "write_notice",
]  # fmt: skip
