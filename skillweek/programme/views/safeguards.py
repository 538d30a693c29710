"""The pages of step three: who answers, what is done, the safety plan, the permit, the money."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from skillweek.accounts.views import StaffRequest
from skillweek.programme import actions
from skillweek.programme.forms import BudgetLineForm, CareForm, PermitForm, SafeguardForm, SafetyPlanForm
from skillweek.programme.models import Activity, BudgetLine, Permit, Safeguard
from skillweek.programme.queries import budgets
from skillweek.programme.queries import safeguards as facts
from skillweek.programme.rules import ProgrammeError, is_online, next_state, refusal
from skillweek.programme.rules.budgets import total
from skillweek.programme.views.steps import editable, page, saved


def _parts(activity: Activity, current: str) -> dict[str, Any]:
    """The pages of this step that this activity needs, and the one after ``current``."""
    pages = facts.pages_of(activity)
    address = {one.name: reverse(f"programme:desk_{one.name}", args=[activity.pk]) for one in pages}
    names = list(address)
    here = names.index(current) if current in names else -1
    tabs = [
        {
            "label": one.label,
            "url": address[one.name],
            "current": one.name == current,
            "count": one.gaps or None,
        }
        for one in pages
    ]
    after = names[here + 1] if here + 1 < len(names) else "check"
    return {"parts": tabs, "after": after, "standing": facts.standing_of(activity)}


def _onward(activity: Activity, current: str) -> HttpResponse:
    """To the page after ``current``, as the activity is now."""
    fresh = facts.with_safeguards(Activity.objects.filter(pk=activity.pk)).get()
    return redirect(f"programme:desk_{_parts(fresh, current)['after']}", activity.pk)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def safety(request: StaffRequest, pk: int) -> HttpResponse:
    """Who answers for safety, and for how many people."""
    activity = editable(request, pk)
    kept = getattr(activity, "safeguard", None) or Safeguard()
    form = SafeguardForm(request.POST or None, initial=forms.model_to_dict(kept))
    if saved(
        request,
        form,
        lambda: actions.set_safeguard(activity=activity, **form.cleaned_data),
        activity,
        "safety",
    ):
        return _onward(activity, "safety")
    rooms = facts.rooms_of(activity)
    return page(request, "safety", form, activity, keeps="safety", rooms=rooms, **_parts(activity, "safety"))


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def care(request: StaffRequest, pk: int) -> HttpResponse:
    """What is done for those who come."""
    activity = editable(request, pk)
    kept = getattr(activity, "safeguard", None) or Safeguard()
    online = is_online(facts.planned(activity))
    form = CareForm(request.POST or None, initial=forms.model_to_dict(kept), online=online)
    if saved(
        request, form, lambda: actions.set_care(activity=activity, **form.cleaned_data), activity, "care"
    ):
        return _onward(activity, "care")
    return page(request, "care", form, activity, keeps="care", **_parts(activity, "care"))


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def plan(request: StaffRequest, pk: int) -> HttpResponse:
    """The items of the safety plan that are asked of this activity."""
    activity = editable(request, pk)
    found = facts.plan_of(activity)
    if not found.total and next_state(activity.state, "edit") is not None:
        messages.info(request, _("这个活动人数不多，不用写安全方案"))
        return _onward(activity, "care")
    form = SafetyPlanForm(found, request.POST or None, request.FILES or None)

    def write() -> Any:
        return actions.write_safety_plan(activity=activity, by=request.user, given=form.given())

    if saved(request, form, write):
        return redirect("programme:desk_plan", pk) if "stay" in request.POST else _onward(activity, "plan")
    return page(request, "safety_plan", form, activity, plan=found, **_parts(activity, "plan"))


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def permit(request: StaffRequest, pk: int) -> HttpResponse:
    """Where the permit of a large activity stands; open as long as the activity is not over."""
    activity = editable(request, pk)
    if next_state(activity.state, "settle") is None:
        messages.info(request, refusal(activity.state, "settle"))
        return redirect(activity.get_desk_url())
    kept = facts.permit_of(activity) or Permit()
    form = PermitForm(request.POST or None, request.FILES or None, initial=forms.model_to_dict(kept))
    if saved(request, form, lambda: actions.set_permit(activity=activity, by=request.user, **form.facts())):
        return redirect("programme:desk_permit", pk)
    context = {"form": form, "activity": activity, "kept": kept, "steps": []} | _parts(activity, "permit")
    context["writes"] = next_state(activity.state, "edit") is not None
    return render(request, "programme/permit.html", context, status=422 if form.is_bound else 200)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def budget(request: StaffRequest, pk: int) -> HttpResponse:
    """What it costs, line by line; nothing is the rule."""
    activity = editable(request, pk)
    form = BudgetLineForm(request.POST or None, initial={"amount": 0})
    if saved(request, form, lambda: actions.add_budget_line(activity=activity, **form.cleaned_data)):
        return redirect("programme:desk_budget", pk)
    lines = budgets.lines_of(activity)
    more: dict[str, Any] = {"lines": lines, "total": total(line for line, _found in lines)}
    return page(request, "budget", form, activity, **more, **_parts(activity, "budget"))


def _line(request: StaffRequest, pk: int, line: int) -> BudgetLine:
    return get_object_or_404(budgets.budget_lines_editable_by(request.user), activity_id=pk, pk=line)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def budget_line(request: StaffRequest, pk: int, line: int) -> HttpResponse:
    """Change one line."""
    found = _line(request, pk, line)
    form = BudgetLineForm(request.POST or None, initial=forms.model_to_dict(found))
    if saved(request, form, lambda: actions.edit_budget_line(line=found, **form.cleaned_data)):
        return redirect("programme:desk_budget", pk)
    return page(request, "budget_line", form, found.activity, line=found)


@login_required
@require_POST
def remove_line(request: StaffRequest, pk: int, line: int) -> HttpResponse:
    """Take a line out."""
    found = _line(request, pk, line)
    try:
        actions.remove_budget_line(line=found)
        messages.success(request, _("这一笔已删去"))
    except ProgrammeError as error:
        messages.error(request, str(error))
    return redirect("programme:desk_budget", pk)


@login_required
@require_POST
def frugal(request: StaffRequest, pk: int) -> HttpResponse:
    """State that nothing is spent, with one click."""
    activity = editable(request, pk)
    try:
        actions.state_frugal(activity=activity)
        messages.success(request, _("已写明：这个活动不花钱"))
    except ProgrammeError as error:
        messages.error(request, str(error))
        return redirect("programme:desk_budget", pk)
    return redirect("programme:desk_check", pk)


@login_required
@require_POST
def ask_plan(request: StaffRequest, pk: int) -> HttpResponse:
    """An officer asks for every item of the safety plan, or takes that back."""
    activity = get_object_or_404(facts.reviewed_by(request.user), pk=pk)
    wanted = request.POST.get("wanted") == "yes"
    try:
        actions.ask_full_plan(activity=activity, by=request.user, wanted=wanted)
        done = (
            _("已要求写完整安全方案；退回后，填报单位会看到每一项") if wanted else _("已收回，只写基本的几项")
        )
        messages.success(request, done)
    except ProgrammeError as error:
        messages.error(request, str(error))
    return redirect(activity.get_desk_url())
