"""Many sessions at one stroke: a series, looked at before it is made; moving and removing many."""

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from skillweek.accounts.views import StaffRequest
from skillweek.programme import actions, queries
from skillweek.programme.forms import ManySessionsForm, SeriesForm
from skillweek.programme.rules import ProgrammeError
from skillweek.programme.views.steps import editable, page


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def series(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask for days and times, show what would be made, make it."""
    activity = editable(request, pk)
    form = SeriesForm(activity, queries.venue_choices(activity), request.POST or None)
    if not form.is_bound or not form.is_valid() or "change" in request.POST:
        return page(request, "series", form, activity, ok="change" in request.POST)
    given = form.cleaned_data
    planned = queries.plan_series(activity, form.moments(), given["venue"])
    accepted = [(one.starts, one.ends) for one in planned if not one.refused]
    if request.POST.get("confirm") != str(len(accepted)):
        return _look(request, form, activity, planned)
    try:
        made = actions.add_series(
            activity=activity,
            times=accepted,
            venue=given["venue"],
            note=given["note"],
            online_url=given["online_url"],
        )
    except ProgrammeError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return page(request, "series", form, activity)
    said = ngettext("已新增 %(n)d 场", "已新增 %(n)d 场", len(made))
    messages.success(request, said % {"n": len(made)})
    return redirect("programme:desk_when", pk)


def _look(
    request: StaffRequest, form: SeriesForm, activity: Any, planned: list[queries.Planned]
) -> HttpResponse:
    """What would be made, day by day, and what cannot be."""
    free = [one for one in planned if not one.refused]
    days = [(day, list(some)) for day, some in groupby(free, key=lambda one: one.starts.date())]
    refused = [one for one in planned if one.refused]
    more = {"days": days, "refused": refused, "count": len(free), "venue": form.cleaned_data["venue"],
            "moved": "confirm" in request.POST}  # fmt: skip
    return page(request, "series_check", form, activity, ok="confirm" not in request.POST, **more)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def many(request: StaffRequest, pk: int) -> HttpResponse:
    """Move or take out several sessions."""
    activity = editable(request, pk)
    form = ManySessionsForm(queries.sessions_of(activity), request.POST or None)
    if not form.is_bound or not form.is_valid():
        return page(request, "many", form, activity)
    chosen = list(form.cleaned_data["sessions"])
    try:
        if request.POST.get("do") == "remove":
            n = actions.remove_sessions(activity=activity, sessions=chosen)
            said = ngettext("已删去 %(n)d 场", "已删去 %(n)d 场", n)
        else:
            n = actions.shift_sessions(activity=activity, sessions=chosen, by=form.far())
            said = ngettext("已移动 %(n)d 场", "已移动 %(n)d 场", n)
    except ProgrammeError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return page(request, "many", form, activity)
    messages.success(request, said % {"n": n})
    return redirect("programme:desk_when", pk)
