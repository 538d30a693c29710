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
from skillweek.plan.actions.reminders import add_rule, remind_now, send_all_due, send_due, stop_rule

__all__ = [
    "DutyError", "Laid", "NoticeError", "acknowledge", "add_rule", "edit_duties", "edit_notice", "end_duties",
    "end_waiver", "lay_duties", "read_notice", "redate", "remind_now", "send_all_due", "send_due", "send_notice",
    "stop_rule", "waive_duty", "write_notice",
]  # fmt: skip
