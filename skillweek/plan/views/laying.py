"""Desk pages for laying duties, changing, ending and waiving them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from skillweek.accounts.views import StaffRequest
from skillweek.organisations.models import Organisation
from skillweek.organisations.queries import own
from skillweek.organisations.rules import Right
from skillweek.plan import actions, queries
from skillweek.plan.forms import ChangeDutyForm, LayForm, UnitsForm, WaiverForm
from skillweek.plan.models import Duty, Edition
from skillweek.plan.rules import day_of
from skillweek.plan.views.duties import cell_page

WRITING = require_http_methods(["GET", "HEAD", "POST"])


def cell_url(duty: Duty) -> str:
    """The page of ``duty``."""
    cell = reverse("plan:duty_cell", args=[duty.organisation.code, duty.clause.path])
    return f"{cell}?duty={duty.pk}"


@login_required
@WRITING
def lay(request: StaffRequest) -> HttpResponse:
    """What is owed; by whom; and both once more before it is laid. Everything typed travels in the address."""
    issuer, edition = own(request.user, Right.MANAGE).first(), queries.current_edition()
    if issuer is None or edition is None:
        raise Http404
    data = request.POST or request.GET
    what = LayForm(data if "title" in data else None, edition=edition)
    whom = UnitsForm(data if "whom" in data else None, issuer=issuer)
    context = {"what": what, "whom": whom, "issuer": issuer, "edition": edition}
    if not what.is_valid() or data.get("step") == "what":
        return render(request, "plan/lay_what.html", context, status=422 if what.errors else 200)
    if not whom.is_valid():
        return render(request, "plan/lay_whom.html", context, status=422 if whom.errors else 200)
    if request.method == "POST":
        try:
            return _laid(request, edition, issuer, what, whom)
        except actions.DutyError as problem:
            whom.add_error(None, str(problem))
            return render(request, "plan/lay_whom.html", context, status=422)
    return render(request, "plan/lay_check.html", context | _preview(edition, what, whom))


def _laid(
    request: StaffRequest, edition: Edition, issuer: Organisation, what: LayForm, whom: UnitsForm
) -> HttpResponse:
    clause = edition.clauses.get(path=what.cleaned_data["clause"])
    laid = actions.lay_duties(
        clause=clause, issuer=issuer, organisations=whom.resolved(), by=request.user, facts=what.facts(),
        update=whom.cleaned_data["update"],
    )  # fmt: skip
    said = _("已布置给 %(made)d 个单位，修改了 %(changed)d 个，%(kept)d 个保持不变") % laid._asdict()
    messages.success(request, said)
    return redirect("plan:clause_duties", clause.path)


def _preview(edition: Edition, what: LayForm, whom: UnitsForm) -> dict[str, Any]:
    facts, units = what.facts(), whom.resolved()
    clause = edition.clauses.get(path=what.cleaned_data["clause"])
    have = queries.holders(clause, facts["evidence"], facts["parameter"])
    due = day_of(edition, facts["anchor"], facts["offset_days"]) if facts["anchor"] else facts["due"]
    duty = Duty(clause=clause, evidence=facts["evidence"], parameter=facts["parameter"])
    return {
        "clause": clause,
        "due": due,
        "seen_by": queries.parameter_label(edition, duty),
        "units": [(unit, unit.pk in have) for unit in units],
        "new": sum(unit.pk not in have for unit in units),
        "have": sum(unit.pk in have for unit in units),
    }


def _mine(request: StaffRequest, pk: int) -> Duty:
    return get_object_or_404(queries.duties_managed_by(request.user).filter(ended_at=None), pk=pk)


@login_required
@WRITING
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a duty of one unit, or of all that have it."""
    duty = _mine(request, pk)
    same = queries.alike(duty, request.user)
    form = ChangeDutyForm(request.POST or None, initial=ChangeDutyForm.initial_of(duty))
    if form.is_valid():
        chosen = same if form.cleaned_data["everyone"] else [duty]
        try:
            changed = actions.edit_duties(duties=chosen, by=request.user, facts=form.facts())
        except actions.DutyError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("已修改 %(count)d 个单位的这项任务") % {"count": changed})
            return redirect(cell_url(duty))
    context = {"duty": duty, "form": form, "same": same.count(), "back": cell_url(duty)}
    return render(request, "plan/duty_edit.html", context, status=422 if form.errors else 200)


@login_required
@WRITING
def end(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask, then end a duty of one unit, or of all that have it."""
    duty = _mine(request, pk)
    same = queries.alike(duty, request.user)
    if request.method == "POST":
        chosen = same if request.POST.get("everyone") else [duty]
        try:
            ended = actions.end_duties(duties=chosen, by=request.user)
        except actions.DutyError as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, _("%(count)d 个单位的这项任务已停止，不再统计") % {"count": ended})
        return redirect(cell_url(duty))
    context = {"duty": duty, "same": same.count(), "back": cell_url(duty)}
    return render(request, "plan/duty_end.html", context)


@login_required
@require_POST
def waive(request: StaffRequest, pk: int) -> HttpResponse:
    """Free a unit of a duty for a reason."""
    duty = get_object_or_404(queries.duties_below(request.user), pk=pk)
    form = WaiverForm(request.POST)
    if form.is_valid():
        try:
            actions.waive_duty(duty=duty, by=request.user, reason=form.cleaned_data["reason"])
        except actions.DutyError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("已免除：%(duty)s") % {"duty": duty})
            return redirect(cell_url(duty))
    return cell_page(request, duty.organisation, duty.clause, str(duty.pk), form)


@login_required
@require_POST
def owe(request: StaffRequest, pk: int) -> HttpResponse:
    """End a waiver: the duty is owed again."""
    duty = get_object_or_404(queries.duties_below(request.user), pk=pk)
    try:
        actions.end_waiver(duty=duty, by=request.user)
    except actions.DutyError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("已取消免除：%(duty)s") % {"duty": duty})
    return redirect(cell_url(duty))
