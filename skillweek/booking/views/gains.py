"""Whether everyone gained, at the desks of city and counties."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from skillweek.booking import queries
from skillweek.booking.rules import masked_name
from skillweek.common import phones
from skillweek.organisations.queries import scope
from skillweek.organisations.rules import Right
from skillweek.plan.models import Audience, Edition
from skillweek.plan.queries import current_edition

PER_PAGE = 50


def _edition(request: HttpRequest) -> Edition:
    edition = current_edition()
    if edition is None or not scope(request.user, Right.REVIEW):
        raise Http404
    return edition


@never_cache
@login_required
@require_GET
def gains(request: HttpRequest) -> HttpResponse:
    """By audience: who asked, who has a place, who has none and what those were offered."""
    edition = _edition(request)
    rows = queries.gains(request.user, edition)
    total = {
        name: sum(getattr(one, name) for one in rows)
        for name in ("asked", "placed", "waiting", "without", "offered")
    }
    return render(request, "booking/gains.html", {"edition": edition, "rows": rows, "total": total})


@never_cache
@login_required
@require_GET
def without(request: HttpRequest, audience: str) -> HttpResponse:
    """Who of one audience got nothing, names and numbers masked (``-``: who named no audience)."""
    edition = _edition(request)
    chosen = None if audience == "-" else get_object_or_404(Audience, edition=edition, code=audience)
    page = Paginator(queries.without_at(request.user, edition, chosen), PER_PAGE).get_page(
        request.GET.get("page")
    )
    rows = [
        (
            one,
            masked_name(one.name),
            phones.masked(one.phone),
            [each.session for each in one.suggestions.all()],
        )
        for one in page
    ]
    return render(request, "booking/gains_without.html", {"audience": chosen, "rows": rows, "page": page})
