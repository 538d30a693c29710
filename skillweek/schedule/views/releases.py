"""Making a version, and comparing versions, on the desk."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from skillweek.accounts.views import StaffRequest
from skillweek.plan.models import Edition
from skillweek.plan.queries import current_first, manageable
from skillweek.schedule import actions, queries
from skillweek.schedule.forms import CompareForm, ReleaseForm
from skillweek.schedule.rules import ScheduleError

#: versions on one page
PAGE = 30


def _managed(request: StaffRequest) -> Edition:
    mine = manageable(request.user)
    edition = current_first(mine.filter(city__parent=None)).first()
    return get_object_or_404(mine, pk=edition.pk if edition else None)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def releases(request: StaffRequest) -> HttpResponse:
    """What the next version will change, who will be told, and all versions so far."""
    edition = _managed(request)
    form = ReleaseForm(request.POST or None)
    if form.is_valid():
        try:
            made = actions.release(
                edition=edition,
                by=request.user,
                note=form.cleaned_data["note"],
                seen=form.cleaned_data["seen"],
            )
            messages.success(request, _("第 %(n)s 版已经发布") % {"n": made.version.number})
            for move, reason in made.refused:
                said = _("没有调整《%(title)s》：%(reason)s")
                messages.warning(request, said % {"title": move.session.activity, "reason": reason})
            return redirect("schedule:releases")
        except ScheduleError as error:
            form.add_error(error.field or None, str(error))
    last = queries.latest(edition)
    number = last.number if last else 0
    context = {
        "edition": edition, "form": form, "last": last, "next": number + 1,
        "pending": queries.pending(edition, number),
        "page": Paginator(queries.releases(edition), PAGE).get_page(request.GET.get("page")),
    }  # fmt: skip
    return render(request, "schedule/releases.html", context, status=422 if form.is_bound else 200)


@never_cache
@login_required
@require_safe
def compare(request: StaffRequest) -> HttpResponse:
    """What one version made different from another, in either direction."""
    edition = _managed(request)
    known = list(queries.releases(edition))
    numbers = [one.number for one in known]
    given = request.GET if request.GET else {"first": numbers[-1], "second": numbers[0]} if known else None
    form = CompareForm(given, numbers=numbers)
    found = None
    if form.is_bound and form.is_valid():
        found = queries.between(edition, form.cleaned_data["first"], form.cleaned_data["second"])
    wrong = form.is_bound and not form.is_valid()
    context = {"edition": edition, "form": form, "found": found, "known": known}
    return render(request, "schedule/compare.html", context, status=422 if wrong else 200)
