"""Taking over a table of activities: taken in, looked at, then written all at once."""

import json

from django.db import transaction
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.library.rules import clean_name
from skillweek.plan.models import Edition
from skillweek.programme.actions.importing_rows import change_activities, make_activities
from skillweek.programme.models import ProgrammeImport
from skillweek.programme.queries import editing_units
from skillweek.programme.queries.import_plan import Plan, import_plan
from skillweek.programme.queries.imports import plan_of, table_of
from skillweek.programme.queries.known import Known
from skillweek.programme.rules import ProgrammeError
from skillweek.programme.sheets.opening import TableRefused, sheets_of
from skillweek.programme.sheets.reading import read_grids
from skillweek.programme.sheets.rows import Row

State = ProgrammeImport.State


def take_table(*, edition: Edition, data: bytes, name: str, by: User) -> ProgrammeImport:
    """Read an uploaded table and keep it until it is confirmed; raises ProgrammeError when it cannot be read.

    What was kept of earlier tables for the sake of their remarks goes.
    """
    if not editing_units(by).exists():
        raise ProgrammeError(_("您没有可以填报的单位"), "file")
    try:
        grids = sheets_of(data)
    except TableRefused as error:
        raise ProgrammeError(str(error), "file") from error
    if not read_grids(grids, week=(edition.starts, edition.ends)).rows:
        raise ProgrammeError(_("表里没有找到活动：要有一行标题，至少写着“活动名称”和“时间”或“地点”"), "file")
    ProgrammeImport.objects.filter(by=by, state=State.DONE).exclude(content="").update(content="")
    content = json.dumps([grid.as_json() for grid in grids], ensure_ascii=False)
    return ProgrammeImport.objects.create(
        edition=edition, name=clean_name(name), content=content, by=by, at=clock.now()
    )


def _waiting(taken: ProgrammeImport) -> ProgrammeImport:
    """The import's row, locked; raises ProgrammeError when it is over."""
    current = (
        ProgrammeImport.objects.select_for_update(of=("self",))
        .select_related("edition__city", "by")
        .get(pk=taken.pk)
    )
    if current.state == State.DONE:
        raise ProgrammeError(_("这张表已经写入过了"))
    if current.state == State.DROPPED:
        raise ProgrammeError(_("这张表已经放弃了，请重新上传"))
    return current


@transaction.atomic
def answer_import(*, taken: ProgrammeImport, answers: dict[str, str]) -> ProgrammeImport:
    """Keep what was chosen for words that the city does not know."""
    current = _waiting(taken)
    current.answers = {**current.answers, **{key: value for key, value in answers.items() if value}}
    current.save(update_fields=["answers"])
    return current


@transaction.atomic
def drop_import(*, taken: ProgrammeImport) -> None:
    """Let a table go without writing anything; its content is gone."""
    _end(_waiting(taken), State.DROPPED)


def _end(current: ProgrammeImport, state: str, **counts: int) -> None:
    """Close the import; the sheet stays for its remarks while rows of it are left out."""
    current.state, current.ended_at = state, clock.now()
    current.content = current.content if counts.get("left_out") else ""
    for name, count in counts.items():
        setattr(current, name, count)
    current.save(update_fields=["state", "content", "ended_at", *counts])


@transaction.atomic
def commit_import(*, taken: ProgrammeImport, by: User) -> ProgrammeImport:
    """Write every row without a problem as drafts, in one go; the others are left out."""
    current = _waiting(taken)
    plan = plan_of(current, table_of(current).rows, by)
    if not plan.writes:
        raise ProgrammeError(_("没有可以写入的内容"))
    activities, sessions = write_plan(plan=plan, edition=current.edition, by=by)
    _end(current, State.DONE, activities=activities, sessions=sessions, left_out=plan.counts["wrong"])
    return current


@transaction.atomic
def import_rows(*, edition: Edition, rows: list[Row]) -> tuple[Plan, int, int]:
    """Write ``rows`` for any unit of the city (the command line); the plan, activities and sessions made or changed."""
    known = Known(edition, ())
    known.editable = {unit.pk for unit in known.units.values()}
    plan = import_plan(rows, known, {})
    return plan, *write_plan(plan=plan, edition=edition, by=None)


def write_plan(*, plan: Plan, edition: Edition, by: User | None) -> tuple[int, int]:
    """Write what ``plan`` found new or changed; how many activities and sessions."""
    made = make_activities(edition, [line for line in plan.lines if line.fate == "new"], by)
    changed = change_activities([line for line in plan.lines if line.fate == "changed"], by)
    return made[0] + changed[0], made[1] + changed[1]
