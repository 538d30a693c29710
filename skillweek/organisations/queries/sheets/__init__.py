"""Sheets of units, people and contacts: what there is, and what an uploaded one would do."""

from datetime import timedelta
from types import ModuleType

from django.db.models import QuerySet

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.library.sheets import SheetRow
from skillweek.organisations.models import Disclosure, SheetImport
from skillweek.organisations.queries.rights import AnyUser
from skillweek.organisations.queries.sheets import contacts, people, units
from skillweek.organisations.queries.sheets.lines import Fate, Line, Plan, Units

#: how long an uploaded sheet waits to be confirmed
KEPT = timedelta(days=1)
_KINDS: dict[str, ModuleType] = {
    SheetImport.Kind.UNITS: units,
    SheetImport.Kind.PEOPLE: people,
    SheetImport.Kind.CONTACTS: contacts,
}


def export_rows(user: AnyUser, kind: str) -> list[dict[str, str]]:
    """The rows of what ``user`` manages, by column key."""
    found: list[dict[str, str]] = _KINDS[kind].export(user)
    return found


def sheet_choices(kind: str) -> dict[str, list[str]]:
    """Texts to choose from, by column key."""
    found: dict[str, list[str]] = _KINDS[kind].choices()
    return found


def plan_sheet(user: AnyUser, kind: str, rows: list[SheetRow]) -> Plan:
    """What ``rows`` of an uploaded sheet would do."""
    found: Plan = _KINDS[kind].plan(user, rows)
    return found


def imports_of(user: User) -> QuerySet[SheetImport]:
    """Sheets that ``user`` uploaded and that still wait."""
    fresh = clock.now() - KEPT
    return SheetImport.objects.filter(by=user, state=SheetImport.State.WAITING, at__gt=fresh).select_related(
        "city"
    )


def past_imports(user: User) -> QuerySet[SheetImport]:
    """Sheets that ``user`` uploaded and wrote, the latest first."""
    return SheetImport.objects.filter(by=user, state=SheetImport.State.DONE)


def disclosures(user: AnyUser) -> QuerySet[Disclosure]:
    """Exports of telephone numbers in the cities whose units ``user`` manages, the latest first."""
    return Disclosure.objects.filter(city=Units(user).city).select_related("by")


__all__ = [
    "KEPT",
    "Fate",
    "Line",
    "Plan",
    "Units",
    "disclosures",
    "export_rows",
    "imports_of",
    "past_imports",
    "plan_sheet",
    "sheet_choices",
]
