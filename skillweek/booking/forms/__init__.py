"""Shapes of input: one file per noun."""

from skillweek.booking.forms.calloffs import ThinForm, WhichForm, WhyForm
from skillweek.booking.forms.changes import ChangeForm, MoveForm, ProxyForm
from skillweek.booking.forms.door import DeviceForm, DoneForm, ExcuseForm, IncidentForm, ScanForm, WalkForm
from skillweek.booking.forms.employers import AnswerDeskForm, AskDeskForm, DesksForm, EmployerForm
from skillweek.booking.forms.questions import DecisionForm, QuestionForm
from skillweek.booking.forms.quotas import QuotaForm
from skillweek.booking.forms.stamps import CardForm
from skillweek.booking.forms.stations import StationForm
from skillweek.booking.forms.survey import SurveyForm, SurveyQuestionForm
from skillweek.booking.forms.terms import PolicyForm, TermsForm
from skillweek.booking.forms.visits import PlacesForm, VisitForm
from skillweek.booking.forms.waiting import DrawForm, WaitingForm

__all__ = [
    "AnswerDeskForm",
    "AskDeskForm",
    "CardForm",
    "ChangeForm",
    "DecisionForm",
    "DesksForm",
    "DeviceForm",
    "DoneForm",
    "DrawForm",
    "EmployerForm",
    "ExcuseForm",
    "IncidentForm",
    "MoveForm",
    "PlacesForm",
    "PolicyForm",
    "ProxyForm",
    "QuestionForm",
    "QuotaForm",
    "ScanForm",
    "StationForm",
    "SurveyForm",
    "SurveyQuestionForm",
    "TermsForm",
    "ThinForm",
    "VisitForm",
    "WaitingForm",
    "WalkForm",
    "WhichForm",
    "WhyForm",
]
