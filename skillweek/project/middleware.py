"""Middleware of the whole site."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.timezone import localtime
from pghistory.middleware import HistoryMiddleware

from skillweek.common import clock, traditional

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class TraditionalChinese:
    """Converts HTML pages asked for in Traditional Chinese (text nodes only)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        language = response.headers.get("Content-Language") or translation.get_language()
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if language == "zh-hant" and is_page and isinstance(response, HttpResponse):
            response.content = traditional.html(response.content.decode()).encode()
            if response.has_header("Content-Length"):
                response.headers["Content-Length"] = str(len(response.content))
        return response


class History(HistoryMiddleware):
    """Names who changed what. Readers without a session are not asked: that would make every page private."""

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        """Who, from which request; in a rehearsal also what the clock showed."""
        context: dict[str, Any] = super().get_context(request) | {"method": request.method}
        if not settings.REHEARSAL:
            return context
        return context | {"clock": localtime(clock.now()).strftime("%Y-%m-%d %H:%M")}

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method == "GET" and settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return self.get_response(request)
        return super().__call__(request)


class Language(LocaleMiddleware):
    """Pages speak the language of their address; the API, which has one address, that of ``Accept-Language``."""

    def process_request(self, request: HttpRequest) -> None:
        """Activate the language of this request."""
        super().process_request(request)
        if request.path_info.startswith("/api/"):
            translation.activate(translation.get_language_from_request(request))
            request.LANGUAGE_CODE = translation.get_language()

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Say the language; that an answer depends on ``Accept-Language`` only where it does."""
        if request.path_info.startswith("/api/"):
            return super().process_response(request, response)
        response.headers.setdefault("Content-Language", translation.get_language())
        return response


class CacheDefault:
    """A page that declared no cache class is kept by nobody."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response
