"""Forms of the plan."""

from skillweek.plan.forms.duties import BoardForm, EditDutyForm, LayForm, UnitsForm, WaiverForm
from skillweek.plan.forms.notices import NoticeForm, RecipientsForm

__all__ = [
    "BoardForm", "EditDutyForm", "LayForm", "NoticeForm", "RecipientsForm", "UnitsForm", "WaiverForm",
]  # fmt: skip
