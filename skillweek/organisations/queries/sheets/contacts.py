"""Contacts as a sheet, and what a sheet of contacts would do."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from skillweek.common import clock
from skillweek.library.sheets import SheetRow, folded
from skillweek.organisations.models import Contact, Organisation
from skillweek.organisations.queries.contacts import in_force
from skillweek.organisations.queries.rights import AnyUser
from skillweek.organisations.queries.sheets.lines import Fate, Line, Plan, Units, compare, once, written
from skillweek.organisations.queries.sheets.people import words_of
from skillweek.organisations.rules import cells
from skillweek.organisations.rules.columns import CONTACTS
from skillweek.organisations.rules.synonyms import CONTACT_ROLES

TITLES = {column.key: column.title for column in CONTACTS}
FLAGS = ("name_public", "phone_public", "email_public")
#: what of a contact a line may change, by column key
_FIELDS = ("post", "phone", "email", "since", *FLAGS)


def _standing(units: Units) -> list[Contact]:
    rows = Contact.objects.filter(
        in_force(clock.today()), organisation__in=units.managed, organisation__active=True
    )
    order = ("organisation__position", "organisation__code", "pk")
    return list(rows.select_related("organisation", "user").order_by(*order))


def export(user: AnyUser) -> list[dict[str, str]]:
    """Contacts in force at the units that ``user`` manages, telephone numbers in plain."""
    return [
        {"code": one.organisation.code, "name": one.organisation.name, "role": one.get_role_display(),
         "duty": one.duty, "person": one.name, "post": one.post, "phone": one.phone, "email": one.email,
         "since": one.since.isoformat()} | {key: written(getattr(one, key)) for key in FLAGS}
        for one in _standing(Units(user))
    ]  # fmt: skip


def choices() -> dict[str, list[str]]:
    """Texts to choose from."""
    yes_no = [written(True), written(False)]
    return {"role": [str(label) for label in Contact.Role.labels]} | dict.fromkeys(FLAGS, yes_no)


class _Reader:
    """Reads the lines of one sheet."""

    def __init__(self, user: AnyUser) -> None:
        self.units, self.today = Units(user), clock.today()
        synonyms = {folded(word): code for word, code in CONTACT_ROLES.items()}
        self.roles = synonyms | words_of(Contact.Role.choices)
        self.known: dict[tuple[int, str, str], list[Contact]] = {}
        rows = Contact.objects.filter(organisation__in=self.units.managed, until=None)
        for one in rows.order_by("since", "pk"):
            self.known.setdefault((one.organisation_id, one.role, one.duty), []).append(one)

    def line(self, row: SheetRow) -> Line:
        line = Line(row)
        unit = self.units.of_line(line)
        role = line.read("role", lambda raw: cells.choice(raw, self.roles))
        duty = line.read("duty", lambda raw: cells.text(raw, 30)) or ""
        if role == Contact.Role.OTHER and not duty:
            line.wrong("duty", _("请写明负责什么"))
        line.facts["name"] = line.read("person", lambda raw: cells.text(raw, 60, required=True))
        self._read_rest(line)
        if unit and role and line.fate != Fate.WRONG:
            line.facts |= {"role": role, "duty": duty if role == Contact.Role.OTHER else ""}
            self._match(line, unit)
        return line

    def _read_rest(self, line: Line) -> None:
        parsers: dict[str, Callable[[str], Any]] = {
            "post": lambda raw: cells.text(raw, 60), "phone": cells.telephone, "email": cells.email,
            "since": cells.day, **dict.fromkeys(FLAGS, cells.flag),
        }  # fmt: skip
        for key, parse in parsers.items():
            if key in line.row.values:
                line.facts[key] = line.read(key, parse)
        if line.facts.get("since", "") is None:
            del line.facts["since"]

    def _match(self, line: Line, unit: Organisation) -> None:
        line.facts["organisation"] = unit
        there = self.known.get((unit.pk, line.facts["role"], line.facts["duty"]), [])
        current = there[-1] if there else None
        if current is not None and current.name == line.facts["name"]:
            line.target = current
            before = {key: getattr(current, key) for key in _FIELDS}
            compare(line, before, {key: str(title) for key, title in TITLES.items()})
        else:
            self._check_successor(line, current)
        self._check_public(line, line.target)

    def _check_successor(self, line: Line, current: Contact | None) -> None:
        line.facts.setdefault("since", self.today)
        line.fate = Fate.NEW
        if current is None:
            return
        line.fate = Fate.CHANGED
        line.changes.append((str(TITLES["person"]), current.name, line.facts["name"]))
        if line.facts["since"] <= current.since:
            words = {"name": current.name, "since": current.since.isoformat()}
            line.wrong("since", _("%(name)s从 %(since)s 起担任，接任的人应晚于这一天") % words)

    def _check_public(self, line: Line, current: Any) -> None:
        for name in ("phone", "email"):
            shown = line.facts.get(f"{name}_public", getattr(current, f"{name}_public", False))
            value = line.facts.get(name, getattr(current, name, ""))
            if shown and not value:
                line.wrong(name, _("要公开就得填写"))


def plan(user: AnyUser, rows: list[SheetRow]) -> Plan:
    """What ``rows`` would do, asked in a constant number of queries."""
    reader = _Reader(user)
    lines = [reader.line(row) for row in rows]
    once(lines, _mark)
    return Plan(lines)


def _mark(line: Line) -> tuple[object, ...] | None:
    if "organisation" not in line.facts:
        return None
    return (line.facts["organisation"].pk, line.facts["role"], line.facts["duty"])
