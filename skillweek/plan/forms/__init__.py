"""Forms of the plan."""

from skillweek.plan.forms.duties import BoardForm, ChangeDutyForm, LayForm, RuleForm, UnitsForm, WaiverForm
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
    "BoardForm",
    "ChangeDutyForm",
    "InTrayForm",
    "LayForm",
    "MoveForm",
    "NoticeForm",
    "ReceiptsForm",
    "RecipientsForm",
    "RuleForm",
    "SendForm",
    "UnitsForm",
    "WaiverForm",
]
