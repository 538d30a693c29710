"""Forms of the plan."""

from skillweek.plan.forms.duties import BoardForm, ChangeDutyForm, LayForm, RuleForm, UnitsForm, WaiverForm
from skillweek.plan.forms.notices import NoticeForm, RecipientsForm

__all__ = [
    "BoardForm", "ChangeDutyForm", "LayForm", "NoticeForm", "RecipientsForm", "RuleForm", "UnitsForm", "WaiverForm",
]  # fmt: skip
