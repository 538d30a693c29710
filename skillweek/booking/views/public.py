"""Booking a visit, its receipt, and giving it back."""

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_GET, require_http_methods

from skillweek.booking import actions, queries
from skillweek.booking.forms import VisitForm
from skillweek.booking.models import Booking
from skillweek.booking.rules import BookingError, may_cancel, may_open
from skillweek.common import clock
from skillweek.common.codes import new_code
from skillweek.plan.queries import current_edition
from skillweek.programme.models import Session


@never_cache
@require_http_methods(["GET", "POST"])
def book(request: HttpRequest, code: str) -> HttpResponse:
    """The form of one session, or why it is closed and what else there is."""
    session = get_object_or_404(queries.visitable(), code=code)
    room = queries.rooms([session.pk]).get(session.pk)
    closed = may_open(queries.facts_of(session), clock.now())
    form = _form(request, session)
    if request.method == "POST" and form.is_valid():
        try:
            booking = actions.book_visit(session=session, **form.cleaned_data)
            return redirect("booking:receipt", queries.token(booking))
        except BookingError as error:
            form.add_error(error.field or None, str(error))
            room = queries.rooms([session.pk]).get(session.pk)
    full = room is not None and room.left <= 0
    page = {
        "session": session, "form": form, "room": room, "closed": closed, "full": full,
        "others": queries.alternatives(session) if closed or full or form.errors else [],
    }  # fmt: skip
    return render(request, "booking/book.html", page, status=422 if form.is_bound else 200)


def _form(request: HttpRequest, session: Session) -> VisitForm:
    """The form, filled with what was posted; a new key each time, since a corrected form is a new wish."""
    facts = queries.facts_of(session)
    audiences = list(session.activity.audiences.all())
    form = VisitForm(
        request.POST if request.method == "POST" else None, audiences=audiences,
        largest_party=max(facts.largest_party, 1), initial={"key": new_code(20), "party": 1},
    )  # fmt: skip
    return form


@never_cache
@require_GET
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """What was booked, with the code for the gate; only who has the link sees it."""
    booking = get_object_or_404(queries.by_token(token))
    cancellable = may_cancel(booking.state, booking.session.starts, clock.now()) is None
    page = {"booking": booking, "token": token, "qr": _qr(booking), "cancellable": cancellable}
    return render(request, "booking/receipt.html", page, headers={"X-Robots-Tag": "noindex"})


def _qr(booking: Booking) -> SafeString:
    """The public code as an inline SVG; nothing personal is in it."""
    drawing = segno.make_qr(booking.code, error="q").svg_inline(
        border=2, omitsize=True, svgclass="qr", lineclass="qr-line", dark="currentColor", svgns=True
    )
    return mark_safe(drawing)  # made from our own code alone


@never_cache
@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, token: str) -> HttpResponse:
    """Ask once, then give the places back."""
    booking = get_object_or_404(queries.by_token(token))
    problem = may_cancel(booking.state, booking.session.starts, clock.now())
    if request.method == "POST":
        try:
            actions.cancel_booking(booking=booking)
            return redirect("booking:receipt", token)
        except BookingError as error:
            problem = error
    page = {"booking": booking, "token": token, "problem": problem}
    status = 409 if problem and request.method == "POST" else 200
    return render(request, "booking/cancel.html", page, status=status, headers={"X-Robots-Tag": "noindex"})


@cache_control(public=True, max_age=300)
@require_GET
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about visitors, why, until when, and who answers for it."""
    return render(request, "booking/privacy.html", {"edition": current_edition()})
