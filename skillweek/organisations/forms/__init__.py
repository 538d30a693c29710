"""Shapes of input."""

from skillweek.organisations.forms.contacts import ContactForm, DayForm, ReasonForm, RegisterForm
from skillweek.organisations.forms.people import InviteForm, SuccessorForm
from skillweek.organisations.forms.sheets import SheetForm
from skillweek.organisations.forms.units import FindForm, KindForm, MoveForm, NewUnitForm, UnitForm
from skillweek.organisations.forms.venues import VenueForm
from skillweek.organisations.forms.windows import WindowForm
from skillweek.organisations.forms.work import GroupForm, MemberForm, TaskForm

__all__ = [
    "ContactForm",
    "DayForm",
    "FindForm",
    "GroupForm",
    "InviteForm",
    "KindForm",
    "MemberForm",
    "MoveForm",
    "NewUnitForm",
    "ReasonForm",
    "RegisterForm",
    "SheetForm",
    "SuccessorForm",
    "TaskForm",
    "UnitForm",
    "VenueForm",
    "WindowForm",
]
