"""Answering a form that may have been refused because too much was sent."""

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from skillweek.booking.rules import BookingError, CodeNeeded, TooMany


def answered(
    request: HttpRequest, template: str, page: dict[str, Any], refused: BookingError | None
) -> HttpResponse:
    """The page of ``page["form"]``: 200 at first, 422 with faults, 429 with the time to wait."""
    typed = request.POST.get("phone_code", "")
    if isinstance(refused, CodeNeeded):  # nothing is wrong: one step is left
        page["form"].errors.pop(NON_FIELD_ERRORS, None)
        page = page | {"code": {"sent": str(refused)}}
    elif typed:
        page = page | {"code": {"typed": typed}}
    if isinstance(refused, TooMany):
        response = render(request, template, page, status=429)
        response.headers["Retry-After"] = str(refused.retry_after)
        return response
    return render(request, template, page, status=422 if page["form"].is_bound else 200)
