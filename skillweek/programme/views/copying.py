"""Beginning activities as copies of others."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from skillweek.accounts.views import StaffRequest
from skillweek.plan.queries import closed, current_edition
from skillweek.programme import actions, queries
from skillweek.programme.forms import CopyForm
from skillweek.programme.rules import ProgrammeError

#: sentences of what is lacking shown at most
SHOWN = 8


def _say(request: StaffRequest, done: Any) -> None:
    n = len(done.made)
    said = ngettext(
        "已复制 %(n)d 个活动，都是草稿，检查后提交", "已复制 %(n)d 个活动，都是草稿，检查后提交", n
    )
    messages.success(request, said % {"n": n})
    for lack in done.lacks[:SHOWN]:
        messages.warning(request, lack)
    more = len(done.lacks) - SHOWN
    if more > 0:
        messages.warning(request, _("还有 %(n)d 处没有带来，各活动的检查页会指出缺什么") % {"n": more})


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def copy_earlier(request: StaffRequest) -> HttpResponse:
    """Choose activities of earlier editions; begin them as drafts."""
    edition = current_edition()
    if edition is None or not queries.editing_units(request.user).exists():
        raise Http404
    found = queries.copyable(request.user, edition)
    form = CopyForm(found, request.POST or ({} if request.method == "POST" else None))
    if form.is_bound and form.is_valid():
        try:
            done = actions.copy_activities(
                activities=form.cleaned_data["activities"], edition=edition, by=request.user
            )
            _say(request, done)
            return redirect("programme:desk_list")
        except ProgrammeError as error:
            form.add_error("activities", str(error))
    chosen = set(request.POST.getlist("activities"))
    context = {"form": form, "found": found, "chosen": chosen, "edition": edition,
               "closed": closed(edition, "write_activities")}  # fmt: skip
    return render(request, "programme/copy.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def copy(request: StaffRequest, pk: int) -> HttpResponse:
    """Begin another activity of this edition as a copy of this one."""
    mine = queries.editable_by(request.user)
    found = get_object_or_404(mine, pk=pk)
    edition = current_edition() or found.edition
    try:
        done = actions.copy_activities(activities=mine.filter(pk=pk), edition=edition, by=request.user)
    except ProgrammeError as error:
        messages.error(request, str(error))
        return redirect(found.get_desk_url())
    _say(request, done)
    return redirect("programme:desk_check", done.made[0].pk)
