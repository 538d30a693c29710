"""The places left, for pages that are kept and load them by themselves."""

import re
from contextlib import suppress
from datetime import date

from django.http import HttpRequest, HttpResponse, JsonResponse

from skillweek.common.views.cache import CacheClass, page
from skillweek.website.queries import left as queries
from skillweek.website.views.edition import edition_or_404

#: things asked for at once
MOST = 200
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@page(CacheClass.NEVER)
def left(request: HttpRequest) -> HttpResponse:
    """Places left by code of a session or by day (``of``, separated by commas); what is over is not answered."""
    codes, days = [], []
    for word in request.GET.get("of", "").split(",")[:MOST]:
        if _DAY.fullmatch(word):
            with suppress(ValueError):
                days.append(date.fromisoformat(word))
        elif word.isascii() and word.isalnum():
            codes.append(word)
    return JsonResponse(queries.left(edition_or_404(), codes, days))
