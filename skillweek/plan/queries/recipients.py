"""To whom a notice may go: units by rule, resolved at the moment they are asked for; and who signs for them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _

from skillweek.organisations.models import Membership, Organisation, OrganisationKind
from skillweek.organisations.rules import Right, roles_with
from skillweek.plan.models import Notice


@dataclass(frozen=True)
class Group:
    """Units that a notice can go to as a whole; ``key`` is what a form sends and an ``Addressing`` keeps."""

    key: str
    label: str
    units: list[Organisation]


#: ids of all units below one; asked inside the query, since there may be tens of thousands
_BELOW = """
WITH RECURSIVE below(id) AS (
    SELECT id FROM organisations_organisation WHERE parent_id = %s
  UNION ALL
    SELECT o.id FROM organisations_organisation o JOIN below b ON o.parent_id = b.id
)
SELECT id FROM below
"""


def addressable(issuer: Organisation) -> QuerySet[Organisation]:
    """Units below ``issuer``, in the order of the tree."""
    below = Organisation.objects.filter(pk__in=RawSQL(_BELOW, [issuer.pk]), active=True)
    return below.order_by("-kind__is_place", "position", "code")


def _with_kinds(units: QuerySet[Organisation]) -> list[Organisation]:
    """``units`` with their kinds: a handful of objects that thousands of units share."""
    kinds, found = OrganisationKind.objects.in_bulk(), list(units)
    for unit in found:
        unit.kind = kinds[unit.kind_id]
    return found


def groups(issuer: Organisation) -> list[Group]:
    """Units below ``issuer`` by rule: county-level units, education bureaus, vocational schools, then every other
    kind there is, those right below the issuer apart from those of its counties."""
    units = _with_kinds(addressable(issuer))
    places = [unit for unit in units if unit.kind.is_place]
    bureaus = [unit for unit in places if unit.kind.is_education_bureau]
    found = [Group("places", _("全部县级单位"), places)]
    if len(bureaus) < len(places):
        found.append(Group("bureaus", _("只发县级教育部门"), bureaus))
    found.append(Group("schools", _("全部职业院校"), [unit for unit in units if unit.kind.is_vocational]))
    others = [unit for unit in units if not unit.kind.is_place and not unit.kind.is_vocational]
    for kind in dict.fromkeys(unit.kind for unit in others):
        found += _of_kind(kind, [unit for unit in others if unit.kind_id == kind.pk], issuer)
    return [group for group in found if group.units]


def _of_kind(kind: OrganisationKind, units: list[Organisation], issuer: Organisation) -> list[Group]:
    direct = [unit for unit in units if unit.parent_id == issuer.pk]
    if len(direct) == len(units):
        return [Group(kind.code, _("全部%(kind)s") % {"kind": kind}, units)]
    return [
        Group(kind.code, _("直属%(kind)s") % {"kind": kind}, direct),
        Group(f"all-{kind.code}", _("全部%(kind)s，含县属") % {"kind": kind}, units),
    ]


@dataclass(frozen=True)
class Resolved:
    """The units that the rules of a draft come to now, by rule, each unit once."""

    parts: list[Group]

    @property
    def units(self) -> list[Organisation]:
        """All of them, in the order shown."""
        return [unit for part in self.parts for unit in part.units]

    @property
    def unmanned(self) -> set[int]:
        """Ids of those where nobody could sign."""
        ids = {unit.pk for unit in self.units}
        return ids - signers(ids).keys()

    def without(self, ids: set[int]) -> "Resolved":
        """The same, less the units ``ids``."""
        parts = [
            Group(part.key, part.label, [unit for unit in part.units if unit.pk not in ids])
            for part in self.parts
        ]
        return Resolved([part for part in parts if part.units])


def resolved(notice: Notice) -> Resolved:
    """To whom ``notice`` would go if it were sent now."""
    rows = list(notice.addressing.all())
    return resolve(
        notice.issuer, [row.group for row in rows if row.group], [row.organisation_id for row in rows]
    )


def resolve(issuer: Organisation, keys: Iterable[str], ids: Iterable[int | None]) -> Resolved:
    """Groups ``keys`` below ``issuer``, then single units ``ids``; who is in an earlier part is not said again."""
    wanted, named = set(keys), set(ids)
    found = groups(issuer) if wanted else []
    chosen = [group for group in found if group.key in wanted]
    if named:
        single = [unit for unit in addressable(issuer) if unit.pk in named]
        chosen.append(Group("", _("点名的单位"), single))
    seen: set[int] = set()
    parts = []
    for group in chosen:
        fresh = [unit for unit in group.units if unit.pk not in seen]
        seen |= {unit.pk for unit in fresh}
        if fresh:
            parts.append(Group(group.key, group.label, fresh))
    return Resolved(parts)


def signers(units: Iterable[int]) -> dict[int, list[Membership]]:
    """Who may sign for each of ``units`` (ids): people of the unit itself who write or decide for it."""
    roles = {*roles_with(Right.EDIT), *roles_with(Right.REVIEW)}
    members = Membership.objects.filter(
        organisation__in=list(units), active=True, role__in=roles, user__is_active=True
    )
    found: dict[int, list[Membership]] = defaultdict(list)
    for membership in members.select_related("user", "organisation").order_by("pk"):
        found[membership.organisation_id].append(membership)
    return dict(found)


def reachable(units: Iterable[int]) -> dict[int, list[Membership]]:
    """Those who may sign for each of ``units`` (ids) and have an address for messages."""
    with_address = {unit: [one for one in found if one.user.email] for unit, found in signers(units).items()}
    return {unit: found for unit, found in with_address.items() if found}
