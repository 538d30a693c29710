"""Desk pages of availability: of one venue, of one person."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skillweek.accounts.views import StaffRequest
from skillweek.organisations import actions, queries
from skillweek.organisations.forms import WindowForm
from skillweek.organisations.models import Contact, Venue
from skillweek.organisations.views.units import form_page


@login_required
@form_page
def of_venue(request: StaffRequest, code: str) -> HttpResponse:
    """When a venue can be had."""
    venue = get_object_or_404(queries.editable_venues(request.user), code=code)
    return _page(request, venue, "organisations:venue_windows")


@login_required
@form_page
def of_contact(request: StaffRequest, code: str) -> HttpResponse:
    """When a person can be had."""
    contact = get_object_or_404(queries.contacts_editable_by(request.user), code=code)
    return _page(request, contact, "organisations:contact_windows")


def _page(request: StaffRequest, of: Venue | Contact, name: str) -> HttpResponse:
    """The spans of a venue or a person, and one more for one day or several."""
    form = WindowForm(request.POST or None)
    if form.is_valid():
        try:
            made = actions.add_windows(of=of, by=request.user, **form.cleaned_data)
        except actions.OrganisationError as problem:
            form.add_error(problem.field, str(problem))
        else:
            messages.success(request, _("已登记 %(n)d 天") % {"n": len(made)})
            return redirect(name, of.code)
    is_venue = isinstance(of, Venue)
    context = {
        "form": form, "of": of, "venue": of if is_venue else None, "windows": of.windows.all(),
        "unit": of.owner if isinstance(of, Venue) else of.organisation,
        "limited": any(one.open for one in of.windows.all()),
    }  # fmt: skip
    return render(request, "organisations/windows.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def remove(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a span away."""
    window = get_object_or_404(queries.windows_editable_by(request.user), pk=pk)
    actions.remove_window(window=window, by=request.user)
    messages.success(request, _("这段时间已删去"))
    if window.venue is not None:
        return redirect("organisations:venue_windows", window.venue.code)
    assert window.contact is not None  # the database: a span is of one or the other
    return redirect("organisations:contact_windows", window.contact.code)
