"""Deciding on many at once: one page that asks, one that says what went through."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from skillweek.accounts.views import StaffRequest
from skillweek.review import actions, queries
from skillweek.review.forms import ManyForm
from skillweek.review.rules import BATCH


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def many(request: StaffRequest) -> HttpResponse:
    """Ask about the things that were picked; when answered, decide on each and say what became of it."""
    if request.method != "POST":
        return _ask(request, request.GET.getlist("pick"), ManyForm())
    form = ManyForm(request.POST)
    tokens = request.POST.getlist("pick")
    if not form.is_valid():
        return _ask(request, tokens, form)
    approve = form.cleaned_data["verdict"] == "approve"
    try:
        outcomes = actions.decide_many(
            tokens=tokens, by=request.user, approve=approve, reason=form.cleaned_data["reason"]
        )
    except actions.ReviewError as error:
        form.add_error(error.field, str(error))
        return _ask(request, tokens, form)
    done = [one for one in outcomes if not one.refused]
    context = {"approve": approve, "done": done, "refused": [one for one in outcomes if one.refused]}
    return render(request, "review/many_done.html", context)


def _ask(request: StaffRequest, tokens: list[str], form: ManyForm) -> HttpResponse:
    found = queries.picks(request.user, tokens)
    if not found and not form.is_bound:
        messages.info(request, _("还没有选任何一项：先在要一起审核的前面打勾"))
        return redirect("desk:home")
    context = {
        "form": form, "picks": found, "fresh": [one for one in found if not one.stale], "most": BATCH,
        "final": sum(one.final for one in found if not one.stale),
        "concerned": sum(bool(one.concerns) for one in found if not one.stale),
    }  # fmt: skip
    return render(request, "review/many.html", context, status=422 if form.is_bound else 200)
