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
from skillweek.programme.forms.series import ManySessionsForm, SeriesForm

__all__ = [
    "AnswersForm", "ManySessionsForm", "NewActivityForm", "PartnersForm", "ReasonForm", "SafeguardForm", "SeriesForm",
    "SessionForm", "TableForm", "WhatForm",
]  # fmt: skip
