"""Desk pages of leading groups and tasks."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from skillweek.accounts.views import StaffRequest
from skillweek.audit.queries import history
from skillweek.common import clock
from skillweek.organisations import actions, queries
from skillweek.organisations.forms import GroupForm, MemberForm, TaskForm
from skillweek.organisations.models import LeadingGroup, Organisation, Task
from skillweek.organisations.rules import Right, next_state
from skillweek.organisations.views.tabs import unit_tabs
from skillweek.organisations.views.units import PER_PAGE, form_page


def _unit(request: StaffRequest, code: str, right: Right = Right.SEE) -> Organisation:
    units = queries.with_right(request.user, right)
    return get_object_or_404(units if right == Right.SEE else units.filter(active=True), code=code)


def _may_edit(request: StaffRequest, unit: Organisation) -> bool:
    return unit.active and queries.has_right(request.user, Right.EDIT, unit)


@login_required
@require_safe
def groups(request: StaffRequest, code: str) -> HttpResponse:
    """Leading groups of a unit, the latest year first."""
    unit = _unit(request, code)
    context = {
        "unit": unit, "tabs": unit_tabs(unit, "groups"), "groups": queries.groups_of(unit),
        "may_edit": _may_edit(request, unit),
    }  # fmt: skip
    return render(request, "organisations/groups.html", context)


@login_required
@require_safe
def group(request: StaffRequest, code: str) -> HttpResponse:
    """One group: seats, those who left, tasks, history."""
    found = get_object_or_404(queries.with_seats(queries.groups_visible_to(request.user)), code=code)
    context = {
        "unit": found.organisation, "group": found, "former": queries.former_members(found),
        "tasks": queries.tasks_of(found.organisation).filter(group=found), "today": clock.today(),
        "may_edit": found.active and _may_edit(request, found.organisation), "history": history(found),
    }  # fmt: skip
    return render(request, "organisations/group.html", context)


@login_required
@form_page
def new_group(request: StaffRequest, code: str) -> HttpResponse:
    """Set up a group."""
    return _write_group(request, _unit(request, code, Right.EDIT), None)


@login_required
@form_page
def edit_group(request: StaffRequest, code: str) -> HttpResponse:
    """Change a group's name, year or purpose."""
    found = get_object_or_404(queries.groups_editable_by(request.user).filter(active=True), code=code)
    return _write_group(request, found.organisation, found)


def _write_group(request: StaffRequest, unit: Organisation, group: LeadingGroup | None) -> HttpResponse:
    name = str(group or "")
    form = GroupForm(
        request.POST or None, instance=group, initial={} if group else {"year": clock.today().year}
    )
    if form.is_valid():
        try:
            saved = actions.write_group(
                organisation=unit, group=group, by=request.user, facts=form.cleaned_data
            )
        except actions.OrganisationError as problem:
            form.add_error(problem.field, str(problem))
        else:
            messages.success(request, _("已保存"))
            return redirect(saved)
    context = {"form": form, "unit": unit, "group": group, "name": name}
    return render(request, "organisations/group_form.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def close_group(request: StaffRequest, code: str) -> HttpResponse:
    """Dissolve a group."""
    found = get_object_or_404(queries.groups_editable_by(request.user), code=code)
    try:
        actions.close_group(group=found, by=request.user)
    except actions.OrganisationError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("小组已解散，记录保留"))
    return redirect("organisations:groups", found.organisation.code)


@login_required
@form_page
def new_member(request: StaffRequest, code: str) -> HttpResponse:
    """Give somebody a seat."""
    found = get_object_or_404(queries.groups_editable_by(request.user).filter(active=True), code=code)
    return _write_member(request, found, None)


@login_required
@form_page
def edit_member(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a seat."""
    member = get_object_or_404(queries.members_editable_by(request.user), pk=pk)
    return _write_member(request, member.group, member)


def _write_member(request: StaffRequest, group: LeadingGroup, member: Any) -> HttpResponse:
    name = str(member or "")
    form = MemberForm(request.POST or None, instance=member, unit=group.organisation)
    if form.is_valid():
        try:
            actions.write_member(group=group, member=member, by=request.user, facts=form.cleaned_data)
        except actions.OrganisationError as problem:
            form.add_error(problem.field, str(problem))
        else:
            messages.success(request, _("成员已保存"))
            return redirect(group)
    context = {
        "form": form, "unit": group.organisation, "group": group, "member": member, "name": name,
        "history": history(member) if member else [],
    }  # fmt: skip
    return render(request, "organisations/member_form.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def end_member(request: StaffRequest, pk: int) -> HttpResponse:
    """End a seat today."""
    member = get_object_or_404(queries.members_editable_by(request.user), pk=pk)
    try:
        actions.end_member(member=member, by=request.user)
    except actions.OrganisationError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("已退出小组，记录保留"))
    return redirect(member.group)


@login_required
@require_safe
def tasks(request: StaffRequest, code: str) -> HttpResponse:
    """The task list of a unit: open ones by their day, or those that ended."""
    unit = _unit(request, code)
    state = request.GET.get("state")
    state = state if state in Task.State.values else Task.State.OPEN
    counts = queries.task_counts(unit, clock.today())
    page = Paginator(queries.tasks_of(unit, state), PER_PAGE).get_page(request.GET.get("page"))
    states = [
        {"label": label, "url": f"?state={value}", "current": value == state, "count": counts[value]}
        for value, label in Task.State.choices
    ]
    context = {
        "unit": unit, "tabs": unit_tabs(unit, "tasks"), "states": states, "page": page, "counts": counts,
        "today": clock.today(), "state": state, "may_edit": _may_edit(request, unit),
    }  # fmt: skip
    return render(request, "organisations/tasks.html", context)


@login_required
@require_safe
def task(request: StaffRequest, code: str) -> HttpResponse:
    """One task, what can be done with it, and who did what."""
    found = get_object_or_404(queries.tasks_visible_to(request.user), code=code)
    may_edit = _may_edit(request, found.organisation)
    steps = [
        step for step in ("finish", "reopen", "drop")
        if next_state(found.state, step)
        and (may_edit or (step == "finish" and queries.may_finish(request.user, found)))
    ]  # fmt: skip
    context = {
        "unit": found.organisation, "task": found, "steps": steps, "today": clock.today(),
        "may_edit": may_edit and found.state == Task.State.OPEN, "history": history(found),
        "sees": queries.has_right(request.user, Right.SEE, found.organisation),
    }  # fmt: skip
    return render(request, "organisations/task.html", context)


@login_required
@form_page
def new_task(request: StaffRequest, code: str) -> HttpResponse:
    """Add a task to a unit."""
    return _write_task(request, _unit(request, code, Right.EDIT), None)


@login_required
@form_page
def edit_task(request: StaffRequest, code: str) -> HttpResponse:
    """Change an open task: what, who, until when."""
    found = get_object_or_404(
        queries.tasks_editable_by(request.user).filter(state=Task.State.OPEN), code=code
    )
    return _write_task(request, found.organisation, found)


def _write_task(request: StaffRequest, unit: Organisation, task: Task | None) -> HttpResponse:
    name = str(task or "")
    form = TaskForm(request.POST or None, instance=task, unit=unit)
    if form.is_valid():
        try:
            saved = actions.write_task(organisation=unit, task=task, by=request.user, facts=form.facts())
        except actions.OrganisationError as problem:
            form.add_error(problem.field, str(problem))
        else:
            messages.success(request, _("事项已保存"))
            return redirect(saved)
    context = {"form": form, "unit": unit, "task": task, "name": name}
    return render(request, "organisations/task_form.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def step_task(request: StaffRequest, code: str) -> HttpResponse:
    """Finish, drop or reopen a task."""
    found = get_object_or_404(queries.tasks_visible_to(request.user), code=code)
    if not (queries.may_finish(request.user, found) or _may_edit(request, found.organisation)):
        raise Http404
    try:
        done = actions.step_task(task=found, step=request.POST.get("step", ""), by=request.user)
    except actions.OrganisationError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("事项：%(state)s") % {"state": done.get_state_display()})
    return redirect(found)
