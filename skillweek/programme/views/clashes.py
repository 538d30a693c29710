"""Clashes while a session is being written, and who must be there."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from skillweek.accounts.views import StaffRequest
from skillweek.programme import actions, queries
from skillweek.programme.forms import SessionForm, StaffForm
from skillweek.programme.rules import ProgrammeError, next_state
from skillweek.programme.views.steps import steps_of


@never_cache
@login_required
@require_safe
def clashes(request: StaffRequest, pk: int) -> HttpResponse:
    """What the time and venue on the form clash with; nothing while they cannot be read."""
    activity = get_object_or_404(queries.editable_by(request.user), pk=pk)
    if "day" not in request.GET:
        return HttpResponseBadRequest()
    kept = activity.sessions.filter(code=request.GET.get("session", "")).first()
    form = SessionForm(activity, queries.venue_choices(activity), request.GET)
    form.is_valid()
    context = {"asked": False, "marks": []}
    if not form.errors.keys() & {"day", "starts", "ends", "venue"}:
        wish = form.facts()
        if wish["starts"] < wish["ends"]:
            times = {name: wish[name] for name in ("starts", "ends", "venue")}
            context = {"asked": True, "marks": queries.clashes_at(activity, session=kept, **times)}
    return render(request, "programme/_clashes.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def staff(request: StaffRequest, pk: int, code: str) -> HttpResponse:
    """Who must be there."""
    session = get_object_or_404(queries.sessions_editable_by(request.user), activity_id=pk, code=code)
    activity = session.activity
    form = StaffForm(
        queries.staff_choices(activity),
        request.POST if request.method == "POST" else None,
        initial={"people": [one.contact_id for one in session.staff.all()]},
    )
    if form.is_valid():
        try:
            actions.set_staff(session=session, people=form.cleaned_data["people"])
        except ProgrammeError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, _("在场人员已保存"))
            writable = next_state(activity.state, "edit") is not None
            return redirect("programme:desk_when", pk) if writable else redirect(activity.get_desk_url())
    queries.with_clashes([session], activity.edition)
    context = {"form": form, "activity": activity, "session": session, "steps": steps_of(activity)}
    return render(request, "programme/staff.html", context, status=422 if form.is_bound else 200)
