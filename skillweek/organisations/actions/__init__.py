"""Writing organisations, people, what they have to do, and venues."""

from skillweek.organisations.actions.contacts import appoint, edit_contact, end_contact
from skillweek.organisations.actions.errors import OrganisationError
from skillweek.organisations.actions.handover import Successor, hand_over
from skillweek.organisations.actions.invitations import (
    accept_invitation,
    accept_invitation_as,
    invite,
    resend_invitation,
    send_invitation,
    withdraw_invitation,
)
from skillweek.organisations.actions.kinds import ensure_kinds, write_kind
from skillweek.organisations.actions.people import end_role, give_role, grant
from skillweek.organisations.actions.sheets import (
    drop_sheet,
    export_sheet,
    remarked_sheet,
    rows_of,
    take_sheet,
    template_sheet,
    write_taken_sheet,
)
from skillweek.organisations.actions.units import (
    add_unit,
    close_unit,
    create_unit,
    edit_unit,
    found_city,
    move_unit,
    reopen_unit,
)
from skillweek.organisations.actions.venues import add_venue, edit_venue
from skillweek.organisations.actions.windows import add_windows, remove_window
from skillweek.organisations.actions.work import (
    close_group,
    end_member,
    step_task,
    write_group,
    write_member,
    write_task,
)

__all__ = [
    "OrganisationError",
    "Successor",
    "accept_invitation",
    "accept_invitation_as",
    "add_unit",
    "add_venue",
    "add_windows",
    "appoint",
    "close_group",
    "close_unit",
    "create_unit",
    "drop_sheet",
    "edit_contact",
    "edit_unit",
    "edit_venue",
    "end_contact",
    "end_member",
    "end_role",
    "ensure_kinds",
    "export_sheet",
    "found_city",
    "give_role",
    "grant",
    "hand_over",
    "invite",
    "move_unit",
    "remarked_sheet",
    "remove_window",
    "reopen_unit",
    "resend_invitation",
    "rows_of",
    "send_invitation",
    "step_task",
    "take_sheet",
    "template_sheet",
    "withdraw_invitation",
    "write_group",
    "write_kind",
    "write_member",
    "write_taken_sheet",
    "write_task",
]
