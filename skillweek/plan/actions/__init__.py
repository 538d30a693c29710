"""Notices and receipts; duties, waivers and reminders."""

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
    acknowledge,
    edit_notice,
    read_notice,
    send_notice,
    write_notice,
)

__all__ = [
    "DutyError", "Laid", "NoticeError", "acknowledge", "edit_duties", "edit_notice", "end_duties", "end_waiver",
    "lay_duties", "read_notice", "redate", "send_notice", "waive_duty", "write_notice",
]  # fmt: skip
