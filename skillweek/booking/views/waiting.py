"""The waiting list: joining it, the page of one's place, answering an offer, leaving."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from skillweek.booking import actions, queries
from skillweek.booking.forms import WaitingForm
from skillweek.booking.models import WaitingEntry
from skillweek.booking.rules import HOPING, BookingError, masked_name, may_open
from skillweek.booking.views.guard import answered
from skillweek.common import clock
from skillweek.common.addresses import of_request

State = WaitingEntry.State


@never_cache
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, code: str) -> HttpResponse:
    """Name, number, how many: then the page of one's place in the line."""
    session = get_object_or_404(queries.visitable(), code=code)
    facts = queries.facts_of(session)
    form = WaitingForm(
        request.POST if request.method == "POST" else None, audiences=list(session.activity.audiences.all()),
        largest_party=max(facts.largest_party, 1), initial={"party": 1},
    )  # fmt: skip
    refused: BookingError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.admit(
                session=session,
                address=of_request(request),
                sent=request.POST,
                phone=form.cleaned_data["phone"],
            )
            entry = actions.join(session=session, **form.cleaned_data)
            return redirect("booking:waiting", queries.waiting_token(entry))
        except BookingError as error:
            refused = error
            form.add_error(error.field or None, str(error))
    page = {
        "session": session, "form": form, "asked": queries.asked_by(session), "closed": may_open(facts, clock.now()),
        "line": queries.line(session), "hours": queries.policy_of(session.activity.edition).offer_hours,
        "others": queries.alternatives(session),
    }  # fmt: skip
    return answered(request, "booking/waiting_join.html", page, refused)


@never_cache
@require_GET
def entry(request: HttpRequest, token: str) -> HttpResponse:
    """How many are in front, why there is no offer yet, or the offer; only who has the link sees it."""
    return _shown(request, token, None)


def _shown(request: HttpRequest, token: str, problem: BookingError | None) -> HttpResponse:
    found = get_object_or_404(queries.by_waiting_token(token))
    waits = found.state == State.WAITING and found.draw is None
    page = {
        "entry": found, "token": token, "name": masked_name(found.name), "problem": problem,
        "offer": queries.open_offer(found) if found.state == State.OFFERED else None,
        "ahead": queries.ahead_of(found) if waits else None,
        "reason": queries.reason(found) if waits else "",
        "suggestions": queries.suggested(found), "receipt": queries.receipt_of(found),
    }  # fmt: skip
    return render(request, "booking/waiting.html", page, status=409 if problem else 200)


@never_cache
@require_POST
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Take the offered places, and see the receipt."""
    found = get_object_or_404(queries.by_waiting_token(token))
    try:
        return redirect("booking:receipt", queries.token(actions.accept(entry=found)))
    except BookingError as error:
        return _shown(request, token, error)


@never_cache
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Ask once, then leave the line or decline what is offered."""
    found = get_object_or_404(queries.by_waiting_token(token))
    offered = found.state == State.OFFERED
    if request.method == "POST":
        try:
            (actions.decline if offered else actions.leave)(entry=found)
            return redirect("booking:waiting", token)
        except BookingError as error:
            return _shown(request, token, error)
    if found.state not in HOPING:
        return redirect("booking:waiting", token)
    return render(request, "booking/waiting_leave.html", {"entry": found, "token": token, "offered": offered})
