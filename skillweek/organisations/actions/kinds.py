"""Kinds of units: data that an officer may add to."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.organisations.actions.errors import OrganisationError
from skillweek.organisations.models import Organisation, OrganisationKind
from skillweek.organisations.queries import in_scope, manages_a_city
from skillweek.organisations.rules import Right

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

#: what a kind means to the rest of the house
MEANING = frozenset({"code", "is_place", "is_education_bureau", "is_vocational"})


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
def write_kind(*, kind: OrganisationKind | None, facts: dict[str, Any], by: User) -> OrganisationKind:
    """Add a kind, or change ``kind``; what it means stays once a unit is of it, names may always change."""
    if not manages_a_city(by):
        raise OrganisationError(_("只有市级管理员可以维护单位类别"))
    if kind is None:
        return OrganisationKind.objects.create(**facts)
    kind = OrganisationKind.objects.select_for_update().get(pk=kind.pk)
    units = Organisation.objects.filter(kind=kind)
    if units.exclude(pk__in=in_scope(by, Right.MANAGE).values("pk")).exists():
        raise OrganisationError(_("其他城市也在用这个类别，不能修改；可以新建一个"))
    for name, value in facts.items():
        if name in MEANING and value != getattr(kind, name) and units.exists():
            raise OrganisationError(_("已经有单位属于这个类别，不能改变它的性质；可以新建一个类别"), name)
        setattr(kind, name, value)
    kind.save()
    return kind
