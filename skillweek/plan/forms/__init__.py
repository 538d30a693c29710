"""Forms of the plan."""

from skillweek.plan.forms.clauses import ClauseForm, NewClauseForm, code_form
from skillweek.plan.forms.duties import BoardForm, EditDutyForm, LayForm, UnitsForm, WaiverForm
from skillweek.plan.forms.editions import CloneForm, HeadForm, MoveForm, NewEditionForm, SourceForm
from skillweek.plan.forms.notices import NoticeForm, RecipientsForm
from skillweek.plan.forms.phases import OpeningsForm, PhasesForm
from skillweek.plan.forms.readings import ConfirmForm, ReadForm

__all__ = [
    "BoardForm",
    "ClauseForm",
    "CloneForm",
    "ConfirmForm",
    "EditDutyForm",
    "HeadForm",
    "LayForm",
    "MoveForm",
    "NewClauseForm",
    "NewEditionForm",
    "NoticeForm",
    "OpeningsForm",
    "PhasesForm",
    "ReadForm",
    "RecipientsForm",
    "SourceForm",
    "UnitsForm",
    "WaiverForm",
    "code_form",
]  # fmt: skip
