"""Models of the programme."""

from skillweek.programme.models.activity import Activity, Autosave, Participation
from skillweek.programme.models.imports import ProgrammeImport
from skillweek.programme.models.safeguard import BudgetLine, CrowdRule, Permit, Safeguard, SafetyAnswer
from skillweek.programme.models.session import Session, SessionStaff

__all__ = [
    "Activity",
    "Autosave",
    "BudgetLine",
    "CrowdRule",
    "Participation",
    "Permit",
    "ProgrammeImport",
    "Safeguard",
    "SafetyAnswer",
    "Session",
    "SessionStaff",
]  # fmt: skip
