"""What the programme's pages ask."""

from skillweek.programme.forms.author import NewActivityForm, PartnersForm, ReasonForm, SessionForm, WhatForm
from skillweek.programme.forms.crowds import CrowdRuleForm
from skillweek.programme.forms.importing import AnswersForm, TableForm
from skillweek.programme.forms.safeguards import (
    BudgetLineForm,
    CareForm,
    PermitForm,
    SafeguardForm,
    SafetyPlanForm,
)
from skillweek.programme.forms.staff import StaffForm

__all__ = [
    "AnswersForm",
    "BudgetLineForm",
    "CareForm",
    "CrowdRuleForm",
    "NewActivityForm",
    "PartnersForm",
    "PermitForm",
    "ReasonForm",
    "SafeguardForm",
    "SafetyPlanForm",
    "SessionForm",
    "StaffForm",
    "TableForm",
    "WhatForm",
]
