"""With whom: units found by name, in order; and the other side, what others hold together with mine."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from skillweek.accounts.views import StaffRequest
from skillweek.programme import actions, queries
from skillweek.programme.forms import PartnersForm
from skillweek.programme.forms.partners import rearranged
from skillweek.programme.forms.typed import fingerprint
from skillweek.programme.models import Activity
from skillweek.programme.rules import ProgrammeError
from skillweek.programme.views.steps import editable, page, saved

PER_PAGE = 30


def _form(activity: Activity, data: Any = None) -> PartnersForm:
    return PartnersForm(
        activity, queries.partner_units(activity), data, initial=PartnersForm.initial_of(activity)
    )


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def partners(request: StaffRequest, pk: int) -> HttpResponse:
    """With whom: undertakers and co-hosts, found by name and put in order."""
    activity = editable(request, pk)
    if {"find", "add", "up"} & request.POST.keys():
        return _arrange(request, activity)
    form = _form(activity, request.POST or None)
    if saved(
        request, form, lambda: actions.set_partners(activity=activity, **form.facts()), activity, "partners"
    ):
        return redirect("programme:desk_check", pk)
    words = request.GET.get("q", "")[:40]
    search = {"q": words, "found": queries.found_units(form.units, words)}
    return page(request, "partners", form, activity, keeps="partners", search=search)


def _arrange(request: StaffRequest, activity: Activity) -> HttpResponse:
    """Search, add or move without saving: what stands in the form is kept as typed, and the page opens with it."""
    given = dict(request.POST.lists())
    fields = rearranged(given, request.POST.get("add", ""), request.POST.get("up", ""))
    try:
        actions.autosave(
            user=request.user,
            activity=activity,
            page="partners",
            fields=fields,
            base=fingerprint(_form(activity)),
        )
    except ProgrammeError as error:
        messages.error(request, str(error))
    words = request.POST.get("q", "")[:40]
    query = f"?{urlencode({'q': words})}" if words else ""
    return redirect(reverse("programme:desk_partners", args=[activity.pk]) + query)


@never_cache
@login_required
@require_safe
def shared(request: StaffRequest) -> HttpResponse:
    """What other units hold together with mine; to read alone."""
    found = Paginator(queries.shared_with(request.user), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "programme/shared.html", {"page": found})
