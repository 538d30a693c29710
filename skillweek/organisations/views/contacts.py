"""Desk pages of contacts: of one unit, one entry, and the register."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from skillweek.accounts.views import StaffRequest
from skillweek.audit.queries import history
from skillweek.common import clock
from skillweek.organisations import actions, queries
from skillweek.organisations.forms import ContactForm, DayForm, RegisterForm
from skillweek.organisations.models import Contact
from skillweek.organisations.rules import REQUIRED_CONTACTS, Right
from skillweek.organisations.views.tabs import unit_tabs
from skillweek.organisations.views.units import PER_PAGE, form_page


@login_required
@require_safe
def of_unit(request: StaffRequest, code: str) -> HttpResponse:
    """Who answers for what at a unit, today or on another day, and all who ever did."""
    unit = get_object_or_404(queries.with_right(request.user, Right.SEE), code=code)
    form = DayForm(request.GET or None)
    day: date = (form.cleaned_data["on"] if form.is_valid() else None) or clock.today()
    contacts = list(queries.contacts_of(unit, day))
    context = {
        "unit": unit, "tabs": unit_tabs(unit, "contacts"), "contacts": contacts, "day": day, "form": form,
        "today": day == clock.today(), "missing": queries.missing_roles(contacts),
        "every": queries.every_contact_of(unit), "numbers": queries.sees_numbers(request.user, unit),
        "may_edit": unit.active and queries.has_right(request.user, Right.EDIT, unit),
    }  # fmt: skip
    return render(request, "organisations/contacts.html", context)


@login_required
@form_page
def new(request: StaffRequest, code: str) -> HttpResponse:
    """Say who answers for something from a day on."""
    unit = get_object_or_404(queries.with_right(request.user, Right.EDIT).filter(active=True), code=code)
    first = {"role": request.GET.get("role"), "since": clock.today(), "name_public": False}
    form = ContactForm(request.POST or None, unit=unit, initial=first)
    if form.is_valid():
        try:
            actions.appoint(organisation=unit, by=request.user, facts=form.cleaned_data)
        except actions.OrganisationError as problem:
            form.add_error(problem.field, str(problem))
        else:
            messages.success(request, _("联系人已登记"))
            return redirect("organisations:contacts", unit.code)
    context = {"form": form, "unit": unit}
    return render(request, "organisations/contact_form.html", context, status=422 if form.is_bound else 200)


@login_required
@form_page
def contact(request: StaffRequest, code: str) -> HttpResponse:
    """One entry: corrected by those who write for the unit."""
    found = get_object_or_404(queries.contacts_visible_to(request.user), code=code)
    unit = found.organisation
    may_edit = unit.active and queries.has_right(request.user, Right.EDIT, unit)
    if request.method == "POST" and not may_edit:
        raise Http404
    name = str(found)
    form = ContactForm(request.POST or None, instance=found, unit=unit)
    if may_edit and form.is_valid():
        try:
            actions.edit_contact(contact=found, by=request.user, facts=form.cleaned_data)
        except actions.OrganisationError as problem:
            form.add_error(problem.field, str(problem))
        else:
            messages.success(request, _("联系人已保存"))
            return redirect("organisations:contacts", unit.code)
    context = {
        "form": form, "unit": unit, "contact": found, "name": name, "may_edit": may_edit, "history": history(found),
        "numbers": queries.sees_numbers(request.user, unit),
    }  # fmt: skip
    return render(request, "organisations/contact_form.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def end(request: StaffRequest, code: str) -> HttpResponse:
    """End an entry today, without anybody following."""
    found = get_object_or_404(queries.contacts_editable_by(request.user), code=code)
    try:
        actions.end_contact(contact=found, by=request.user)
    except actions.OrganisationError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("已结束"))
    return redirect("organisations:contacts", found.organisation.code)


@login_required
@require_safe
def register(request: StaffRequest) -> HttpResponse:
    """The units I manage and who has one role there; or those with nobody."""
    if not queries.own(request.user, Right.MANAGE).exists():
        raise Http404
    form = RegisterForm(request.GET)
    form.is_valid()  # what cannot be understood is left out
    data = form.cleaned_data
    role = data.get("role") or Contact.Role.LIAISON
    missing = bool(data.get("missing"))
    units = queries.register(request.user, role, words=data.get("q", ""), missing=missing)
    page = Paginator(units, PER_PAGE).get_page(request.GET.get("page"))
    total, counts = queries.register_counts(request.user)
    context = {
        "form": form, "page": page, "role": Contact.Role(role), "missing": missing, "words": data.get("q", ""),
        "total": total, "lack": total - counts[role], "required": role in REQUIRED_CONTACTS,
        "tabs": [
            {"label": one.label, "url": f"?role={one.value}", "current": one == role,
             "count": f"{counts[one]}/{total}" if one in REQUIRED_CONTACTS else counts[one]}
            for one in Contact.Role
        ],
    }  # fmt: skip
    return render(request, "organisations/register.html", context)
