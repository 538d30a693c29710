"""The card of stamps: opening it from a receipt, the card, its certificate, and the gift at the desk."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from skillweek.accounts.views import StaffRequest
from skillweek.booking import actions, queries
from skillweek.booking.forms import CardForm
from skillweek.booking.rules import BookingError
from skillweek.organisations.queries import scope
from skillweek.organisations.rules import Right

#: the device remembers its card, as it remembers the week
COOKIE, REMEMBERED = "my_card", 90 * 24 * 60 * 60


@never_cache
@require_POST
def open_card(request: HttpRequest, token: str) -> HttpResponse:
    """From the receipt of a visit to the card of its number; this device remembers the way."""
    booking = get_object_or_404(queries.by_token(token))
    try:
        card = actions.open_card(booking=booking)
    except BookingError as error:
        messages.error(request, str(error))
        return redirect("booking:receipt", token)
    key = queries.card_token(card)
    answer = redirect("booking:card", key)
    answer.set_cookie(
        COOKIE, key, max_age=REMEMBERED, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )
    return answer


@never_cache
@require_GET
def card(request: HttpRequest, token: str) -> HttpResponse:
    """The stamps, what is missing, and where to go next."""
    found = get_object_or_404(queries.by_card_token(token))
    stamped = queries.stamps(found)
    state = queries.progress_of(found, stamped)
    page = {
        "card": found, "token": token, "stamps": stamped, "state": state,
        "empty": range(len(stamped) + 1, state.goal.stamps + 1),
        "next": [] if state.full else queries.next_stops(found, stamped, state),
    }  # fmt: skip
    return render(request, "booking/card.html", page)


@never_cache
@require_GET
def certificate(request: HttpRequest, token: str) -> HttpResponse:
    """What a full card is worth on paper; a card that is not full has none."""
    found = get_object_or_404(queries.by_card_token(token))
    stamped = queries.stamps(found)
    state = queries.progress_of(found, stamped)
    if not state.full:
        return redirect("booking:card", token)
    page = {"card": found, "token": token, "stamps": stamped, "state": state}
    return render(request, "booking/certificate.html", page)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def check(request: StaffRequest) -> HttpResponse:
    """A code is typed: is the card full, and was the gift given?"""
    if not scope(request.user, Right.GATE):
        raise Http404
    form = CardForm(request.GET if "code" in request.GET else None)
    found = None
    if form.is_bound and form.is_valid():
        found = queries.cards_at_desk(request.user).filter(code=form.cleaned_data["code"]).first()
        if found is None:
            form.add_error("code", _("没有这个编号的集章卡，请核对"))
    state = queries.progress_of(found, queries.stamps(found)) if found else None
    page = {"form": form, "card": found, "state": state}
    return render(request, "booking/card_check.html", page, status=422 if form.errors else 200)


@login_required
@require_POST
def give(request: StaffRequest, code: str) -> HttpResponse:
    """The gift is handed over; a second time is refused."""
    found = get_object_or_404(queries.cards_at_desk(request.user), code=code)
    try:
        actions.give_gift(card=found, by=request.user)
        messages.success(request, _("已登记：纪念品发出"))
    except BookingError as error:
        messages.error(request, str(error))
    return redirect(f"{request.path.removesuffix(f'{code}/give/')}?code={code}")
