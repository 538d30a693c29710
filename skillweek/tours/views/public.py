"""Tours, for everyone."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from skillweek.common.views.cache import CacheClass, page
from skillweek.plan.models import Edition
from skillweek.plan.queries import current_edition
from skillweek.tours import queries


def _edition() -> Edition:
    edition = current_edition()
    if edition is None:
        raise Http404
    return edition


@page(CacheClass.PUBLIC)
def tours(request: HttpRequest) -> HttpResponse:
    """All public tours."""
    return render(request, "tours/tours.html", {"tours": list(queries.tours(_edition()))})


@page(CacheClass.PUBLIC)
def tour(request: HttpRequest, slug: str) -> HttpResponse:
    """One tour: the viewer, and the same scenes as pictures and words."""
    found = get_object_or_404(queries.tours(_edition()), slug=slug)
    return render(request, "tours/tour.html", queries.tour_details(found))
