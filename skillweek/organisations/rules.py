"""Who may do what: one table from role to rights. Rights reach from an organisation down its tree."""

from enum import StrEnum

from skillweek.organisations.models import Membership


class Right(StrEnum):
    """Something a role allows on an organisation and everything below it."""

    EDIT = "edit"  # write activities, halls, materials … of the unit
    REVIEW = "review"  # decide on what waits at the unit
    MANAGE = "manage"  # edition, notices, people, targets
    VOLUNTEERS = "volunteers"  # service points and shifts
    GATE = "gate"  # check visitors in
    SEE = "see"  # look at the unit's desk


RIGHTS: dict[str, frozenset[Right]] = {
    Membership.Role.CITY_OFFICER: frozenset(Right),
    Membership.Role.COUNTY_OFFICER: frozenset(Right),
    Membership.Role.SCHOOL_EDITOR: frozenset({Right.EDIT, Right.GATE, Right.SEE, Right.VOLUNTEERS}),
    Membership.Role.VOLUNTEER_LEADER: frozenset({Right.VOLUNTEERS, Right.SEE}),
    Membership.Role.GATE_STAFF: frozenset({Right.GATE}),
}


def roles_with(right: Right) -> list[str]:
    """The roles that carry ``right``."""
    return [role for role, rights in RIGHTS.items() if right in rights]
