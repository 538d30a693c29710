"""Middleware of the whole site."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation

from skillweek.common import traditional

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
