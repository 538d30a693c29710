"""The author's pages: what, when and where, with whom; each is saved at once."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from skillweek.accounts.views import StaffRequest
from skillweek.plan.queries import closed, current_edition
from skillweek.programme import actions, queries
from skillweek.programme.forms import (
    NewActivityForm,
    SessionForm,
    WantedForm,
    WhatForm,
)
from skillweek.programme.models import Activity, Session
from skillweek.programme.rules import ProgrammeError
from skillweek.programme.views.steps import editable, page, saved

#: where the session of a person keeps what the activities that they began are wanted for, by id
WANTED = "programme.wanted"


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
    wanted = WantedForm(edition, request.GET)
    form = NewActivityForm(
        edition, units, request.POST or None, request.FILES or None, initial=wanted.what(units)
    )
    made = saved(
        request, form, lambda: actions.create_activity(edition=edition, by=request.user, **form.facts()),
        None, "new",
    )  # fmt: skip
    if not made:
        return page(request, "what", form, keeps="new", wanted=wanted.said)
    if wanted.codes:
        request.session[WANTED] = request.session.get(WANTED, {}) | {str(made.pk): wanted.codes}
    return redirect("programme:desk_when", made.pk)


def _wanted(request: StaffRequest, activity: Activity, sessions: list[Session]) -> WantedForm:
    """What ``activity`` is wanted for: kept until its first session is saved."""
    kept = request.session.get(WANTED, {})
    if sessions and kept.pop(str(activity.pk), None) is not None:
        request.session[WANTED] = kept
    return WantedForm(activity.edition, kept.get(str(activity.pk), {}))


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def what(request: StaffRequest, pk: int) -> HttpResponse:
    """Page one: what it is, and for whom."""
    activity = editable(request, pk)
    initial = WhatForm.initial_of(activity)
    form = WhatForm(activity.edition, request.POST or None, request.FILES or None, initial=initial)
    done = saved(
        request, form, lambda: actions.edit_activity(activity=activity, by=request.user, **form.facts()),
        activity, "what",
    )  # fmt: skip
    return (
        redirect("programme:desk_when", pk) if done else page(request, "what", form, activity, keeps="what")
    )


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def when(request: StaffRequest, pk: int) -> HttpResponse:
    """Page two: the sessions, and one more."""
    activity = editable(request, pk)
    venues, sessions = queries.venue_choices(activity), _sessions(activity)
    wanted = _wanted(request, activity, sessions)
    form = SessionForm(
        activity, venues, request.POST or None, place=wanted.facts.get("place"),
        initial=SessionForm.initial_of(activity) | wanted.when(activity, venues),
    )  # fmt: skip
    if saved(request, form, lambda: actions.add_session(activity=activity, **form.facts()), activity, "when"):
        return redirect("programme:desk_when", pk)
    return page(request, "when", form, activity, sessions=sessions, keeps="when", wanted=wanted.said)


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
    keeps = f"session-{code}"
    if saved(request, form, lambda: actions.edit_session(session=found, **form.facts()), activity, keeps):
        return redirect("programme:desk_when", pk)
    marked = queries.with_clashes([found], activity.edition)[0]
    return page(request, "session", form, activity, session=marked, keeps=keeps)


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
