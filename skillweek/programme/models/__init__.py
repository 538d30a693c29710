"""Models of the programme."""

from skillweek.programme.models.activity import Activity, Participation, Safeguard
from skillweek.programme.models.imports import ProgrammeImport
from skillweek.programme.models.session import Session

__all__ = ["Activity", "Participation", "ProgrammeImport", "Safeguard", "Session"]
