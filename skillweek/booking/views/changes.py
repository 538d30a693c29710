"""Changing a booking by its link, and booking for somebody at the desk."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from skillweek.accounts.views import StaffRequest
from skillweek.booking import actions, queries
from skillweek.booking.forms import ChangeForm, MoveForm, ProxyForm
from skillweek.booking.models import Booking
from skillweek.booking.rules import BookingError, Extras, asked
from skillweek.common import wording


@never_cache
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, token: str) -> HttpResponse:
    """Bring more or fewer people, and say who comes along."""
    booking = get_object_or_404(queries.by_token(token))
    if hasattr(booking, "group"):
        return redirect("booking:group", token)
    form = _change_form(request, booking)
    if form.is_valid():
        replies = {one.pk: form.cleaned_data[asked(one)] for one in form.questions}
        extras = Extras(
            form.extras.companions, replies, form.cleaned_data["guardian"] or bool(booking.guardian_at)
        )
        try:
            actions.change_booking(booking=booking, party=form.cleaned_data["party"], extras=extras)
            return redirect("booking:receipt", token)
        except BookingError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
    page = {
        "booking": booking,
        "token": token,
        "form": form,
        "way": queries.way_of(booking.session, booking.audience),
    }
    return render(request, "booking/change.html", page, status=422 if form.errors else 200)


def _change_form(request: HttpRequest, booking: Booking) -> ChangeForm:
    """The form, filled with how the booking stands."""
    initial: dict[str, Any] = {"party": booking.party, "guardian": booking.guardian_at is not None}
    for number, one in enumerate(booking.companions.all(), start=1):
        initial |= {f"who{number}": one.name, f"age{number}": one.age}
    initial |= {f"q{one.question_id}": one.text for one in booking.replies.all()}
    return ChangeForm(
        request.POST or None, audiences=[], initial=initial,
        largest_party=max(queries.facts_of(booking.session).largest_party, booking.party),
        questions=queries.questions_for(booking.session, booking.audience),
    )  # fmt: skip


@never_cache
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, token: str) -> HttpResponse:
    """Come to another session of the activity."""
    booking = get_object_or_404(queries.by_token(token))
    slots = {slot.session.code: slot for slot in queries.alternatives(booking.session, booking.party)}
    choices = [
        (code, f"{wording.moment(slot.session.starts)} · {wording.places_left(slot.room.left)}")
        for code, slot in slots.items() if slot.room
    ]  # fmt: skip
    form = MoveForm(request.POST or None, choices=choices)
    if form.is_valid():
        try:
            actions.move_booking(booking=booking, to=slots[form.cleaned_data["session"]].session)
            return redirect("booking:receipt", token)
        except BookingError as error:
            form.add_error("session", str(error))
    page = {"booking": booking, "token": token, "form": form, "choices": choices}
    return render(request, "booking/move.html", page, status=422 if form.errors else 200)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def book_for(request: StaffRequest, code: str) -> HttpResponse:
    """Book for somebody who calls or stands at the counter."""
    session = get_object_or_404(queries.settable_by(request.user), code=code)
    form = ProxyForm(request.POST or None, audiences=list(session.activity.audiences.all()))
    if form.is_valid():
        facts = {name: value for name, value in form.cleaned_data.items() if name != "told"}
        try:
            booking = actions.book_for(session=session, by=request.user, **facts)
        except BookingError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, _("已替对方预约，短信发出"))
            return redirect("booking:visit", booking.code)
    page = {"session": session, "form": form, "room": queries.rooms([session.pk]).get(session.pk)}
    return render(request, "booking/book_for.html", page, status=422 if form.errors else 200)
