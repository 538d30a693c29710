"""Desk pages of editions: all of them, one, its head and its dates; and founding one."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from skillweek.accounts.views import StaffRequest
from skillweek.audit.queries import history
from skillweek.common import clock
from skillweek.common.wording import joined
from skillweek.organisations.models import Organisation
from skillweek.plan import actions, queries
from skillweek.plan.forms import CloneForm, FiguresForm, HeadForm, MoveDatesForm, NewEditionForm, SourceForm
from skillweek.plan.models import Edition

#: dates as typed > dates of the edition
DATES = ("starts", "ends", "deadline")


def managed(request: StaffRequest, slug: str) -> Edition:
    """An edition that the person manages, else 404."""
    return get_object_or_404(queries.manageable(request.user), slug=slug)


def _city(request: StaffRequest) -> Organisation:
    city = queries.city_of(request.user)
    if city is None:
        raise Http404
    return city


def status_of(form: Any) -> int:
    """422 for a form that came back with errors."""
    return 422 if form.is_bound and form.errors else 200


@login_required
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """Every edition of my city, and notices read but not confirmed."""
    city = _city(request)
    context = {
        "city": city, "editions": queries.summaries(request.user, queries.current_edition()),
        "waiting": queries.readings_of(request.user).filter(edition=None)[:10],
    }  # fmt: skip
    return render(request, "plan/editions.html", context)


@login_required
@require_safe
def edition(request: StaffRequest, slug: str) -> HttpResponse:
    """One edition: its facts, where it stands, and what can be changed."""
    found = managed(request, slug)
    calendar = queries.calendar(found)
    context = {
        "edition": found, "calendar": calendar, "phase": calendar.phase(), "now": clock.now(),
        "phases": list(found.phases.all()), "bar": queries.clock_bar(found, calendar),
        "counts": queries.counts(found), "closed": calendar.closed("change_plan"), "history": history(found)[:8],
        "drafts": queries.drafts_of(request.user).filter(edition=found),
        "reading": queries.readings_of(request.user).filter(edition=found).first(),
        "shown": found == queries.current_edition(),
    }  # fmt: skip
    return render(request, "plan/edition.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: StaffRequest, slug: str) -> HttpResponse:
    """Change the head."""
    found = managed(request, slug)
    form = HeadForm(request.POST or None, instance=managed(request, slug))
    if form.is_valid():
        try:
            actions.edit_edition(edition=found, by=request.user, facts=form.cleaned_data)
        except actions.EditionError as problem:
            form.add_error(problem.field, str(problem))
        else:
            messages.success(request, _("已保存"))
            return redirect("plan:edition", slug)
    context = {"edition": found, "form": form, "closed": queries.closed(found, "change_plan")}
    return render(request, "plan/edition_head.html", context, status=status_of(form))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def figures(request: StaffRequest, slug: str) -> HttpResponse:
    """Change from how many people on an activity is a large one."""
    found = managed(request, slug)
    form = FiguresForm(request.POST or None, instance=managed(request, slug))
    if form.is_valid():
        try:
            actions.edit_edition(edition=found, by=request.user, facts=form.cleaned_data)
        except actions.EditionError as problem:
            form.add_error(problem.field, str(problem))
        else:
            messages.success(request, _("已保存"))
            return redirect("plan:edition", slug)
    context = {"edition": found, "form": form, "closed": queries.closed(found, "change_plan")}
    return render(request, "plan/edition_figures.html", context, status=status_of(form))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: StaffRequest, slug: str) -> HttpResponse:
    """Move the dates: what stands in the way is said first."""
    found = managed(request, slug)
    initial = {name: getattr(found, name) for name in DATES}
    form = MoveDatesForm(request.POST or None, initial=initial)
    warnings: list[str] = []
    if form.is_valid():
        try:
            moved = actions.move_edition(edition=found, by=request.user, **form.cleaned_data)
        except actions.Unconfirmed as problem:
            warnings = problem.warnings
            form.add_error("confirmed", str(problem))
        except actions.EditionError as problem:
            form.add_error(problem.field, str(problem))
        else:
            messages.success(request, actions.moved_sentence(moved))
            return redirect("plan:edition", slug)
    context = {
        "edition": found, "form": form, "warnings": warnings, "closed": queries.closed(found, "change_plan"),
    }  # fmt: skip
    return render(request, "plan/edition_dates.html", context, status=status_of(form))


@login_required
@require_safe
def new(request: StaffRequest) -> HttpResponse:
    """The three ways to begin an edition."""
    city = _city(request)
    return render(
        request, "plan/edition_new.html", {"city": city, "last": queries.overview(request.user).first()}
    )


def _facts(form: NewEditionForm) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if name != "parts"}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def blank(request: StaffRequest) -> HttpResponse:
    """Begin with the presets."""
    city = _city(request)
    form = NewEditionForm(request.POST or None)
    if form.is_valid():
        try:
            made = actions.create_edition(city=city, by=request.user, facts=_facts(form))
        except actions.EditionError as problem:
            form.add_error(problem.field, str(problem))
        else:
            messages.success(request, _("这一届已经建好，公众网站到归档上一届之后才换成它"))
            return redirect("plan:edition", made.slug)
    return render(request, "plan/edition_blank.html", {"form": form, "city": city}, status=status_of(form))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def clone(request: StaffRequest) -> HttpResponse:
    """Begin with parts of an earlier edition."""
    _city(request)
    sources = queries.overview(request.user)
    chosen = SourceForm(request.GET, editions=sources)
    source = (chosen.cleaned_data["source"] if chosen.is_valid() else None) or sources.first()
    if source is None:
        raise Http404
    form = CloneForm(request.POST or None, source=source, initial={"mailbox": source.mailbox})
    if form.is_valid():
        try:
            made, taken = actions.clone_edition(
                source=source, by=request.user, facts=_facts(form), parts=form.cleaned_data["parts"]
            )
        except actions.EditionError as problem:
            form.add_error(problem.field, str(problem))
        else:
            words = {"name": made.title, "taken": joined([str(one) for one in taken])}
            said = (
                _("“%(name)s”建好了。带过来：%(taken)s") if taken else _("“%(name)s”建好了，没有带内容过来")
            )
            messages.success(request, said % words)
            return redirect("plan:edition", made.slug)
    context = {"form": form, "source": source, "sources": sources}
    return render(request, "plan/edition_clone.html", context, status=status_of(form))
