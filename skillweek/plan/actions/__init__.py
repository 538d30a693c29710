"""Writing the plan: notices, their receipts, and what is passed on."""

from skillweek.plan.actions.attachments import attach, detach, move_attachment
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
from skillweek.plan.actions.telling import tell, tell_urged, text_of
from skillweek.plan.actions.versions import forward_notice, revise_notice

__all__ = [
    "NoticeError",
    "RecipientsChanged",
    "Urged",
    "acknowledge",
    "address_notice",
    "attach",
    "detach",
    "edit_notice",
    "forward_notice",
    "move_attachment",
    "read_notice",
    "revise_notice",
    "send_further",
    "send_notice",
    "tell",
    "tell_urged",
    "text_of",
    "urge",
    "write_notice",
]
