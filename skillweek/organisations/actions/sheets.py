"""Sheets in and out: taken in, shown, and written only when confirmed."""

import json
from collections.abc import Callable
from typing import Any, BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.common.codes import new_code
from skillweek.library.sheets import SheetRefused, SheetRow, read_sheet, write_sheet
from skillweek.organisations.actions.contacts import appoint, edit_contact
from skillweek.organisations.actions.errors import OrganisationError
from skillweek.organisations.actions.invitations import invite, resend_invitation
from skillweek.organisations.actions.units import add_unit, move_unit
from skillweek.organisations.models import Contact, Disclosure, Invitation, Organisation, SheetImport
from skillweek.organisations.queries.sheets import (
    KEPT,
    Fate,
    Line,
    Units,
    export_rows,
    plan_sheet,
    sheet_choices,
)
from skillweek.organisations.rules.columns import COLUMNS

State = SheetImport.State


def template_sheet(*, kind: str) -> bytes:
    """An empty sheet with headings, choices and an explanation."""
    return write_sheet(_title(kind), COLUMNS[kind], [], choices=sheet_choices(kind))


def _title(kind: str) -> str:
    return str(SheetImport.Kind(kind).label)


@transaction.atomic
def export_sheet(*, kind: str, by: User, reason: str = "") -> bytes:
    """What ``by`` manages as a sheet. One with telephone numbers needs a reason, which is kept with its reader."""
    rows = export_rows(by, kind)
    numbers = sum(bool(row.get("phone")) for row in rows)
    if numbers:
        if not reason.strip():
            raise OrganisationError(_("请写明用途"), "reason")
        Disclosure.objects.create(
            city=Units(by).city, by=by, at=clock.now(), reason=reason.strip(), numbers=numbers
        )
    return write_sheet(_title(kind), COLUMNS[kind], rows, choices=sheet_choices(kind))


@transaction.atomic
def take_sheet(*, kind: str, stream: BinaryIO, name: str, by: User) -> SheetImport:
    """Read an uploaded sheet and keep its rows, encrypted, until they are confirmed; raises OrganisationError."""
    try:
        rows = read_sheet(stream, COLUMNS[kind])
    except SheetRefused as error:
        raise OrganisationError(str(error), "file") from error
    stale = SheetImport.objects.filter(state=State.WAITING, at__lte=clock.now() - KEPT)
    stale.update(state=State.DROPPED, content="", ended_at=clock.now())
    content = json.dumps([[row.line, row.values] for row in rows], ensure_ascii=False)
    return SheetImport.objects.create(
        city=Units(by).city, kind=kind, name=name[:120], content=content, by=by, at=clock.now()
    )


def rows_of(taken: SheetImport) -> list[SheetRow]:
    """The kept rows of an uploaded sheet."""
    return [SheetRow(line, values) for line, values in json.loads(taken.content or "[]")]


def remarked_sheet(*, taken: SheetImport, by: User) -> bytes:
    """The uploaded sheet again, with what was found about every line in front."""
    plan = plan_sheet(by, taken.kind, rows_of(taken))
    columns = COLUMNS[taken.kind]
    remarks = [remark(line, {column.key: str(column.title) for column in columns}) for line in plan.lines]
    rows = [line.row.values for line in plan.lines]
    return write_sheet(_title(taken.kind), columns, rows, remarks=remarks)


def remark(line: Line, titles: dict[str, str]) -> str:
    """What is to be said about a line, in one text."""
    if line.problems:
        return "；".join(f"{titles[key]}：{said}" if key in titles else said for key, said in line.problems)
    return {Fate.NEW: _("新增"), Fate.CHANGED: _("修改"), Fate.SAME: _("没有变化")}.get(line.fate, "")


def _hold(taken: SheetImport) -> SheetImport:
    taken = SheetImport.objects.select_for_update(of=("self",)).get(pk=taken.pk)
    if taken.state != State.WAITING:
        raise OrganisationError(_("这张表已经处理过了"))
    return taken


@transaction.atomic
def drop_sheet(*, taken: SheetImport, by: User) -> SheetImport:
    """Forget an uploaded sheet; nothing was written."""
    taken = _hold(taken)
    _end(taken, State.DROPPED)
    return taken


def _end(taken: SheetImport, state: str) -> None:
    taken.state, taken.content, taken.ended_at = state, "", clock.now()
    taken.save()


@transaction.atomic
def write_taken_sheet(*, taken: SheetImport, by: User, seen: str) -> SheetImport:
    """Write the lines that were shown (``seen``); those with a mistake are left out. All of them, or none."""
    taken = _hold(taken)
    plan = plan_sheet(by, taken.kind, rows_of(taken))
    if plan.seen != seen:
        raise OrganisationError(_("数据在这期间有了变化，请看过新的结果再确认"))
    if not plan.writes:
        raise OrganisationError(_("没有要写入的内容"))
    write: Callable[[Line, User], None] = _WRITERS[taken.kind]()
    for line in plan.lines:
        if line.fate in {Fate.NEW, Fate.CHANGED}:
            try:
                write(line, by)
            except OrganisationError as error:
                words = {"line": line.row.line, "why": str(error)}
                raise OrganisationError(_("第 %(line)s 行：%(why)s。整张表都没有写入") % words) from error
    taken.written, taken.left_out = plan.writes, plan.counts[Fate.WRONG]
    _end(taken, State.DONE)
    return taken


class _UnitWriter:
    """Writes lines of units; what they may do was checked when they were planned, in the same transaction."""

    def __init__(self) -> None:
        self.made: dict[int, Organisation] = {}

    def __call__(self, line: Line, by: User) -> None:
        facts = dict(line.facts)
        parent = facts.pop("parent", None)
        if isinstance(parent, Line):
            parent = self.made[parent.row.line]
        if isinstance(line.target, Organisation):
            self._change(line.target, parent, facts, by)
            return
        if not facts.get("short_name"):
            facts["short_name"] = facts["name"][:30]
        facts.setdefault("counts_in_report", True)
        code = line.row.values.get("code") or f"u-{new_code(8).lower()}"
        self.made[line.row.line] = add_unit(parent=parent, code=code, **facts)

    def _change(self, unit: Organisation, parent: Any, facts: dict[str, Any], by: User) -> None:
        changed = [name for name, value in facts.items() if getattr(unit, name) != value]
        for name in changed:
            setattr(unit, name, facts[name])
        if changed:
            unit.save(update_fields=changed)
        if parent is not None and unit.parent_id != parent.pk:
            move_unit(unit=unit, parent=parent, by=by)


def _write_person(line: Line, by: User) -> None:
    facts = line.facts
    if isinstance(line.target, Invitation):
        for name in ("email", "phone"):
            setattr(line.target, name, facts.get(name, getattr(line.target, name)))
        line.target.save(update_fields=["email", "phone"])
        resend_invitation(invitation=line.target, by=by)
        return
    invite(
        organisation=facts["organisation"], role=facts["role"], by=by, name=facts["name"],
        email=facts.get("email") or "", phone=facts.get("phone") or "",
    )  # fmt: skip


def _write_contact(line: Line, by: User) -> None:
    facts = dict(line.facts)
    unit = facts.pop("organisation")
    if isinstance(line.target, Contact):
        edit_contact(contact=line.target, by=by, facts=facts)
    else:
        appoint(organisation=unit, by=by, facts=facts)


#: a fresh writer for every sheet
_WRITERS: dict[str, Callable[[], Callable[[Line, User], None]]] = {
    SheetImport.Kind.UNITS: _UnitWriter,
    SheetImport.Kind.PEOPLE: lambda: _write_person,
    SheetImport.Kind.CONTACTS: lambda: _write_contact,
}
