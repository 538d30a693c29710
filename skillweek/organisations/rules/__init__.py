"""Who may do what, and how contacts and tasks may go."""

from skillweek.organisations.rules.rights import RANK, RIGHTS, Right, grantable, roles_with
from skillweek.organisations.rules.units import RESERVED, fields_for
from skillweek.organisations.rules.work import REQUIRED_CONTACTS, is_late, next_state, overlap

__all__ = [
    "RANK",
    "REQUIRED_CONTACTS",
    "RESERVED",
    "RIGHTS",
    "Right",
    "fields_for",
    "grantable",
    "is_late",
    "next_state",
    "overlap",
    "roles_with",
]
