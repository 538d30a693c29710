"""Who may do what on which unit: asked of memberships, down the tree."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from skillweek.accounts.models import User
from skillweek.organisations.models import Membership, Organisation
from skillweek.organisations.rules import Right, grantable, roles_with

AnyUser = User | AnonymousUser
#: what the officers of a stand-in may do on the unit it stands in for
DEPUTY_RIGHTS = frozenset({Right.REVIEW, Right.SEE})

_BELOW = """
WITH RECURSIVE below(id) AS (
    (SELECT m.organisation_id FROM organisations_membership m
     WHERE m.user_id = %s AND m.active AND m.role = ANY(%s)
     UNION
     SELECT o.id FROM organisations_organisation o
     JOIN organisations_membership m ON m.organisation_id = o.stand_in_id
     WHERE m.user_id = %s AND m.active AND m.role = ANY(%s))
  UNION
    SELECT o.id FROM organisations_organisation o JOIN below b ON o.parent_id = b.id
)
SELECT id FROM below
"""


def _reach(user: AnyUser, right: Right) -> list[Any]:
    deputies = roles_with(Right.REVIEW) if right in DEPUTY_RIGHTS else []
    return [user.pk, roles_with(right), user.pk, deputies]


def scope(user: AnyUser, right: Right) -> list[int]:
    """Ids of all organisations on which ``user`` has ``right``: own, stood in for, and all below."""
    if not user.is_authenticated:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_BELOW, _reach(user, right))
        return [row[0] for row in cursor.fetchall()]


def in_scope(user: AnyUser, right: Right) -> QuerySet[Organisation]:
    """The units of :func:`scope`, found by the database without carrying their ids (for trees of thousands)."""
    if not user.is_authenticated:
        return Organisation.objects.none()
    return Organisation.objects.filter(pk__in=RawSQL(_BELOW, _reach(user, right)))


def with_right(user: AnyUser, right: Right) -> QuerySet[Organisation]:
    """Organisations on which ``user`` has ``right``."""
    return Organisation.objects.filter(pk__in=scope(user, right)).select_related("kind")


def has_right(user: AnyUser, right: Right, organisation: Organisation) -> bool:
    """True when ``user`` has ``right`` on ``organisation``."""
    return organisation.pk in scope(user, right)


def own(user: AnyUser, *rights: Right) -> QuerySet[Organisation]:
    """Organisations where ``user`` is a member (not those below), with any of ``rights`` when given."""
    if not user.is_authenticated:
        return Organisation.objects.none()
    memberships = Membership.objects.filter(user=user, active=True)
    if rights:
        memberships = memberships.filter(role__in={role for right in rights for role in roles_with(right)})
    return Organisation.objects.filter(memberships__in=memberships).select_related("kind").distinct()


def members_with(organisation: Organisation, right: Right) -> QuerySet[User]:
    """People who hold ``right`` directly on ``organisation``."""
    return User.objects.filter(
        is_active=True,
        memberships__organisation=organisation,
        memberships__active=True,
        memberships__role__in=roles_with(right),
    ).distinct()


def staffed(organisation: Organisation) -> bool:
    """True when somebody of ``organisation`` itself may decide on what waits there."""
    return members_with(organisation, Right.REVIEW).exists()


def decider(unit: Organisation) -> Organisation:
    """Who decides on what comes to ``unit``: itself; while nobody there may, its stand-in, else those above.

    Above means the nearest unit with somebody who may, and at last the city.
    """
    if staffed(unit):
        return unit
    deputy = unit.stand_in
    if deputy is not None and deputy.active and staffed(deputy):
        return deputy
    above = unit.parent
    while above is not None and above.parent is not None and not staffed(above):
        above = above.parent
    return above or unit


def roles_to_give(user: AnyUser, organisation: Organisation) -> list[str]:
    """Roles that ``user`` may give on ``organisation``; none without the right to manage it."""
    if not user.is_authenticated or not has_right(user, Right.MANAGE, organisation):
        return []
    above = [organisation.pk, *(unit.pk for unit in organisation.ancestors())]
    held = user.memberships.filter(active=True, organisation__in=above).values_list("role", flat=True)
    is_city = organisation.parent_id is None
    below_unit = not is_city and organisation.parent_id != organisation.city_id
    return grantable(held, is_city=is_city, has_parent_unit=below_unit)


def memberships_managed_by(user: AnyUser) -> QuerySet[Membership]:
    """Roles on units that ``user`` manages."""
    return Membership.objects.filter(organisation__in=scope(user, Right.MANAGE)).select_related(
        "organisation"
    )
