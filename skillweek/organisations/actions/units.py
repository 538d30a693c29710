"""Writing units of the tree."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from skillweek.accounts.actions import create_user
from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.organisations.actions.errors import OrganisationError
from skillweek.organisations.actions.kinds import ensure_kinds
from skillweek.organisations.actions.people import grant
from skillweek.organisations.models import Membership, Organisation, OrganisationKind
from skillweek.organisations.queries import (
    OpenThing,
    city_of,
    editable_fields,
    has_right,
    held_above,
    left_open,
    staffed,
    subtree_ids,
)
from skillweek.organisations.rules import RESERVED, Right


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
def create_unit(
    *, parent: Organisation, kind: OrganisationKind, code: str, name: str, by: User, **facts: Any
) -> Organisation:
    """Add a unit below one that ``by`` manages."""
    if not parent.active or not has_right(by, Right.MANAGE, parent):
        raise OrganisationError(_("您不能在这个单位下面增加单位"), "parent")
    if code in RESERVED or Organisation.objects.filter(code=code).exists():
        raise OrganisationError(_("代码 %(code)s 已经有单位在用") % {"code": code}, "code")
    _check_facts(None, parent, by, facts)
    return add_unit(parent=parent, kind=kind, code=code, name=name, **facts)


@transaction.atomic
def edit_unit(*, unit: Organisation, by: User, facts: dict[str, Any]) -> Organisation:
    """Change a unit; what ``by`` may not change is refused, not left out in silence."""
    unit = _hold(unit)
    changed = {name for name, value in facts.items() if getattr(unit, name) != value}
    if closed := changed - editable_fields(by, unit):
        raise OrganisationError(_("您不能修改这个单位的这些内容"), sorted(closed)[0])
    _check_facts(unit, unit.parent, by, facts)
    for name in changed:
        setattr(unit, name, facts[name])
    if changed:
        unit.save(update_fields=sorted(changed))
    return unit


def _hold(unit: Organisation) -> Organisation:
    rows = Organisation.objects.select_for_update(of=("self",)).select_related("parent", "kind", "city")
    found: Organisation = rows.get(pk=unit.pk)
    return found


def _check_facts(
    unit: Organisation | None, parent: Organisation | None, by: User, facts: dict[str, Any]
) -> None:
    """Units named in ``facts`` must be of the same city, and a stand-in must be able to stand in."""
    above = unit or parent
    assert above is not None  # a new unit has a parent
    for name in ("located_in", "stand_in"):
        other: Organisation | None = facts.get(name)
        if other is not None and other.tenant_id != above.tenant_id:
            raise OrganisationError(_("只能选本市的单位"), name)
    deputy: Organisation | None = facts.get("stand_in")
    if deputy is None or (unit is not None and unit.stand_in_id == deputy.pk):
        return
    if unit is not None and deputy.pk in subtree_ids(unit):
        raise OrganisationError(_("代审单位不能是它自己或它的下级"), "stand_in")
    if not staffed(deputy):
        raise OrganisationError(_("这个单位没有审核人员，不能代审"), "stand_in")


def _said(things: list[OpenThing]) -> str:
    return "、".join(
        _("%(what)s（%(count)s）") % {"what": thing.label, "count": thing.count} for thing in things
    )


@transaction.atomic
def move_unit(*, unit: Organisation, parent: Organisation, by: User) -> Organisation:
    """Put a unit, with all below it, under another one: from then on that one reviews and reports for it.

    Only an officer of the city does it, and only while nothing of the unit waits for a decision: so everything
    is decided on the way on which it was submitted.
    """
    unit = _hold(unit)
    if unit.parent is None or not has_right(by, Right.MANAGE, city_of(unit)):
        raise OrganisationError(_("只有市级管理员可以划转单位"))
    if parent.tenant_id != unit.tenant_id or not parent.active:
        raise OrganisationError(_("请选择本市一个在用的单位"), "parent")
    if parent.pk in subtree_ids(unit):
        raise OrganisationError(_("不能划到它自己或它的下级"), "parent")
    if unit.parent_id == parent.pk:
        return unit
    if waiting := [thing for thing in held_above(unit) if thing.waits]:
        raise OrganisationError(
            _("还有事项没有审完：%(things)s。请先审完或退回，再划转") % {"things": _said(waiting)}
        )
    unit.parent = parent
    unit.save(update_fields=["parent"])
    return unit


def _check_superior(unit: Organisation, by: User) -> None:
    if unit.parent is None or not has_right(by, Right.MANAGE, unit.parent):
        raise OrganisationError(_("只有上级单位的管理员可以撤销或恢复单位"))


@transaction.atomic
def close_unit(*, unit: Organisation, by: User) -> Organisation:
    """Close a unit that has nothing open; its contacts end today. A second time changes nothing."""
    unit = _hold(unit)
    _check_superior(unit, by)
    if not unit.active:
        return unit
    if things := left_open(unit):
        raise OrganisationError(_("还不能撤销，先处理：%(things)s") % {"things": _said(things)})
    today = clock.today()
    unit.contacts.filter(until=None, since__lte=today).update(until=today)
    for contact in unit.contacts.filter(until=None):
        contact.until = contact.since
        contact.save(update_fields=["until"])
    unit.active = False
    unit.save(update_fields=["active"])
    return unit


@transaction.atomic
def reopen_unit(*, unit: Organisation, by: User) -> Organisation:
    """Take a closed unit back into use."""
    unit = _hold(unit)
    _check_superior(unit, by)
    if unit.parent is None or not unit.parent.active:
        raise OrganisationError(_("它的上级单位已经撤销，请先恢复上级单位"))
    if not unit.active:
        unit.active = True
        unit.save(update_fields=["active"])
    return unit
