"""Writing notices and receipts."""

from skillweek.plan.actions.notices import (
    NoticeError,
    acknowledge,
    edit_notice,
    read_notice,
    send_notice,
    write_notice,
)

__all__ = ["NoticeError", "acknowledge", "edit_notice", "read_notice", "send_notice", "write_notice"]
