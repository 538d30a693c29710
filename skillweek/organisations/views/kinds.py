"""Desk pages of kinds of units, for officers of a city."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from skillweek.accounts.views import StaffRequest
from skillweek.audit.queries import history
from skillweek.organisations import actions, queries
from skillweek.organisations.forms import KindForm
from skillweek.organisations.views.units import form_page


def _check_city(request: StaffRequest) -> None:
    if not queries.manages_a_city(request.user):
        raise Http404


@login_required
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """All kinds, and how many units are of each."""
    _check_city(request)
    return render(request, "organisations/kinds.html", {"kinds": queries.kinds()})


@login_required
@form_page
def write(request: StaffRequest, code: str = "") -> HttpResponse:
    """Add a kind, or change one."""
    _check_city(request)
    kind = get_object_or_404(queries.kinds(), code=code) if code else None
    form = KindForm(request.POST or None, instance=kind)
    title = kind.label if kind else _("新的单位类别")
    if form.is_valid():
        try:
            actions.write_kind(kind=kind, facts=form.cleaned_data, by=request.user)
        except actions.OrganisationError as problem:
            form.add_error(problem.field, str(problem))
        else:
            messages.success(request, _("类别已保存"))
            return redirect("organisations:kinds")
    context = {"form": form, "kind": kind, "heading": title, "history": history(kind) if kind else []}
    return render(request, "organisations/kind.html", context, status=422 if form.is_bound else 200)
