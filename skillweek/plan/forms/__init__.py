"""Forms of the plan."""

from skillweek.plan.forms.clauses import ClauseForm, NewClauseForm, code_form
from skillweek.plan.forms.duties import (
    BoardForm,
    ChangeDutyForm,
    EditDutyForm,
    LayForm,
    RuleForm,
    UnitsForm,
    WaiverForm,
)
from skillweek.plan.forms.editions import (
    CloneForm,
    FiguresForm,
    HeadForm,
    MoveDatesForm,
    NewEditionForm,
    SourceForm,
)
from skillweek.plan.forms.notices import (
    AttachmentForm,
    InTrayForm,
    MoveForm,
    NoticeForm,
    ReceiptsForm,
    RecipientsForm,
    SendForm,
)
from skillweek.plan.forms.phases import OpeningsForm, PhasesForm
from skillweek.plan.forms.readings import ConfirmForm, ReadForm

__all__ = [
    "AttachmentForm", "BoardForm", "ChangeDutyForm", "ClauseForm", "CloneForm", "ConfirmForm",
    "EditDutyForm", "FiguresForm", "HeadForm", "InTrayForm", "LayForm", "MoveDatesForm", "MoveForm", "NewClauseForm",
    "NewEditionForm", "NoticeForm", "OpeningsForm", "PhasesForm", "ReadForm", "ReceiptsForm", "RecipientsForm",
    "RuleForm", "SendForm", "SourceForm", "UnitsForm", "WaiverForm", "code_form",
]  # fmt: skip
