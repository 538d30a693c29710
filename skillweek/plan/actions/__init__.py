"""Writing the plan: notices, their receipts, and what is passed on."""

from skillweek.plan.actions.attachments import attach, detach, move_attachment
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
from skillweek.plan.actions.notices import (
    NoticeError,
    RecipientsChanged,
    address_notice,
    edit_notice,
    send_further,
    send_notice,
    write_notice,
)
from skillweek.plan.actions.receipts import Urged, acknowledge, read_notice, urge
from skillweek.plan.actions.reminders import add_rule, remind_now, send_all_due, send_due, stop_rule
from skillweek.plan.actions.telling import tell, tell_urged, text_of
from skillweek.plan.actions.versions import forward_notice, revise_notice

__all__ = [
    "DutyError",
    "Laid",
    "NoticeError",
    "RecipientsChanged",
    "Urged",
    "acknowledge",
    "add_rule",
    "address_notice",
    "attach",
    "detach",
    "edit_duties",
    "edit_notice",
    "end_duties",
    "end_waiver",
    "forward_notice",
    "lay_duties",
    "move_attachment",
    "read_notice",
    "redate",
    "remind_now",
    "revise_notice",
    "send_all_due",
    "send_due",
    "send_further",
    "send_notice",
    "stop_rule",
    "tell",
    "tell_urged",
    "text_of",
    "urge",
    "waive_duty",
    "write_notice",
]
