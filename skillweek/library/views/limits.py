"""Requests that are too big are answered before they are read."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from skillweek.library.rules import refusal_of_size


class UploadLimit:
    """Middleware: 413 with a sentence when the announced body is over ``UPLOAD_MAX_BYTES``; nothing is read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        announced = request.META.get("CONTENT_LENGTH") or "0"
        if announced.isdigit() and int(announced) > settings.UPLOAD_MAX_BYTES:
            page = {"sentence": refusal_of_size(settings.UPLOAD_MAX_BYTES)}
            response = render(request, "library/too_big.html", page, status=413)
            response["Connection"] = "close"
            return response
        return self.get_response(request)
