"""The one door to tables that wait to be confirmed."""

import json

from django.db.models import QuerySet

from skillweek.accounts.models import User
from skillweek.organisations.queries import AnyUser
from skillweek.programme.models import ProgrammeImport
from skillweek.programme.queries.activities import editing_units
from skillweek.programme.queries.import_plan import Plan, import_plan
from skillweek.programme.queries.known import Known
from skillweek.programme.sheets.grid import Grid
from skillweek.programme.sheets.reading import read_grids
from skillweek.programme.sheets.rows import Row, Table


def imports_of(user: AnyUser) -> QuerySet[ProgrammeImport]:
    """Tables that ``user`` brought in."""
    if not user.is_authenticated:
        return ProgrammeImport.objects.none()
    return ProgrammeImport.objects.filter(by=user).select_related("edition__city")


def grids_of(taken: ProgrammeImport) -> list[Grid]:
    """The sheets as they came; none when the import is over."""
    return [Grid.from_json(plain) for plain in json.loads(taken.content or "[]")]


def table_of(taken: ProgrammeImport) -> Table:
    """What the sheets say."""
    return read_grids(grids_of(taken), week=(taken.edition.starts, taken.edition.ends))


def plan_of(taken: ProgrammeImport, rows: list[Row], user: User) -> Plan:
    """What confirming would do, for the units that ``user`` may write for."""
    editable = set(editing_units(user).values_list("pk", flat=True))
    return import_plan(rows, Known(taken.edition, editable), taken.answers)
