"""The tree of units, the people who act and answer for them, and what these have to do."""

from skillweek.organisations.models.people import Contact, Handover, Invitation, Membership
from skillweek.organisations.models.sheets import Disclosure, SheetImport
from skillweek.organisations.models.units import Organisation, OrganisationKind, Venue
from skillweek.organisations.models.windows import Window
from skillweek.organisations.models.work import GroupMember, LeadingGroup, Task

__all__ = [
    "Contact",
    "Disclosure",
    "GroupMember",
    "Handover",
    "Invitation",
    "LeadingGroup",
    "Membership",
    "Organisation",
    "OrganisationKind",
    "SheetImport",
    "Task",
    "Venue",
    "Window",
]
