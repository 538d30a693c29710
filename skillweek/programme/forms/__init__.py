"""What the programme's pages ask."""

from skillweek.programme.forms.author import NewActivityForm, ReasonForm, SafeguardForm, SessionForm, WhatForm
from skillweek.programme.forms.copying import CopyForm
from skillweek.programme.forms.importing import AnswersForm, TableForm
from skillweek.programme.forms.partners import PartnersForm
from skillweek.programme.forms.series import ManySessionsForm, SeriesForm
from skillweek.programme.forms.staff import StaffForm

__all__ = [
    "AnswersForm",
    "CopyForm",
    "ManySessionsForm",
    "NewActivityForm",
    "PartnersForm",
    "ReasonForm",
    "SafeguardForm",
    "SeriesForm",
    "SessionForm",
    "StaffForm",
    "TableForm",
    "WhatForm",
]
