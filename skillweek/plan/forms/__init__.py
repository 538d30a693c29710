"""Forms of the plan."""

from skillweek.plan.forms.notices import (
    AttachmentForm,
    InTrayForm,
    MoveForm,
    NoticeForm,
    ReceiptsForm,
    RecipientsForm,
    SendForm,
)

__all__ = [
    "AttachmentForm",
    "InTrayForm",
    "MoveForm",
    "NoticeForm",
    "ReceiptsForm",
    "RecipientsForm",
    "SendForm",
]
