"""Desk pages of phases, and of what they open and close."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from skillweek.accounts.views import StaffRequest
from skillweek.common import clock
from skillweek.plan import actions, queries
from skillweek.plan.forms import OpeningsForm, PhasesForm
from skillweek.plan.models import Phase
from skillweek.plan.views.editions import managed, status_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def phases(request: StaffRequest, slug: str) -> HttpResponse:
    """When each phase begins."""
    found = managed(request, slug)
    calendar = queries.calendar(found)
    form = PhasesForm(request.POST or None, edition=found, calendar=calendar)
    if form.is_valid():
        try:
            actions.set_phases(edition=found, by=request.user, begins=form.begins())
        except actions.PhaseErrors as problem:
            for name, sentence in problem.by_phase.items():
                form.add_error(name, sentence)
        except actions.EditionError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("阶段的时间已保存，到时候自动开放和关闭"))
            return redirect("plan:edition", slug)
    context = {
        "edition": found, "form": form, "bar": queries.clock_bar(found, calendar), "now": clock.now(),
        "phase": calendar.phase(), "phases": list(found.phases.all()),
    }  # fmt: skip
    return render(request, "plan/edition_phases.html", context, status=status_of(form))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def steps(request: StaffRequest, slug: str) -> HttpResponse:
    """What may be done in which phase."""
    found = managed(request, slug)
    calendar = queries.calendar(found)
    form = OpeningsForm(request.POST or None, calendar=calendar)
    if form.is_valid():
        try:
            actions.set_openings(edition=found, by=request.user, spans=form.spans())
        except actions.EditionError as problem:
            form.add_error(f"{problem.field}-closes" if problem.field else None, str(problem))
        else:
            messages.success(request, _("开放时间已保存"))
            return redirect("plan:edition_steps", slug)
    rows = queries.step_table(calendar)
    context = {
        "edition": found, "form": form, "phase": calendar.phase(), "names": Phase.Name.choices,
        "rows": [(row, form[f"{row.key}-opens"], form[f"{row.key}-closes"]) for row in rows],
    }  # fmt: skip
    return render(request, "plan/edition_steps.html", context, status=status_of(form))
