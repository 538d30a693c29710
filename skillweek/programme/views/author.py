"""The author's pages: what, when and where, safety, with whom; each is saved at once."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from skillweek.accounts.views import StaffRequest
from skillweek.plan.queries import closed, current_edition
from skillweek.programme import actions, queries
from skillweek.programme.forms import (
    NewActivityForm,
    SafeguardForm,
    SessionForm,
    WhatForm,
)
from skillweek.programme.models import Activity, Safeguard, Session
from skillweek.programme.rules import ProgrammeError, next_state, refusal
from skillweek.programme.views.autosaves import autosaving
from skillweek.programme.views.steps import steps_of


def own_activity(request: StaffRequest, pk: int) -> Activity:
    """An activity that the person may write, else 404."""
    return get_object_or_404(queries.editable_by(request.user), pk=pk)


def saved_by(
    request: StaffRequest, form: forms.BaseForm, save: Callable[[], Any], activity: Activity | None, page: str
) -> Any:
    """What ``save`` gives; None, with the reason at its field, when the form or the action refuses.

    What the person left typed on the page is saved with it, and forgotten.
    """
    if not form.is_valid():
        return None
    try:
        result = save()
    except ProgrammeError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return None
    actions.forget_autosave(user=request.user, activity=activity, page=page)
    messages.success(request, _("已保存"))
    return result or True


def step_page(
    request: StaffRequest, name: str, form: forms.BaseForm, activity: Activity | None = None, *, ok: bool = False,
    page: str = "", **more: Any,
) -> HttpResponse:  # fmt: skip
    """A step's page; a kept activity that may not be edited now sends its author to the desk page.

    ``ok`` says that nothing is wrong with what was given, and the page only goes on asking; ``page`` is the name
    under which it saves itself, if it does.
    """
    if activity is not None and not form.is_bound:
        if next_state(activity.state, "edit") is None:
            messages.info(request, refusal(activity.state, "edit"))
            return redirect(activity.get_desk_url())
        if closed(activity.edition, "write_activities"):
            return redirect(activity.get_desk_url())  # which says why
    kept = [(key, value) for key, values in request.POST.lists() if key in form.fields for value in values]
    context = {"form": form, "activity": activity, "steps": steps_of(activity), "kept": kept} | more
    context |= autosaving(request, form, activity, page) if page else {}
    status = 422 if form.is_bound and not ok else 200
    return render(request, f"programme/{name}.html", context, status=status)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest) -> HttpResponse:
    """Page one of a new activity."""
    edition, units = current_edition(), queries.editing_units(request.user)
    if edition is None or not units:
        raise Http404
    if request.method == "GET" and closed(edition, "write_activities"):
        return redirect("programme:desk_list")  # which says why
    form = NewActivityForm(edition, units, request.POST or None, request.FILES or None)
    made = saved_by(
        request, form, lambda: actions.create_activity(edition=edition, by=request.user, **form.facts()),
        None, "new",
    )  # fmt: skip
    return redirect("programme:desk_when", made.pk) if made else step_page(request, "what", form, page="new")


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def what(request: StaffRequest, pk: int) -> HttpResponse:
    """Page one: what it is, and for whom."""
    activity = own_activity(request, pk)
    initial = WhatForm.initial_of(activity)
    form = WhatForm(activity.edition, request.POST or None, request.FILES or None, initial=initial)
    saved = saved_by(
        request, form, lambda: actions.edit_activity(activity=activity, by=request.user, **form.facts()),
        activity, "what",
    )  # fmt: skip
    return (
        redirect("programme:desk_when", pk)
        if saved
        else step_page(request, "what", form, activity, page="what")
    )


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def when(request: StaffRequest, pk: int) -> HttpResponse:
    """Page two: the sessions, and one more."""
    activity = own_activity(request, pk)
    form = SessionForm(
        activity,
        queries.venue_choices(activity),
        request.POST or None,
        initial=SessionForm.initial_of(activity),
    )
    if saved_by(
        request, form, lambda: actions.add_session(activity=activity, **form.facts()), activity, "when"
    ):
        return redirect("programme:desk_when", pk)
    return step_page(request, "when", form, activity, sessions=_sessions(activity), page="when")


def _sessions(activity: Activity) -> list[Session]:
    """The sessions with what they clash with, and the themes of their days."""
    marked = queries.with_clashes(queries.sessions_of(activity), activity.edition)
    return queries.themed(marked, activity.edition)


def _session(request: StaffRequest, pk: int, code: str) -> Session:
    return get_object_or_404(queries.sessions_editable_by(request.user), activity_id=pk, code=code)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def session(request: StaffRequest, pk: int, code: str) -> HttpResponse:
    """Page two, for one kept session."""
    found = _session(request, pk, code)
    activity = found.activity
    initial = SessionForm.initial_of(activity, found)
    form = SessionForm(activity, queries.venue_choices(activity), request.POST or None, initial=initial)
    page = f"session-{code}"
    if saved_by(request, form, lambda: actions.edit_session(session=found, **form.facts()), activity, page):
        return redirect("programme:desk_when", pk)
    marked = queries.with_clashes([found], activity.edition)[0]
    return step_page(request, "session", form, activity, session=marked, page=page)


@login_required
@require_POST
def remove_session(request: StaffRequest, pk: int, code: str) -> HttpResponse:
    """Take a session out of a draft."""
    found = _session(request, pk, code)
    try:
        actions.remove_session(session=found)
        messages.success(request, _("这一场已删去"))
    except ProgrammeError as error:
        messages.error(request, str(error))
    return redirect("programme:desk_when", pk)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def safety(request: StaffRequest, pk: int) -> HttpResponse:
    """Page three: who answers for safety, and for how many people."""
    activity = own_activity(request, pk)
    kept = getattr(activity, "safeguard", None) or Safeguard()
    form = SafeguardForm(request.POST or None, initial=forms.model_to_dict(kept))
    saved = saved_by(
        request,
        form,
        lambda: actions.set_safeguard(activity=activity, **form.cleaned_data),
        activity,
        "safety",
    )
    return (
        redirect("programme:desk_check", pk)
        if saved
        else step_page(request, "safety", form, activity, page="safety")
    )
