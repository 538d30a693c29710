"""The cloud campus, halls and exhibits, for everyone."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from skillweek.common.views.cache import CacheClass, page
from skillweek.exhibition import queries
from skillweek.plan.models import Edition
from skillweek.plan.queries import current_edition


def _edition() -> Edition:
    edition = current_edition()
    if edition is None:
        raise Http404
    return edition


@page(CacheClass.PUBLIC)
def halls(request: HttpRequest) -> HttpResponse:
    """All public halls."""
    return render(request, "exhibition/halls.html", {"halls": list(queries.halls(_edition()))})


@page(CacheClass.PUBLIC)
def hall(request: HttpRequest, slug: str) -> HttpResponse:
    """One hall with everything it shows."""
    found = get_object_or_404(queries.halls(_edition()), slug=slug)
    return render(request, "exhibition/hall.html", queries.hall_details(found))


@page(CacheClass.PUBLIC)
def exhibit(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """One exhibit in a hall, with the ways to its neighbours."""
    found = get_object_or_404(queries.halls(_edition()), slug=slug)
    before, placement, after = queries.around(found, code)
    if placement is None:
        raise Http404
    context = {"hall": found, "placement": placement, "exhibit": placement.exhibit}
    return render(request, "exhibition/exhibit.html", context | {"before": before, "after": after})
