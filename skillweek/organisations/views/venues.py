"""Desk pages of venues."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from skillweek.accounts.views import StaffRequest
from skillweek.audit.queries import history
from skillweek.organisations import actions, queries
from skillweek.organisations.forms import VenueForm
from skillweek.organisations.rules import Right
from skillweek.organisations.views.units import form_page


@login_required
@form_page
def new_venue(request: StaffRequest, code: str) -> HttpResponse:
    """Add a venue to a unit."""
    owner = get_object_or_404(queries.with_right(request.user, Right.EDIT), code=code)
    places = queries.places(queries.city_of(owner))
    form = VenueForm(request.POST or None, places=places, initial={"place": queries.place_of(owner)})
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
    places = queries.places(queries.city_of(venue.owner))
    form = VenueForm(request.POST or None, instance=venue, places=places, initial={"place": venue.place.code})
    if form.is_valid():
        try:
            actions.edit_venue(venue=venue, by=request.user, facts=form.cleaned_data)
        except actions.OrganisationError as problem:
            form.add_error(problem.field, str(problem))
        else:
            messages.success(request, _("场地已保存"))
            return redirect("organisations:unit", venue.owner.code)
    context = {"form": form, "unit": venue.owner, "venue": venue, "history": history(venue)}
    return render(request, "organisations/venue.html", context, status=422 if form.is_bound else 200)
