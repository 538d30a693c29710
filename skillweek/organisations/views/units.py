"""Desk pages of units and their venues."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from skillweek.accounts.views import StaffRequest
from skillweek.audit.queries import history
from skillweek.organisations import actions, queries
from skillweek.organisations.forms import VenueForm
from skillweek.organisations.models import Organisation
from skillweek.organisations.rules import Right

form_page = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """The units whose desk I see, as a tree."""
    return render(request, "organisations/units.html", {"units": queries.tree(request.user)})


@login_required
@require_safe
def unit(request: StaffRequest, code: str) -> HttpResponse:
    """One unit: facts, people, venues, history."""
    found = get_object_or_404(queries.with_right(request.user, Right.SEE), code=code)
    context = {
        "unit": found,
        "people": queries.people(found),
        "roles": queries.roles_to_give(request.user, found),
        "venues": queries.venues_of(found),
        "may_edit": queries.has_right(request.user, Right.EDIT, found),
        "history": history(found),
    }
    return render(request, "organisations/unit.html", context)


def _places(unit: Organisation) -> object:
    city = unit if unit.parent_id is None else unit.city
    assert city is not None  # every unit below a city has one
    return queries.places(city)


@login_required
@form_page
def new_venue(request: StaffRequest, code: str) -> HttpResponse:
    """Add a venue to a unit."""
    owner = get_object_or_404(queries.with_right(request.user, Right.EDIT), code=code)
    form = VenueForm(request.POST or None, places=_places(owner), initial={"place": queries.place_of(owner)})
    if form.is_valid():
        actions.add_venue(owner=owner, **form.cleaned_data)
        messages.success(request, _("场地已添加"))
        return redirect("organisations:unit", owner.code)
    context = {"form": form, "unit": owner}
    return render(request, "organisations/venue.html", context, status=422 if form.is_bound else 200)


@login_required
@form_page
def edit_venue(request: StaffRequest, code: str) -> HttpResponse:
    """Change a venue."""
    venue = get_object_or_404(queries.editable_venues(request.user), code=code)
    form = VenueForm(request.POST or None, instance=venue, places=_places(venue.owner),
                     initial={"place": venue.place.code})  # fmt: skip
    if form.is_valid():
        actions.edit_venue(venue=venue, by=request.user, facts=form.cleaned_data)
        messages.success(request, _("场地已保存"))
        return redirect("organisations:unit", venue.owner.code)
    context = {"form": form, "unit": venue.owner, "venue": venue, "history": history(venue)}
    return render(request, "organisations/venue.html", context, status=422 if form.is_bound else 200)
