"""The one door to organisations, venues and rights."""

from typing import TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import Case, Count, Model, Q, QuerySet, When

from skillweek.accounts.models import User
from skillweek.organisations.models import Membership, Organisation, Venue
from skillweek.organisations.rules import RANK, Right, grantable, roles_with

AnyUser = User | AnonymousUser
Row = TypeVar("Row", bound=Model)

_BELOW = """
WITH RECURSIVE below(id) AS (
    SELECT m.organisation_id FROM organisations_membership m
    WHERE m.user_id = %s AND m.active AND m.role = ANY(%s)
  UNION
    SELECT o.id FROM organisations_organisation o JOIN below b ON o.parent_id = b.id
)
SELECT id FROM below
"""


def scope(user: AnyUser, right: Right) -> list[int]:
    """Ids of all organisations on which ``user`` has ``right``, own and below."""
    if not user.is_authenticated:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_BELOW, [user.pk, roles_with(right)])
        return [row[0] for row in cursor.fetchall()]


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


def cities() -> QuerySet[Organisation]:
    """Root organisations, one per city."""
    return Organisation.objects.filter(parent__isnull=True).select_related("kind")


def within(city: Organisation) -> QuerySet[Organisation]:
    """Every active unit of ``city``, the city itself included."""
    units = Organisation.objects.filter(city=city, active=True) | Organisation.objects.filter(pk=city.pk)
    return units.select_related("kind", "parent")


def places(city: Organisation) -> QuerySet[Organisation]:
    """County-level units of ``city``: the rows of 处处有看点."""
    return within(city).filter(kind__is_place=True)


def schools(city: Organisation) -> QuerySet[Organisation]:
    """Vocational schools and colleges of ``city``."""
    return within(city).filter(kind__is_vocational=True).select_related("located_in", "picture")


def subtree_ids(organisation: Organisation) -> list[int]:
    """Ids of ``organisation`` and of everything below it."""
    nodes = Organisation.objects.descendants(organisation, include_self=True)
    return list(nodes.values_list("pk", flat=True))


def place_of(organisation: Organisation) -> Organisation | None:
    """The county-level unit ``organisation`` lies in; None for the city itself."""
    if organisation.located_in_id:
        return organisation.located_in
    node: Organisation | None = organisation
    while node is not None:
        if node.kind.is_place:
            return node
        node = node.parent
    return None


def venues(city: Organisation) -> QuerySet[Venue]:
    """Venues in use in ``city``."""
    return Venue.objects.filter(city=city, active=True).select_related("place", "owner")


def codes_visible_to(user: User) -> list[str]:
    """Codes of the organisations whose desk ``user`` may see."""
    return list(with_right(user, Right.SEE).values_list("code", flat=True))


def tree(user: AnyUser) -> list[Organisation]:
    """Units whose desk ``user`` sees, in the order of the tree, each with ``level`` (0 for the highest seen)."""
    seen = scope(user, Right.SEE)
    units = list(
        Organisation.objects.with_tree_fields()
        .filter(pk__in=seen)
        .select_related("kind", "located_in")
        .annotate(people=Count("memberships", filter=Q(memberships__active=True)))
    )
    top = min((unit.tree_depth for unit in units), default=0)
    for unit in units:
        unit.level = unit.tree_depth - top
    return units


def people(organisation: Organisation) -> QuerySet[Membership]:
    """The roles on ``organisation`` in force, the highest first."""
    rank = Case(*[When(role=role, then=place) for place, role in enumerate(RANK)], default=len(RANK))
    found = organisation.memberships.filter(active=True, user__is_active=True)
    return found.select_related("user").order_by(rank, "user__name", "pk")


def roles_to_give(user: AnyUser, organisation: Organisation) -> list[str]:
    """Roles that ``user`` may give on ``organisation``; none without the right to manage it."""
    if not user.is_authenticated or not has_right(user, Right.MANAGE, organisation):
        return []
    above = [organisation.pk, *(unit.pk for unit in organisation.ancestors())]
    held = user.memberships.filter(active=True, organisation__in=above).values_list("role", flat=True)
    is_city = organisation.parent_id is None
    below_unit = not is_city and organisation.parent_id != organisation.city_id
    return grantable(held, is_city=is_city, has_parent_unit=below_unit)


def editable_venues(user: AnyUser) -> QuerySet[Venue]:
    """Venues of units that ``user`` may write for."""
    return Venue.objects.filter(owner__in=scope(user, Right.EDIT)).select_related("owner", "place")


def venues_of(organisation: Organisation) -> QuerySet[Venue]:
    """Venues in use of one unit."""
    return organisation.venues.filter(active=True).select_related("place")


def memberships_managed_by(user: AnyUser) -> QuerySet[Membership]:
    """Roles on units that ``user`` manages."""
    return Membership.objects.filter(organisation__in=scope(user, Right.MANAGE)).select_related(
        "organisation"
    )


def reported(rows: QuerySet[Row], owner: str) -> QuerySet[Row]:
    """Of ``rows``, those of units that count in the city's report; ``owner`` is the way to the unit.

    A unit counts when neither it nor the unit above it is left out (``counts_in_report``).
    """
    above = Q(**{f"{owner}__parent__isnull": True}) | Q(**{f"{owner}__parent__counts_in_report": True})
    return rows.filter(above, **{f"{owner}__counts_in_report": True})
