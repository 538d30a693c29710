"""How long a page may be kept, declared once per view.

``@page(CacheClass.PUBLIC)`` is for pages that are the same for everybody: kept a minute, then served while a fresh
one is fetched, and checked by ETag; the web server answers them from copies of its own (``project.pages``). In a
rehearsal the clock can be moved, so pages are always checked again.
"""

import hashlib
from collections.abc import Callable
from enum import Enum
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

View = Callable[..., HttpResponse]
#: in the WSGI environment: False from whoever keeps copies of pages (``project.pages``), True from a page for all
MARK = "skillweek.public"


class CacheClass(Enum):
    """Who may keep a page, and for how long."""

    PUBLIC = "public, max-age=60, stale-while-revalidate=600"
    PRIVATE = "private, no-cache"
    NEVER = "no-store"


def page(kind: CacheClass) -> Callable[[View], View]:
    """A view for GET and HEAD whose answers are kept as ``kind`` says; the view names its class for tests."""

    def decorate(view: View) -> View:
        @wraps(view)
        def cached(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            response = view(request, *args, **kwargs)
            response["Cache-Control"] = _header(kind)
            if kind is CacheClass.NEVER or response.status_code != 200:
                return response
            digest = hashlib.blake2b(response.content, digest_size=12).hexdigest()
            response["ETag"] = f'W/"{digest}"'
            if kind is CacheClass.PUBLIC and MARK in request.META:
                request.META[MARK] = True
                return response
            answer = get_conditional_response(request, etag=response["ETag"], response=response)
            return answer if isinstance(answer, HttpResponse) else response

        safe: Any = require_safe(cached)
        safe.cache_class = kind
        return safe

    return decorate


def _header(kind: CacheClass) -> str:
    return "no-cache" if kind is CacheClass.PUBLIC and settings.REHEARSAL else kind.value
