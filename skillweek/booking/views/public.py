"""Booking a visit, its receipt, and giving it back."""

from typing import Any

from django.core.validators import slug_re
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_GET, require_http_methods

from skillweek.booking import actions, queries
from skillweek.booking.forms import VisitForm
from skillweek.booking.rules import BookingError, Full, masked_name, may_cancel, may_open
from skillweek.booking.views.guard import answered
from skillweek.common import clock
from skillweek.common.addresses import of_request
from skillweek.common.codes import new_code
from skillweek.common.wording import FEW
from skillweek.plan.queries import current_edition
from skillweek.programme.models import Session


@never_cache
@require_http_methods(["GET", "POST"])
def book(request: HttpRequest, code: str) -> HttpResponse:
    """The form of one session, or why it is closed and what else there is."""
    chosen = request.GET.get("session", "")  # in the panel of the activity's page
    if slug_re.match(chosen):
        return redirect("booking:book", chosen)
    session = get_object_or_404(queries.visitable(), code=code)
    if queries.undrawn(session):
        return redirect("booking:draw", code)
    form = _form(request, session)
    refused: BookingError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.admit(
                session=session,
                address=of_request(request),
                sent=request.POST,
                phone=form.wish["phone"],
                key=form.wish["key"],
            )
            booking = actions.book_visit(session=session, **form.wish)
            return redirect("booking:receipt", queries.token(booking))
        except BookingError as error:
            refused = error
            form.add_error(error.field if error.field in form.fields else None, str(error))
    page = {
        "session": session,
        "form": form,
        "way": queries.way_of(session, None),
        "takes_groups": _takes_groups(session),
        "key": new_code(20),
        "asked": queries.asked_by(session),
    } | _places(session, refused)
    return answered(request, "booking/book.html", page, refused)


def _takes_groups(session: Session) -> bool:
    """Whether classes and companies may come as one: by the terms for everybody or for one audience."""
    return any(said["group_largest"] for said in session.terms_set)  # type: ignore[attr-defined]  # by with_facts


def _places(session: Session, refused: BookingError | None) -> dict[str, Any]:
    """How many places there are, whether the session is closed or full, and what else there is."""
    room = queries.rooms([session.pk]).get(session.pk)
    closed = may_open(queries.facts_of(session), clock.now())
    full = room is not None and room.left <= 0
    line = queries.line(session)
    return {
        "line": line, "must_wait": not closed and (full or line.groups > 0),
        "room": room, "closed": closed, "full": full,
        "meter_tone": "hot" if room is not None and room.left <= FEW else "",
        "others": queries.alternatives(session) if closed or full or isinstance(refused, Full) else [],
    }  # fmt: skip


def _form(request: HttpRequest, session: Session) -> VisitForm:
    """The form, filled with what was posted; a new key each time, since a corrected form is a new wish."""
    return VisitForm(
        request.POST if request.method == "POST" else None,
        audiences=list(session.activity.audiences.all()),
        largest_party=max(queries.facts_of(session).largest_party, 1),
        questions=queries.questions_asked(session),
        initial={"party": 1},
    )


@never_cache
@require_GET
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """What was booked, with the code for the gate; only who has the link sees it."""
    booking = get_object_or_404(queries.by_token(token))
    until = queries.cancellable_until(booking)
    cancellable = may_cancel(booking.state, booking.session.starts, clock.now(), until) is None
    page = {
        "booking": booking, "token": token, "name": masked_name(booking.name), "cancellable": cancellable,
        "instead": queries.instead_token(booking) if booking.call_off_id else "",
        "changeable": booking.state in ("held", "confirmed") and booking.session.starts > clock.now(),
        "has_card": queries.card_opens(booking), "ways": queries.turns_of_booking(booking),
    }  # fmt: skip
    return render(request, "booking/receipt.html", page)


@never_cache
@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, token: str) -> HttpResponse:
    """Ask once, then give the places back."""
    booking = get_object_or_404(queries.by_token(token))
    until = queries.cancellable_until(booking)
    problem = may_cancel(booking.state, booking.session.starts, clock.now(), until)
    if request.method == "POST":
        try:
            actions.cancel_booking(booking=booking)
            return redirect("booking:receipt", token)
        except BookingError as error:
            problem = error
    page = {"booking": booking, "token": token, "problem": problem}
    status = 409 if problem and request.method == "POST" else 200
    return render(request, "booking/cancel.html", page, status=status)


@cache_control(public=True, max_age=300)
@require_GET
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about visitors, why, until when, and who answers for it."""
    return render(request, "booking/privacy.html", {"edition": current_edition()})
