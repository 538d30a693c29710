"""Desk pages of an edition's clauses and code lists."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from skillweek.accounts.views import StaffRequest
from skillweek.plan import actions, queries
from skillweek.plan.forms import ClauseForm, NewClauseForm, code_form
from skillweek.plan.models import Clause
from skillweek.plan.models.codes import Code
from skillweek.plan.queries.presets import LISTS
from skillweek.plan.rules.clauses import depth
from skillweek.plan.views.editions import managed, status_of


@login_required
@require_safe
def clauses(request: StaffRequest, slug: str) -> HttpResponse:
    """The plan's text, clause by clause."""
    found = managed(request, slug)
    context = {
        "edition": found, "clauses": [(one, depth(one.path)) for one in queries.outline(found)],
        "closed": queries.closed(found, "change_plan"),
    }  # fmt: skip
    return render(request, "plan/edition_clauses.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_clause(request: StaffRequest, slug: str) -> HttpResponse:
    """Write a further clause."""
    found = managed(request, slug)
    form = NewClauseForm(request.POST or None, edition=found, initial={"parent": request.GET.get("below")})
    if form.is_valid():
        try:
            actions.add_clause(edition=found, by=request.user, **form.cleaned_data)
        except actions.EditionError as problem:
            form.add_error(problem.field, str(problem))
        else:
            messages.success(request, _("已加上这一条"))
            return redirect("plan:edition_clauses", slug)
    context = {"edition": found, "form": form, "clause": None, "closed": queries.closed(found, "change_plan")}
    return render(request, "plan/edition_clause.html", context, status=status_of(form))


def _clause(request: StaffRequest, slug: str, path: str) -> Clause:
    return get_object_or_404(managed(request, slug).clauses.select_related("edition"), path=path)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def clause(request: StaffRequest, slug: str, path: str) -> HttpResponse:
    """Change one clause."""
    found = _clause(request, slug, path)
    form = ClauseForm(request.POST or None, instance=_clause(request, slug, path))
    if form.is_valid():
        try:
            actions.edit_clause(clause=found, by=request.user, **form.cleaned_data)
        except actions.EditionError as problem:
            form.add_error(problem.field, str(problem))
        else:
            messages.success(request, _("已保存"))
            return redirect("plan:edition_clauses", slug)
    context = {
        "edition": found.edition, "form": form, "clause": found,
        "closed": queries.closed(found.edition, "change_plan"),
    }  # fmt: skip
    return render(request, "plan/edition_clause.html", context, status=status_of(form))


@login_required
@require_POST
def remove_clause(request: StaffRequest, slug: str, path: str) -> HttpResponse:
    """Take a clause out."""
    found = _clause(request, slug, path)
    try:
        actions.remove_clause(clause=found, by=request.user)
    except actions.EditionError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("已删除“%(clause)s”") % {"clause": found})
    return redirect("plan:edition_clauses", slug)


@login_required
@require_POST
def move_clause(request: StaffRequest, slug: str, path: str) -> HttpResponse:
    """One place up, or down."""
    found = _clause(request, slug, path)
    try:
        actions.move_clause(clause=found, by=request.user, down=request.POST.get("way") == "down")
    except actions.EditionError as problem:
        messages.error(request, str(problem))
    return redirect("plan:edition_clauses", slug)


@login_required
@require_safe
def codes(request: StaffRequest, slug: str, name: str) -> HttpResponse:
    """One code list, with links to the others."""
    found = managed(request, slug)
    if name not in LISTS:
        raise Http404
    lists = [(key, model._meta.verbose_name) for key, model in LISTS.items()]
    context = {
        "edition": found, "name": name, "lists": lists, "label": LISTS[name]._meta.verbose_name,
        "entries": queries.entries(found, name), "closed": queries.closed(found, "change_plan"),
        "ordered": name != "theme-days",
    }  # fmt: skip
    return render(request, "plan/edition_codes.html", context)


def _entry(request: StaffRequest, slug: str, name: str, code: str) -> Code:
    found = managed(request, slug)
    if name not in LISTS:
        raise Http404
    entry: Code = get_object_or_404(queries.entries(found, name).select_related("edition"), code=code)
    return entry


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_code(request: StaffRequest, slug: str, name: str) -> HttpResponse:
    """Add an entry."""
    found = managed(request, slug)
    if name not in LISTS:
        raise Http404
    form = code_form(name)(request.POST or None, edition=found)
    if form.is_valid():
        try:
            actions.add_code(edition=found, name=name, by=request.user, facts=form.cleaned_data)
        except actions.EditionError as problem:
            form.add_error(problem.field, str(problem))
        else:
            messages.success(request, _("已加上"))
            return redirect("plan:edition_codes", slug, name)
    context = {
        "edition": found, "form": form, "entry": None, "name": name, "label": LISTS[name]._meta.verbose_name,
        "closed": queries.closed(found, "change_plan"),
    }  # fmt: skip
    return render(request, "plan/edition_code.html", context, status=status_of(form))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: StaffRequest, slug: str, name: str, code: str) -> HttpResponse:
    """Change an entry."""
    found = _entry(request, slug, name, code)
    form = code_form(name)(
        request.POST or None, instance=_entry(request, slug, name, code), edition=found.edition
    )
    if form.is_valid():
        try:
            actions.edit_code(entry=found, by=request.user, facts=form.cleaned_data)
        except actions.EditionError as problem:
            form.add_error(problem.field, str(problem))
        else:
            messages.success(request, _("已保存"))
            return redirect("plan:edition_codes", slug, name)
    context = {
        "edition": found.edition, "form": form, "entry": found, "name": name,
        "label": LISTS[name]._meta.verbose_name, "closed": queries.closed(found.edition, "change_plan"),
    }  # fmt: skip
    return render(request, "plan/edition_code.html", context, status=status_of(form))


@login_required
@require_POST
def remove_code(request: StaffRequest, slug: str, name: str, code: str) -> HttpResponse:
    """Take an entry out that nothing uses."""
    found = _entry(request, slug, name, code)
    try:
        actions.remove_code(entry=found, by=request.user)
    except actions.EditionError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("已删除“%(entry)s”") % {"entry": found})
    return redirect("plan:edition_codes", slug, name)


@login_required
@require_POST
def move_code(request: StaffRequest, slug: str, name: str, code: str) -> HttpResponse:
    """One place up, or down."""
    found = _entry(request, slug, name, code)
    try:
        actions.move_code(entry=found, by=request.user, down=request.POST.get("way") == "down")
    except actions.EditionError as problem:
        messages.error(request, str(problem))
    return redirect("plan:edition_codes", slug, name)
