"""The ways of observers: set up, put in order, shared, printed."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from skillweek.accounts.views import StaffRequest
from skillweek.coverage import actions, queries
from skillweek.coverage.forms import RouteForm, ShareForm
from skillweek.coverage.models import Route
from skillweek.coverage.rules import CoverageError
from skillweek.coverage.views.common import managed, picked
from skillweek.plan.queries import manageable

STEPS = ("up", "down", "pin", "unpin", "drop", "add", "best")


@never_cache
@login_required
@require_safe
def routes(request: StaffRequest) -> HttpResponse:
    """Routes that I write, or that a unit of mine takes part in."""
    found = queries.routes_visible_to(request.user)
    context = {"routes": found, "may_write": manageable(request.user).exists()}
    return render(request, "coverage/routes.html", context)


def _saved(request: StaffRequest, route: Route | None) -> HttpResponse:
    edition = route.edition if route else managed(request)
    names = ("name", "day", "start", "starts_at", "ends_at", "minutes")
    initial = {name: getattr(route, name) for name in names} if route else {}
    form = RouteForm(edition, request.POST or None, initial=initial)
    if form.is_valid():
        try:
            kept = actions.write_route(edition=edition, route=route, by=request.user, facts=form.cleaned_data)
        except CoverageError as problem:
            form.add_error(problem.field if problem.field in form.fields else None, str(problem))
        else:
            messages.success(request, _("路线已排好"))
            return redirect(kept)
    context = {"form": form, "route": route, "edition": edition, "days": form.days}
    return render(request, "coverage/route_form.html", context, status=422 if form.is_bound else 200)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def new_route(request: StaffRequest) -> HttpResponse:
    """A new route, through every highlight of its day at first."""
    return _saved(request, None)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def edit_route(request: StaffRequest, pk: int) -> HttpResponse:
    """Another day, start or time."""
    return _saved(request, get_object_or_404(queries.routes_managed_by(request.user), pk=pk))


def _page(request: StaffRequest, found: Route, share: ShareForm | None = None) -> HttpResponse:
    stops, left = list(queries.stops_of(found)), list(queries.left_out_of(found))
    may_write = queries.routes_managed_by(request.user).filter(pk=found.pk).exists()
    used = {stop.session_id for stop in stops} | {one.session_id for one in left}
    standing = {one.pk: one for one in queries.highlights(found.edition, found.day)}
    gone = [stop for stop in stops if stop.session_id not in standing or not _fits(stop)]
    context: dict[str, Any] = {
        "route": found, "stops": stops, "left": left, "may_write": may_write, "map": queries.drawing(found, stops),
        "more": [one for key, one in standing.items() if key not in used] if may_write else [], "gone": gone,
        "share": (share or ShareForm(found.edition, initial={"units": found.invited.all(), "note": found.note}))
        if may_write else None,
    }  # fmt: skip
    return render(request, "coverage/route.html", context, status=422 if share else 200)


def _fits(stop: Any) -> bool:
    """True while the highlight still takes place at the time of the visit."""
    return bool(stop.session.starts <= stop.arrives and stop.leaves <= stop.session.ends)


@never_cache
@login_required
@require_safe
def route(request: StaffRequest, pk: int) -> HttpResponse:
    """The timetable, the drawing, and what was left out and why."""
    return _page(request, get_object_or_404(queries.routes_visible_to(request.user), pk=pk))


@login_required
@require_POST
def arrange(request: StaffRequest, pk: int) -> HttpResponse:
    """Change the order, pin, drop or add a stop."""
    found = get_object_or_404(queries.routes_managed_by(request.user), pk=pk)
    step, _dash, key = request.POST.get("step", "").partition("-")
    if step not in STEPS or not (key.isdecimal() or step == "best"):
        messages.error(request, _("没有说要怎么排"))
        return redirect(found)
    try:
        actions.arrange_stops(route=found, step=step, key=int(key or 0), by=request.user)
    except CoverageError as problem:
        messages.error(request, str(problem))
    return redirect(found)


@login_required
@require_POST
def choose(request: StaffRequest, pk: int) -> HttpResponse:
    """Draw the route up again through the ticked highlights."""
    found = get_object_or_404(queries.routes_managed_by(request.user), pk=pk)
    try:
        actions.draw_up_route(route=found, chosen=picked(request, "pick"), by=request.user)
        messages.success(request, _("路线已排好"))
    except CoverageError as problem:
        messages.error(request, str(problem))
    return redirect(found)


@never_cache
@login_required
@require_POST
def share(request: StaffRequest, pk: int) -> HttpResponse:
    """Put the route on the desks of those who take part."""
    found = get_object_or_404(queries.routes_managed_by(request.user), pk=pk)
    form = ShareForm(found.edition, request.POST)
    if form.is_valid():
        try:
            actions.share_route(
                route=found,
                units=list(form.cleaned_data["units"]),
                note=form.cleaned_data["note"],
                by=request.user,
            )
        except CoverageError as problem:
            form.add_error(problem.field if problem.field in form.fields else None, str(problem))
        else:
            messages.success(request, _("已发布，参加的单位在待办里能看到"))
            return redirect(found)
    return _page(request, found, form)


@login_required
@require_POST
def unshare(request: StaffRequest, pk: int) -> HttpResponse:
    """Take the route off the desks."""
    found = get_object_or_404(queries.routes_managed_by(request.user), pk=pk)
    try:
        actions.unshare_route(route=found, by=request.user)
        messages.success(request, _("已收回，参加的单位不再看到"))
    except CoverageError as problem:
        messages.error(request, str(problem))
    return redirect(found)


@login_required
@require_POST
def remove(request: StaffRequest, pk: int) -> HttpResponse:
    """Take the route away."""
    found = get_object_or_404(queries.routes_managed_by(request.user), pk=pk)
    try:
        actions.remove_route(route=found, by=request.user)
    except CoverageError as problem:
        messages.error(request, str(problem))
        return redirect(found)
    messages.success(request, _("路线已删除"))
    return redirect("coverage:routes")
