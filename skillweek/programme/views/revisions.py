"""Working copies: opening one, bringing it up to date, letting it go."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from skillweek.accounts.views import StaffRequest
from skillweek.programme import actions, queries
from skillweek.programme.rules import ProgrammeError


@login_required
@require_POST
def revise(request: StaffRequest, pk: int) -> HttpResponse:
    """Open the working copy of a public activity, or go on with the one that is open."""
    found = get_object_or_404(queries.editable_by(request.user), pk=pk)
    try:
        copy = actions.revise_activity(activity=found, by=request.user)
    except ProgrammeError as error:
        messages.error(request, str(error))
        return redirect(found.get_desk_url())
    return redirect("programme:desk_check", copy.pk)


@login_required
@require_POST
def retake(request: StaffRequest, pk: int) -> HttpResponse:
    """Bring a working copy up to what is public now."""
    found = get_object_or_404(queries.editable_by(request.user), pk=pk)
    keep = request.POST.get("keep") == "yes"
    try:
        actions.retake_revision(activity=found, keep=keep)
    except ProgrammeError as error:
        messages.error(request, str(error))
        return redirect(found.get_desk_url())
    said = _("已按您的修改稿来，请再核对一遍不同之处") if keep else _("已重新取来公开的内容，请在上面修改")
    messages.success(request, said)
    return redirect("programme:desk_check", pk)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def drop(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask, then let a working copy go."""
    found = get_object_or_404(queries.editable_by(request.user).exclude(revises=None), pk=pk)
    if request.method != "POST":
        return render(request, "programme/drop.html", {"activity": found})
    try:
        actions.drop_revision(activity=found, by=request.user)
    except ProgrammeError as error:
        messages.error(request, str(error))
        return redirect(found.get_desk_url())
    messages.success(request, _("修改稿已放弃，公开的活动没有变"))
    assert found.revises is not None  # the query leaves others out
    return redirect(found.revises.get_desk_url())
