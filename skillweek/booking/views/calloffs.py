"""Calling off a session, a day or a place: look at whom it concerns, confirm, see that everybody is told."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from skillweek.accounts.views import StaffRequest
from skillweek.booking import actions
from skillweek.booking.forms import WhichForm, WhyForm
from skillweek.booking.queries import calloffs as queries
from skillweek.booking.queries.calloffs import Wish
from skillweek.booking.rules import BookingError
from skillweek.plan.models import Edition
from skillweek.plan.queries import current_edition

PER_PAGE, SHOWN = 50, 200


def _edition() -> Edition:
    found = current_edition()
    if found is None:
        raise Http404
    return found


@never_cache
@login_required
@require_safe
def call_offs(request: StaffRequest) -> HttpResponse:
    """What was called off, and for officers the way to call off a day or a place."""
    edition = _edition()
    officer = queries.officer_of(request.user, edition)
    mine = queries.call_offs_of(request.user)
    if not officer and not queries.may_ever(request.user):
        raise Http404
    page = Paginator(mine, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "booking/call_offs.html", {"page": page, "officer": officer})


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def session(request: StaffRequest, code: str) -> HttpResponse:
    """Call off one session."""
    found = get_object_or_404(queries.callable_by(request.user), code=code)
    return _decide(request, found.activity.edition, Wish(session=found), None)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Choose a day, a place or both; then look and call off."""
    edition = _edition()
    if not queries.officer_of(request.user, edition):
        raise Http404
    asked = request.GET if "day" in request.GET or "place" in request.GET else None
    which = WhichForm(asked, days=edition.days, places=queries.places_for(request.user, edition))
    if asked is None or not which.is_valid():
        status = 422 if asked is not None else 200
        return render(request, "booking/call_off_which.html", {"form": which}, status=status)
    wish = Wish(day=which.cleaned_data["day"], place=which.cleaned_data["place"])
    return _decide(request, edition, wish, which)


def _decide(request: StaffRequest, edition: Edition, wish: Wish, which: WhichForm | None) -> HttpResponse:
    """The page that shows whom it concerns, then what each will get, then does it."""
    form = WhyForm(request.POST or None)
    posted = request.method == "POST"
    if posted and form.is_valid() and "confirm" in request.POST:
        try:
            made = actions.call_off(
                edition=edition, wish=wish, reason=form.cleaned_data["reason"],
                seen=request.POST.get("seen", ""), by=request.user,
            )  # fmt: skip
            messages.success(request, _("已经取消，短信正在发出"))
            return redirect("booking:call_off", made.pk)
        except BookingError as error:
            form.add_error(error.field or None, str(error))
    reach = queries.reach_of(queries.wished(request.user, edition, wish))
    told = form.cleaned_data["reason"] if posted and form.is_valid() and "back" not in request.POST else ""
    page: dict[str, Any] = {
        "wish": wish, "form": form, "reach": reach, "shown": reach.sessions[:SHOWN], "which": which,
        "sample": actions.sample_text(reach.sessions[0], told) if told and reach.sessions else "",
    }  # fmt: skip
    return render(request, "booking/call_off_preview.html", page, status=422 if form.errors else 200)


@never_cache
@login_required
@require_safe
def call_off(request: StaffRequest, pk: int) -> HttpResponse:
    """What was called off, how many are told, and who goes elsewhere."""
    found = get_object_or_404(queries.call_offs_of(request.user), pk=pk)
    page = {
        "made": found, "told": queries.told(found), "untold": queries.untold(found),
        "elsewhere": queries.took_another(found), "sessions": queries.sessions_of(found)[:SHOWN],
        "moved": queries.moved_by(found),
    }  # fmt: skip
    return render(request, "booking/call_off.html", page)
