"""Checking and submitting, deciding, withdrawing, cancelling."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from skillweek.accounts.views import StaffRequest
from skillweek.programme import actions, queries
from skillweek.programme.forms import ReasonForm
from skillweek.programme.models import Activity
from skillweek.programme.queries.safeguards import safety_facts
from skillweek.programme.rules import ProgrammeError, missing, next_state, permit_gaps
from skillweek.programme.views.desk import compared, page_of
from skillweek.programme.views.steps import refused, steps_of
from skillweek.review import queries as reviews


def _check_page(request: StaffRequest, activity: Activity, status: int = 200) -> HttpResponse:
    marked = queries.with_clashes(queries.sessions_of(activity), activity.edition)
    sessions = queries.themed(marked, activity.edition)
    planned = [session for session in sessions if session.state == session.State.PLANNED]
    later = permit_gaps(activity, planned)
    final = activity.owner.parent_id is None  # the city's own activity is public at once
    context = {
        "activity": activity, "sessions": sessions, "steps": steps_of(activity), **safety_facts(activity),
        "gaps": missing(activity, activity.audiences.count(), planned) + (later if final else []), "later": later,
        "may_edit": True, "open": True,
    } | compared(activity)  # fmt: skip
    return render(request, "programme/check.html", context, status=status)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def check(request: StaffRequest, pk: int) -> HttpResponse:
    """What is still missing, everything at a glance, and the one button that submits."""
    found = get_object_or_404(queries.with_desk_facts(queries.editable_by(request.user)), pk=pk)
    if request.method != "POST":
        if next_state(found.state, "submit") is None:
            messages.info(request, refused(found))
            return redirect(found.get_desk_url())
        return _check_page(request, found)
    try:
        actions.submit_activity(activity=found, by=request.user)
    except ProgrammeError as error:
        messages.error(request, str(error))
        return _check_page(request, found, status=422)
    messages.success(request, _("已提交，审核结果会出现在这一页和您的待办里"))
    return redirect(found.get_desk_url())


@login_required
@require_POST
def decide(request: StaffRequest, pk: int) -> HttpResponse:
    """Approve, or return with a reason."""
    found = get_object_or_404(queries.with_desk_facts(queries.visible_to(request.user)), pk=pk)
    form = ReasonForm(request.POST)
    approve = request.POST.get("verdict") == "approve"
    if not form.is_valid():
        return page_of(request, found, form, status=422)
    before = reviews.of(found)
    try:
        decided = actions.decide_activity(
            activity=found, by=request.user, approve=approve, reason=form.cleaned_data["reason"],
            seen=request.POST.get("seen", ""),
        )  # fmt: skip
    except ProgrammeError as error:
        form.add_error("reason", str(error))
        return page_of(request, found, form, status=422)
    messages.success(request, _said(decided))
    return redirect(reviews.next_address(request.user, before, request.POST.get("queue", "")))


def _said(activity: Activity) -> str:
    return {
        Activity.State.PUBLISHED: _("“%(title)s”已通过并发布，公众现在可以看到"),
        Activity.State.MERGED: _("“%(title)s”的修改已通过并公开"),
        Activity.State.RETURNED: _("“%(title)s”已退回，理由已告诉填报单位"),
    }.get(Activity.State(activity.state), _("“%(title)s”已通过，报送上一级审核")) % {"title": activity.title}


def _done(request: StaffRequest, step: Callable[[], Any], sentence: str) -> None:
    """Take ``step`` and say so, or say why not."""
    try:
        step()
        messages.success(request, sentence)
    except ProgrammeError as error:
        messages.error(request, str(error))


@login_required
@require_POST
def withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """Take back what still waits."""
    found = get_object_or_404(queries.editable_by(request.user), pk=pk)
    _done(
        request, lambda: actions.withdraw_activity(activity=found, by=request.user), _("已撤回，可以继续修改")
    )
    return redirect(found.get_desk_url())


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def cancel(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask, then cancel a published activity."""
    found = get_object_or_404(queries.editable_by(request.user), pk=pk)
    if request.method == "POST":
        _done(request, lambda: actions.cancel_activity(activity=found), _("活动已取消，网站上会写明"))
        return redirect(found.get_desk_url())
    return render(request, "programme/cancel.html", {"activity": found, "session": None})


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def cancel_session(request: StaffRequest, pk: int, code: str) -> HttpResponse:
    """Ask, then cancel one session of a published activity."""
    found = get_object_or_404(queries.sessions_editable_by(request.user), activity_id=pk, code=code)
    if request.method == "POST":
        _done(request, lambda: actions.cancel_session(session=found), _("这一场已取消，网站上会写明"))
        return redirect(found.activity.get_desk_url())
    return render(request, "programme/cancel.html", {"activity": found.activity, "session": found})
