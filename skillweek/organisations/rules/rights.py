"""Who may do what: one table from role to rights. Rights reach from an organisation down its tree."""

from collections.abc import Iterable
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


#: from the highest role to the lowest; nobody gives a role above their own
RANK = (
    Membership.Role.CITY_OFFICER,
    Membership.Role.COUNTY_OFFICER,
    Membership.Role.SCHOOL_EDITOR,
    Membership.Role.VOLUNTEER_LEADER,
    Membership.Role.GATE_STAFF,
)


def grantable(own_roles: Iterable[str], *, is_city: bool, has_parent_unit: bool) -> list[str]:
    """Roles that an officer with ``own_roles`` may give on a unit.

    A city role belongs to the city itself, a county role to a unit right below it (``has_parent_unit`` false);
    a person without an officer's role gives none.
    """
    held = [RANK.index(Membership.Role(role)) for role in own_roles if Right.MANAGE in RIGHTS[role]]
    if not held:
        return []
    found = [role.value for role in RANK[min(held) :]]
    if not is_city:
        found = [role for role in found if role != Membership.Role.CITY_OFFICER]
    if is_city or has_parent_unit:
        found = [role for role in found if role != Membership.Role.COUNTY_OFFICER]
    return found
