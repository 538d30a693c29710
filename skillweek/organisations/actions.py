"""Writing organisations, roles and venues."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from skillweek.accounts.actions import create_user
from skillweek.accounts.models import User
from skillweek.organisations.models import Membership, Organisation, OrganisationKind, Venue
from skillweek.organisations.queries import has_right, place_of, roles_to_give
from skillweek.organisations.rules import Right


class OrganisationError(Exception):
    """A step that is refused; the text says why, to a person, ``field`` where."""

    def __init__(self, text: str, field: str | None = None) -> None:
        super().__init__(text)
        self.field = field


#: kinds that every installation starts with: code, labels, place, bureau, vocational
KINDS = (
    ("city-bureau", "市教育局", "City education bureau", False, True, False),
    ("county-bureau", "县级教育部门", "County education bureau", True, True, False),
    ("zone-bureau", "功能区主管部门", "Zone bureau", True, False, False),
    ("vocational-college", "高等职业院校", "Vocational college", False, False, True),
    ("vocational-school", "中等职业学校", "Secondary vocational school", False, False, True),
    ("middle-school", "初中学校", "Junior middle school", False, False, False),
    ("other", "其他单位", "Other organisation", False, False, False),
)


def ensure_kinds() -> dict[str, OrganisationKind]:
    """The starting kinds by code, made when missing; kinds that an officer changed stay as they are."""
    names = ("label", "label_en", "is_place", "is_education_bureau", "is_vocational")
    return {
        code: OrganisationKind.objects.get_or_create(code=code, defaults=dict(zip(names, rest, strict=True)))[
            0
        ]
        for code, *rest in KINDS
    }


@transaction.atomic
def found_city(
    *, name: str, short_name: str, code: str, officer: str, username: str, password: str
) -> Organisation:
    """Make a city's root organisation and its first officer's sign-in."""
    kind = ensure_kinds()["city-bureau"]
    city = Organisation.objects.create(kind=kind, code=code, name=name, short_name=short_name)
    user = create_user(username=username, name=officer, password=password)
    grant(user=user, organisation=city, role=Membership.Role.CITY_OFFICER)
    return city


@transaction.atomic
def add_unit(
    *, parent: Organisation, kind: OrganisationKind, code: str, name: str, **facts: Any
) -> Organisation:
    """Add a unit below ``parent``; ``facts`` are further fields of Organisation."""
    facts.setdefault("short_name", name[:30])
    return Organisation.objects.create(
        parent=parent, city_id=parent.tenant_id, kind=kind, code=code, name=name, **facts
    )


@transaction.atomic
def grant(*, user: User, organisation: Organisation, role: str) -> Membership:
    """Give ``user`` a role on ``organisation``; giving it twice changes nothing."""
    membership, _made = Membership.objects.get_or_create(
        user=user, organisation=organisation, role=role, defaults={"active": True}
    )
    if not membership.active:
        membership.active = True
        membership.save(update_fields=["active"])
    return membership


@transaction.atomic
def add_venue(*, owner: Organisation, name: str, address: str, capacity: int, **facts: Any) -> Venue:
    """Add a venue of ``owner``; its place is given, or the county-level unit that the owner lies in."""
    place = facts.pop("place", None) or place_of(owner)
    if place is None:
        raise ValueError("a venue needs the county-level unit it lies in")
    return Venue.objects.create(
        owner=owner,
        city_id=owner.tenant_id,
        place=place,
        name=name,
        address=address,
        capacity=capacity,
        **facts,
    )


@transaction.atomic
def edit_venue(*, venue: Venue, by: User, facts: dict[str, Any]) -> Venue:
    """Change a venue; ``facts`` are the fields of the form."""
    venue = Venue.objects.select_for_update(of=("self",)).select_related("owner").get(pk=venue.pk)
    if not has_right(by, Right.EDIT, venue.owner):
        raise OrganisationError(_("您不能修改这个单位的场地"))
    for name, value in facts.items():
        setattr(venue, name, value)
    venue.save()
    return venue


@transaction.atomic
def invite(
    *,
    organisation: Organisation,
    role: str,
    by: User,
    username: str,
    name: str,
    password: str,
    email: str = "",
) -> Membership:
    """Make a sign-in and give it a role on ``organisation``; by an officer who manages the unit.

    Raises OrganisationError, or ValidationError for a weak password.
    """
    _may_give(organisation, role, by)
    if User.objects.filter(username=username).exists():
        raise OrganisationError(_("这个登录名已经有人用了，请换一个"), "username")
    user = create_user(username=username, name=name, password=password, email=email)
    return grant(user=user, organisation=organisation, role=role)


def _may_give(organisation: Organisation, role: str, by: User) -> None:
    if role not in roles_to_give(by, organisation):
        raise OrganisationError(_("您不能在这个单位给出这个角色"), "role")


@transaction.atomic
def give_role(*, user: User, organisation: Organisation, role: str, by: User) -> Membership:
    """Give a person who has a sign-in a further role."""
    _may_give(organisation, role, by)
    return grant(user=user, organisation=organisation, role=role)


@transaction.atomic
def end_role(*, membership: Membership, by: User) -> Membership:
    """End a role; the row stays as history. Ending it again changes nothing. Nobody ends their own."""
    membership = (
        Membership.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=membership.pk)
    )
    if membership.user_id == by.pk:
        raise OrganisationError(_("不能结束自己的角色，请上级单位办理"))
    _may_give(membership.organisation, membership.role, by)
    if membership.active:
        membership.active = False
        membership.save(update_fields=["active"])
    return membership
