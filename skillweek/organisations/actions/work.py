"""Leading groups and tasks."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.organisations.actions.errors import OrganisationError
from skillweek.organisations.models import GroupMember, LeadingGroup, Organisation, Task
from skillweek.organisations.queries import has_right, may_finish
from skillweek.organisations.rules import Right, next_state


def _check_may_write(unit: Organisation, by: User) -> None:
    if not has_right(by, Right.EDIT, unit):
        raise OrganisationError(_("您不能为这个单位填写"))
    if not unit.active:
        raise OrganisationError(_("这个单位已经撤销"))


@transaction.atomic
def write_group(
    *, organisation: Organisation, group: LeadingGroup | None, by: User, facts: dict[str, Any]
) -> LeadingGroup:
    """Set up a group of a unit, or change ``group``; a name is taken once a year."""
    _check_may_write(organisation, by)
    group = group or LeadingGroup(organisation=organisation)
    for name, value in facts.items():
        setattr(group, name, value)
    same = organisation.groups.filter(year=group.year, name=group.name).exclude(pk=group.pk)
    if same.exists():
        raise OrganisationError(_("这一年度已经有同名的小组"), "name")
    group.save()
    return group


@transaction.atomic
def close_group(*, group: LeadingGroup, by: User) -> LeadingGroup:
    """Dissolve a group; members leave with it. A second time changes nothing."""
    _check_may_write(group.organisation, by)
    group = LeadingGroup.objects.select_for_update(of=("self",)).get(pk=group.pk)
    if group.active:
        group.members.filter(ended_on=None).update(ended_on=clock.today())
        group.active = False
        group.save(update_fields=["active"])
    return group


@transaction.atomic
def write_member(
    *, group: LeadingGroup, member: GroupMember | None, by: User, facts: dict[str, Any]
) -> GroupMember:
    """Give somebody a seat in a group, or change ``member``."""
    _check_may_write(group.organisation, by)
    if not group.active:
        raise OrganisationError(_("这个小组已经解散"))
    member = member or GroupMember(group=group, position=group.members.count())
    for name, value in facts.items():
        setattr(member, name, value)
    same = group.members.filter(ended_on=None, role=member.role, name=member.name).exclude(pk=member.pk)
    if same.exists():
        raise OrganisationError(_("%(name)s已经在这个小组里") % {"name": member.name}, "name")
    member.save()
    return member


@transaction.atomic
def end_member(*, member: GroupMember, by: User) -> GroupMember:
    """End a seat today; the row stays. A second time changes nothing."""
    member = (
        GroupMember.objects.select_for_update(of=("self",))
        .select_related("group__organisation")
        .get(pk=member.pk)
    )
    _check_may_write(member.group.organisation, by)
    if member.ended_on is None:
        member.ended_on = clock.today()
        member.save(update_fields=["ended_on"])
    return member


@transaction.atomic
def write_task(*, organisation: Organisation, task: Task | None, by: User, facts: dict[str, Any]) -> Task:
    """Add a task of a unit, or change an open one; ``facts`` name exactly one owner."""
    _check_may_write(organisation, by)
    if task is None:
        task = Task(organisation=organisation, created_by=by, created_at=clock.now())
    else:
        task = _hold(task)
        if task.state != Task.State.OPEN:
            raise OrganisationError(_("已办结的事项不能修改，请先重新打开"))
    for name, value in facts.items():
        setattr(task, name, value)
    task.save()
    return task


def _hold(task: Task) -> Task:
    rows = Task.objects.select_for_update(of=("self",)).select_related("organisation", "contact")
    return rows.get(pk=task.pk)


@transaction.atomic
def step_task(*, task: Task, step: str, by: User) -> Task:
    """Finish, drop or reopen a task (``rules.work.TRANSITIONS``); only those who write for the unit drop one."""
    task = _hold(task)
    allowed = may_finish(by, task) if step == "finish" else has_right(by, Right.EDIT, task.organisation)
    if not allowed:
        raise OrganisationError(_("您不能处理这个事项"))
    following = next_state(task.state, step)
    if following is None:
        raise OrganisationError(_("这个事项已经处理过，请刷新后再看"))
    task.state = following
    ended = following != Task.State.OPEN
    task.ended_at, task.ended_by = (clock.now(), by) if ended else (None, None)
    task.save(update_fields=["state", "ended_at", "ended_by"])
    return task
