"""For whom a session was called off: the reason, and other sessions to go to with one press."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from skillweek.booking import actions, queries
from skillweek.booking.models import CallOff
from skillweek.booking.rules import BookingError


@never_cache
@require_http_methods(["GET", "POST"])
def instead(request: HttpRequest, token: str) -> HttpResponse:
    """What ended, why, and what there is instead; only who has the link sees it."""
    things = queries.ended_of(token)
    if not things:
        raise Http404
    problem = None
    if request.method == "POST":
        chosen = request.POST.get("choice", "")
        offer = get_object_or_404(queries.suggestions(things), pk=int(chosen) if chosen.isdigit() else 0)
        try:
            made = actions.take_suggestion(suggestion=offer)
            return redirect("booking:receipt", queries.token(made))
        except BookingError as error:
            problem = error
    rows = _rows(things)
    page = {
        "token": token, "problem": problem, "rows": rows, "offered": any(row["offers"] for row in rows),
        "settled": all(row["taken"] for row in rows),
        "thinned": getattr(getattr(things[0], "call_off", None), "scope", "") == CallOff.Scope.CROWD,
    }  # fmt: skip
    return render(request, "booking/instead.html", page, status=409 if problem else 200)


def _rows(things: list[Any]) -> list[dict[str, Any]]:
    """Each ended thing with its reason, what was offered, and the key to what was taken."""
    offers = list(queries.suggestions(things))
    left = queries.places_left({offer.session_id for offer in offers})
    rows = []
    for one in things:
        mine = [offer for offer in offers if one in (offer.booking, offer.entry)]
        taken = next((offer.taken for offer in mine if offer.taken and offer.taken.live), None)
        rows.append({
            "thing": one, "reason": getattr(getattr(one, "call_off", None), "reason", ""), "taken": taken,
            "taken_key": queries.token(taken) if taken else "",
            "offers": [(offer, left[offer.session_id]) for offer in mine if (left[offer.session_id] or 0) >= one.party],
        })  # fmt: skip
    return rows
