"""People and invitations as a sheet, and what a sheet of people would do."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from skillweek.library.sheets import SheetRow, folded
from skillweek.organisations.models import Invitation, Membership, Organisation
from skillweek.organisations.queries.rights import AnyUser, roles_to_give
from skillweek.organisations.queries.sheets.lines import Fate, Line, Plan, Units, compare, once
from skillweek.organisations.rules import cells
from skillweek.organisations.rules.columns import PEOPLE

TITLES = {column.key: column.title for column in PEOPLE}


def words_of(choices: Iterable[tuple[Any, Any]]) -> dict[str, str]:
    """Folded words that mean a code: the code itself, and its label in every language."""
    found: dict[str, str] = {}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            found |= {folded(str(label)): code for code, label in choices}
    return found | {folded(code): code for code, _label in choices}


def _members(units: Units) -> list[Membership]:
    rows = Membership.objects.filter(organisation__in=units.managed, active=True, user__is_active=True)
    return list(rows.select_related("user", "organisation").order_by("organisation__position", "pk"))


def _invited(units: Units) -> list[Invitation]:
    rows = Invitation.objects.filter(organisation__in=units.managed, state=Invitation.State.OPEN)
    return list(rows.select_related("organisation").order_by("organisation__position", "pk"))


def export(user: AnyUser) -> list[dict[str, str]]:
    """Roles in force and open invitations at the units that ``user`` manages."""
    units = Units(user)
    rows = [
        {"code": one.organisation.code, "name": one.organisation.name, "role": one.get_role_display(),
         "person": one.user.name, "email": one.user.email, "username": one.user.username}
        for one in _members(units)
    ]  # fmt: skip
    return rows + [
        {"code": one.organisation.code, "name": one.organisation.name, "role": one.get_role_display(),
         "person": one.name, "email": one.email, "phone": one.phone}
        for one in _invited(units)
    ]  # fmt: skip


def choices() -> dict[str, list[str]]:
    """Texts to choose from."""
    return {"role": [str(label) for label in Membership.Role.labels]}


class _Reader:
    """Reads the lines of one sheet."""

    def __init__(self, user: AnyUser) -> None:
        self.user, self.units = user, Units(user)
        self.roles = words_of(Membership.Role.choices)
        self.members: dict[tuple[int, str, str], Membership] = {}
        for one in _members(self.units):
            self.members[one.organisation_id, one.role, one.user.username] = one
            self.members.setdefault((one.organisation_id, one.role, one.user.name), one)
        self.invited = {(one.organisation_id, one.role, one.name): one for one in _invited(self.units)}
        self.gives: dict[int, list[str]] = {}

    def line(self, row: SheetRow) -> Line:
        line = Line(row)
        unit = self.units.of_line(line)
        role = line.read("role", lambda raw: cells.choice(raw, self.roles))
        line.facts["name"] = line.read("person", lambda raw: cells.text(raw, 60, required=True))
        parsers: dict[str, Callable[[str], str]] = {"email": cells.email, "phone": cells.mobile}
        for key, parse in parsers.items():
            if key in row.values:
                line.facts[key] = line.read(key, parse)
        if unit and role and line.fate != Fate.WRONG:
            line.facts |= {"organisation": unit, "role": role}
            self._match(line, unit, role)
        return line

    def _match(self, line: Line, unit: Organisation, role: str) -> None:
        username, name = line.row.values.get("username", ""), line.facts["name"]
        member = self.members.get((unit.pk, role, username or name))
        invited = None if member else self.invited.get((unit.pk, role, name))
        if member is not None:
            self._check_member(line, member)
        elif username:
            line.wrong("username", _("这个单位没有这个登录名的人有这个角色"))
        elif role not in self._gives(unit):
            line.wrong("role", _("您不能在这个单位给出这个角色"))
        elif invited is not None:
            line.target = invited
            before = {"email": invited.email, "phone": invited.phone}
            compare(line, before, {key: str(title) for key, title in TITLES.items()})
        else:
            line.fate = Fate.NEW

    def _gives(self, unit: Organisation) -> list[str]:
        if unit.pk not in self.gives:
            self.gives[unit.pk] = roles_to_give(self.user, unit)
        return self.gives[unit.pk]

    def _check_member(self, line: Line, member: Membership) -> None:
        """A person with a sign-in looks after name and addresses in person."""
        line.target = member
        if line.facts["name"] != member.user.name:
            line.wrong("person", _("已经开通登录的人，姓名由本人修改"))
        if line.facts.get("email", member.user.email) != member.user.email:
            line.wrong("email", _("已经开通登录的人，邮箱由本人修改"))
        if line.facts.get("phone"):
            line.wrong("phone", _("已经开通登录的人不用填手机号码"))


def plan(user: AnyUser, rows: list[SheetRow]) -> Plan:
    """What ``rows`` would do."""
    reader = _Reader(user)
    lines = [reader.line(row) for row in rows]
    once(lines, _mark)
    return Plan(lines)


def _mark(line: Line) -> tuple[object, ...] | None:
    if line.fate == Fate.WRONG:
        return None
    if line.target is not None:
        return (type(line.target).__name__, line.target.pk)
    return (line.facts["organisation"].pk, line.facts["role"], line.facts["name"])
