"""What the programme's pages ask."""

from skillweek.programme.forms.author import (
    NewActivityForm,
    PartnersForm,
    ReasonForm,
    SafeguardForm,
    SessionForm,
    WhatForm,
)
from skillweek.programme.forms.importing import AnswersForm, TableForm
from skillweek.programme.forms.staff import StaffForm

__all__ = [
    "AnswersForm", "NewActivityForm", "PartnersForm", "ReasonForm", "SafeguardForm", "SessionForm", "StaffForm",
    "TableForm", "WhatForm",
]  # fmt: skip
