"""Who stands where: a fair proposal for one unit, looked at and then written."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from skillweek.accounts.views import StaffRequest
from skillweek.coverage import actions, queries
from skillweek.coverage.forms import SharingForm
from skillweek.coverage.rules import CoverageError
from skillweek.plan.queries import current_edition


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def people(request: StaffRequest) -> HttpResponse:
    """Ask for a unit and how many people each session wants; see the proposal; write it down."""
    edition = current_edition()
    units = queries.shared_units(request.user, edition) if edition else None
    if edition is None or units is None or not queries.writes_anywhere(request.user):
        raise Http404
    given = request.POST if request.method == "POST" else request.GET
    only = units.get() if units.count() == 1 else None  # nothing to choose: look at once
    asked = given or ({"unit": only.pk, "each": 1} if only else None)
    form = SharingForm(units, asked, initial={"unit": units.first(), "each": 1})
    problem, found = None, None
    if form.is_valid():
        unit, each = form.cleaned_data["unit"], form.cleaned_data["each"]
        if request.method == "POST":
            try:
                count = actions.share_out(
                    unit=unit,
                    edition=edition,
                    each=each,
                    footing=request.POST.get("footing", ""),
                    by=request.user,
                )
            except CoverageError as error:
                problem = str(error)
            else:
                messages.success(request, _("已排好 %(n)s 人次") % {"n": count})
                return redirect(f"{reverse('coverage:people')}?unit={unit.pk}&each={each}")
        found = queries.sharing(unit, edition, each)
    bad = problem is not None or (form.is_bound and not form.is_valid())
    page = {"form": form, "found": found, "problem": problem, "any": units.exists()}
    return render(request, "coverage/people.html", page, status=422 if bad else 200)
