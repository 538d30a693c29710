"""Desk pages of the report: figures now, and the reports built so far."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from skillweek.accounts.views import StaffRequest
from skillweek.common import clock
from skillweek.plan.queries import closed
from skillweek.report import actions, queries
from skillweek.report.forms import BuildForm


@login_required
@require_safe
def desk(request: StaffRequest) -> HttpResponse:
    """The figures of the latest edition as they are now, and reports built before."""
    edition = queries.shown_edition(request.user)
    if edition is None:
        raise Http404
    context = {
        "edition": edition, "figures": queries.figures(edition), "matrix": queries.place_by_day(edition),
        "reports": queries.reports(request.user)[:20], "as_of": clock.now(),
        "closed": closed(edition, "report"),
    }  # fmt: skip
    return render(request, "report/desk.html", context)


@login_required
@require_POST
def build(request: StaffRequest, slug: str) -> HttpResponse:
    """Build a report of the edition and go to its file."""
    edition = get_object_or_404(queries.editions(request.user), slug=slug)
    form = BuildForm(request.POST)
    if not form.is_valid():
        return redirect("report:desk")
    try:
        actions.build_report(edition=edition, format=form.cleaned_data["format"], by=request.user)
    except actions.ReportError as problem:
        messages.error(request, str(problem))
    return redirect("report:desk")
