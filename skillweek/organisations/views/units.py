"""Desk pages of units: the list, one unit, and changing it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from skillweek.accounts.views import StaffRequest
from skillweek.audit.queries import history
from skillweek.organisations import actions, queries
from skillweek.organisations.forms import FindForm, MoveForm, NewUnitForm, UnitForm
from skillweek.organisations.models import Organisation
from skillweek.organisations.rules import Right, fields_for
from skillweek.organisations.views.tabs import unit_tabs

form_page = require_http_methods(["GET", "HEAD", "POST"])
PER_PAGE = 50


@login_required
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """The units whose desk I see: found by words, or level by level."""
    form = FindForm(request.GET)
    data: dict[str, Any] = {"q": "", "under": "", "closed": False}
    if form.is_valid():
        data = form.cleaned_data
    under = None
    if data["under"]:
        under = get_object_or_404(queries.with_right(request.user, Right.SEE), code=data["under"])
    shelf = queries.shelf(request.user, words=data["q"], under=under, closed=data["closed"])
    page = Paginator(shelf.rows, PER_PAGE).get_page(request.GET.get("page"))
    depths = [getattr(unit, "tree_depth", 0) for unit in page]
    for unit in page:
        unit.level = getattr(unit, "tree_depth", 0) - min(depths, default=0)
    context = {
        "form": form, "shelf": shelf, "page": page, "units": list(page), "words": data["q"],
        "closed": data["closed"], "officer": queries.with_right(request.user, Right.MANAGE).exists(),
        "city_officer": queries.manages_a_city(request.user),
        "may_add": shelf.under and queries.has_right(request.user, Right.MANAGE, shelf.under),
    }  # fmt: skip
    return render(request, "organisations/units.html", context)


@login_required
@require_safe
def unit(request: StaffRequest, code: str) -> HttpResponse:
    """One unit: facts, people, contacts, venues, history."""
    found = get_object_or_404(queries.with_right(request.user, Right.SEE), code=code)
    contacts = list(queries.contacts_of(found))
    roles = queries.roles_to_give(request.user, found) if found.active else []
    context = {
        "unit": found, "tabs": unit_tabs(found, "unit"), "people": queries.people(found), "roles": roles,
        "invitations": queries.open_invitations(found) if roles else [],
        "handovers": queries.handovers_of(found) if roles else [],
        "contacts": contacts, "missing": queries.missing_roles(contacts),
        "numbers": queries.sees_numbers(request.user, found), "venues": queries.venues_of(found),
        "may_edit": queries.has_right(request.user, Right.EDIT, found),
        "may_manage": found.parent is not None and queries.has_right(request.user, Right.MANAGE, found.parent),
        "may_move": found.parent is not None and queries.has_right(request.user, Right.MANAGE, queries.city_of(found)),
        "may_add": found.active and queries.has_right(request.user, Right.MANAGE, found),
        "decider": queries.decider(found) if found.kind.is_place else None,
        "history": history(found),
    }  # fmt: skip
    return render(request, "organisations/unit.html", context)


def _saved(request: StaffRequest, form: Any, save: Any, said: str) -> Organisation | None:
    """Run ``save``; None with the reason at its field."""
    try:
        found: Organisation = save()
    except actions.OrganisationError as problem:
        form.add_error(problem.field if problem.field in form.fields else None, str(problem))
        return None
    messages.success(request, said)
    return found


@login_required
@form_page
def new_unit(request: StaffRequest, code: str) -> HttpResponse:
    """Add a unit below one that I manage."""
    parent = get_object_or_404(queries.with_right(request.user, Right.MANAGE).filter(active=True), code=code)
    city = queries.city_of(parent)
    allowed = fields_for(
        edits=True, superior=True, city=queries.has_right(request.user, Right.MANAGE, city), root=False
    )
    form = NewUnitForm(request.POST or None, instance=Organisation(), city=city, allowed=allowed)
    if form.is_valid():
        made = _saved(request, form, lambda: actions.create_unit(parent=parent, by=request.user, **form.cleaned_data),
                      _("单位已添加，下一步请邀请它的填报人"))  # fmt: skip
        if made:
            return redirect("organisations:unit", made.code)
    context = {"form": form, "unit": parent, "new": True}
    return render(request, "organisations/unit_form.html", context, status=422 if form.is_bound else 200)


@login_required
@form_page
def edit_unit(request: StaffRequest, code: str) -> HttpResponse:
    """Change what I may change of a unit."""
    found = get_object_or_404(queries.with_right(request.user, Right.EDIT), code=code)
    allowed = queries.editable_fields(request.user, found)
    form = UnitForm(request.POST or None, instance=found, city=queries.city_of(found), allowed=allowed)
    name = found.short_name
    if form.is_valid() and _saved(
        request,
        form,
        lambda: actions.edit_unit(unit=found, by=request.user, facts=form.cleaned_data),
        _("已保存"),
    ):
        return redirect("organisations:unit", code)
    context = {"form": form, "unit": found, "name": name}
    return render(request, "organisations/unit_form.html", context, status=422 if form.is_bound else 200)


def _movable(request: StaffRequest, code: str) -> Organisation:
    found = get_object_or_404(queries.with_right(request.user, Right.MANAGE), code=code)
    if found.parent is None or not queries.has_right(request.user, Right.MANAGE, queries.city_of(found)):
        raise Http404
    return found


@login_required
@form_page
def move(request: StaffRequest, code: str) -> HttpResponse:
    """Put a unit under another one; for officers of the city."""
    found = _movable(request, code)
    words = request.GET.get("q", "")[:60]
    form = MoveForm(request.POST or None, unit=found, words=words, initial={"q": words})
    if form.is_valid():
        parent = form.cleaned_data["parent"]
        said = _("已划转到%(name)s") % {"name": parent.short_name}
        if _saved(request, form, lambda: actions.move_unit(unit=found, parent=parent, by=request.user), said):
            return redirect("organisations:unit", code)
    waiting = [thing for thing in queries.held_above(found) if thing.waits]
    context = {"form": form, "unit": found, "words": words, "waiting": waiting}
    return render(request, "organisations/move.html", context, status=422 if form.is_bound else 200)


def _closable(request: StaffRequest, code: str) -> Organisation:
    managed = queries.with_right(request.user, Right.MANAGE)
    return get_object_or_404(managed.filter(parent__in=managed.values("pk")), code=code)


@login_required
@form_page
def close(request: StaffRequest, code: str) -> HttpResponse:
    """Close a unit of those I am above of; what is still open is listed first."""
    found = _closable(request, code)
    if request.method == "POST":
        try:
            actions.close_unit(unit=found, by=request.user)
        except actions.OrganisationError as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, _("单位已撤销"))
            return redirect("organisations:unit", code)
    context = {"unit": found, "things": queries.left_open(found), "contacts": queries.contacts_of(found)}
    status = 422 if request.method == "POST" else 200
    return render(request, "organisations/close.html", context, status=status)


@login_required
@require_POST
def reopen(request: StaffRequest, code: str) -> HttpResponse:
    """Take a closed unit back into use."""
    found = _closable(request, code)
    try:
        actions.reopen_unit(unit=found, by=request.user)
    except actions.OrganisationError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("单位已恢复"))
    return redirect("organisations:unit", code)
