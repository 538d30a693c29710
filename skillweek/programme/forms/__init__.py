"""What the programme's pages ask."""

from skillweek.programme.forms.author import NewActivityForm, ReasonForm, SessionForm, WhatForm
from skillweek.programme.forms.copying import CopyForm
from skillweek.programme.forms.crowds import CrowdRuleForm
from skillweek.programme.forms.importing import AnswersForm, TableForm
from skillweek.programme.forms.partners import PartnersForm
from skillweek.programme.forms.safeguards import (
    BudgetLineForm,
    CareForm,
    PermitForm,
    SafeguardForm,
    SafetyPlanForm,
)
from skillweek.programme.forms.series import ManySessionsForm, SeriesForm
from skillweek.programme.forms.staff import StaffForm
from skillweek.programme.forms.wanted import WantedForm

__all__ = [
    "AnswersForm",
    "BudgetLineForm",
    "CareForm",
    "CopyForm",
    "CrowdRuleForm",
    "ManySessionsForm",
    "NewActivityForm",
    "PartnersForm",
    "PermitForm",
    "ReasonForm",
    "SafeguardForm",
    "SafetyPlanForm",
    "SeriesForm",
    "SessionForm",
    "StaffForm",
    "TableForm",
    "WantedForm",
    "WhatForm",
]
