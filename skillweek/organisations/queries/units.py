"""Units and their venues."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Case, Count, Exists, IntegerField, Model, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.common.registry import Registry
from skillweek.organisations.models import Membership, Organisation, OrganisationKind, Venue
from skillweek.organisations.queries.rights import AnyUser, has_right, in_scope, scope, with_right
from skillweek.organisations.rules import RANK, Right, fields_for

Row = TypeVar("Row", bound=Model)
#: up to so many units are shown as one open tree
SMALL_TREE = 60


@dataclass(frozen=True)
class OpenThing:
    """Things of a unit that are not finished: what, how many, and where to see to them."""

    label: str
    count: int
    url: str = ""
    #: it waits for a decision somewhere up the tree
    waits: bool = False


#: open_things(unit) -> list of OpenThing; what upper rooms still hold of a unit that is to be closed or moved
open_things: Registry[Callable[[Organisation], list[OpenThing]]] = Registry()


def cities() -> QuerySet[Organisation]:
    """Root organisations, one per city."""
    return Organisation.objects.filter(parent__isnull=True).select_related("kind")


def within(city: Organisation) -> QuerySet[Organisation]:
    """Every active unit of ``city``, the city itself included."""
    units = Organisation.objects.filter(city=city, active=True) | Organisation.objects.filter(pk=city.pk)
    return units.select_related("kind", "parent")


def city_of(unit: Organisation) -> Organisation:
    """The city ``unit`` belongs to; a city belongs to itself."""
    return unit.city or unit


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


def editable_venues(user: AnyUser) -> QuerySet[Venue]:
    """Venues of units that ``user`` may write for."""
    return Venue.objects.filter(owner__in=scope(user, Right.EDIT)).select_related("owner", "place")


def venues_of(organisation: Organisation) -> QuerySet[Venue]:
    """Venues in use of one unit."""
    return organisation.venues.filter(active=True).select_related("place")


def people(organisation: Organisation) -> QuerySet[Membership]:
    """The roles on ``organisation`` in force, the highest first."""
    rank = Case(*[When(role=role, then=place) for place, role in enumerate(RANK)], default=len(RANK))
    found = organisation.memberships.filter(active=True, user__is_active=True)
    return found.select_related("user").order_by(rank, "user__name", "pk")


def _number(rows: QuerySet[Any], over: str) -> Coalesce:
    """How many of ``rows`` belong to the outer row, by their column ``over``."""
    counted = rows.order_by().values(over).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _counted(units: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """``units`` with ``people`` (roles in force) and ``below`` (units right below)."""
    members = Membership.objects.filter(organisation=OuterRef("pk"), active=True, user__is_active=True)
    children = Organisation.objects.filter(parent=OuterRef("pk"), active=True)
    return units.select_related("kind", "located_in", "parent").annotate(
        people=_number(members, "organisation"), below=_number(children, "parent")
    )


def _seen(user: AnyUser, *, closed: bool) -> QuerySet[Organisation]:
    return in_scope(user, Right.SEE).filter(active=not closed)


@dataclass(frozen=True)
class Shelf:
    """What the list of units shows: ``rows`` (to be paged), the unit they lie in, and its way up."""

    rows: QuerySet[Organisation]
    total: int
    under: Organisation | None = None
    path: tuple[Organisation, ...] = ()
    tree: bool = False


def shelf(
    user: AnyUser, *, words: str = "", under: Organisation | None = None, closed: bool = False
) -> Shelf:
    """Units whose desk ``user`` sees: those found by ``words``, those right below ``under``, or a small tree.

    A tree of more than ``SMALL_TREE`` units is opened one level at a time; the number of queries never grows.
    """
    seen = _seen(user, closed=closed)
    total = seen.count()
    if words:
        return Shelf(_counted(find(seen, words)).order_by("position", "code"), total)
    if closed:
        return Shelf(_counted(seen).order_by("position", "code"), total)
    if under is None and total <= SMALL_TREE:
        return Shelf(_counted(seen.with_tree_fields()), total, tree=True)  # type: ignore[attr-defined]  # a TreeQuerySet
    if under is None:
        above = seen.filter(pk=OuterRef("parent_id")).values("pk")
        tops = list(seen.filter(~Exists(above)).select_related("kind")[:2])
        if len(tops) != 1:
            return Shelf(_counted(seen.filter(~Exists(above))).order_by("position", "code"), total)
        under = tops[0]
    path = tuple(under.ancestors().filter(pk__in=in_scope(user, Right.SEE).values("pk")))
    return Shelf(_counted(seen.filter(parent=under)).order_by("position", "code"), total, under, path)


def find(units: QuerySet[Organisation], words: str) -> QuerySet[Organisation]:
    """Those of ``units`` with every one of ``words`` in a name or code."""
    for word in words.split()[:5]:
        units = units.filter(
            Q(name__icontains=word) | Q(short_name__icontains=word) | Q(name_en__icontains=word)
            | Q(code__icontains=word) | Q(division_code__startswith=word)
        )  # fmt: skip
    return units


def kinds() -> QuerySet[OrganisationKind]:
    """All kinds of units, with how many units are of each (``used``)."""
    return OrganisationKind.objects.annotate(
        used=_number(Organisation.objects.filter(kind=OuterRef("pk")), "kind")
    )


def manages_a_city(user: AnyUser) -> bool:
    """True for people who manage a city as a whole."""
    return with_right(user, Right.MANAGE).filter(parent__isnull=True).exists()


def editable_fields(user: AnyUser, unit: Organisation) -> frozenset[str]:
    """Fields of ``unit`` that ``user`` may change."""
    managed = set(scope(user, Right.MANAGE))
    return fields_for(
        edits=has_right(user, Right.EDIT, unit), superior=unit.parent_id in managed,
        city=unit.tenant_id in managed, root=unit.parent_id is None,
    )  # fmt: skip


def left_open(unit: Organisation) -> list[OpenThing]:
    """What keeps ``unit`` from being closed, of this room and of those above."""
    here = reverse("organisations:unit", args=[unit.code])
    own = [
        OpenThing(_("在用的下级单位"), Organisation.objects.filter(parent=unit, active=True).count(),
                  f"{reverse('organisations:desk')}?under={unit.code}"),
        OpenThing(_("有角色的人"), people(unit).count(), here),
        OpenThing(_("没有接受的邀请"), unit.invitations.filter(state="open").count(), here),
        OpenThing(_("未完成的工作事项"), unit.tasks.filter(state="open").count(),
                  reverse("organisations:tasks", args=[unit.code])),
    ]  # fmt: skip
    return [one for one in [*own, *held_above(unit)] if one.count]


def held_above(unit: Organisation) -> list[OpenThing]:
    """What the rooms above still hold of ``unit``: reviews that wait, say."""
    return [one for _key, provider in open_things.items() for one in provider(unit) if one.count]


def codes_visible_to(user: User) -> list[str]:
    """Codes of the organisations whose desk ``user`` may see."""
    return list(with_right(user, Right.SEE).values_list("code", flat=True))


def reported(rows: QuerySet[Row], owner: str) -> QuerySet[Row]:
    """Of ``rows``, those of units that count in the city's report; ``owner`` is the way to the unit.

    A unit counts when neither it nor the unit above it is left out (``counts_in_report``).
    """
    above = Q(**{f"{owner}__parent__isnull": True}) | Q(**{f"{owner}__parent__counts_in_report": True})
    return rows.filter(above, **{f"{owner}__counts_in_report": True})
