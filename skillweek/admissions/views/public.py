"""Prospectuses, for everyone: they inform, and never take an enrolment."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from skillweek.admissions import queries
from skillweek.admissions.forms import FilterForm
from skillweek.common.views.cache import CacheClass, page
from skillweek.plan.models import Edition
from skillweek.plan.queries import current_edition


def _edition() -> Edition:
    edition = current_edition()
    if edition is None:
        raise Http404
    return edition


@page(CacheClass.PUBLIC)
def prospectuses(request: HttpRequest) -> HttpResponse:
    """All current prospectuses, by level and category of majors."""
    edition = _edition()
    categories = list(queries.categories(edition))
    form = FilterForm(request.GET, categories=categories)
    chosen = form.cleaned_data if form.is_valid() else {}
    level, category = chosen.get("level", ""), chosen.get("category")
    found = list(queries.current(edition, level=level, category=category))
    context = {"prospectuses": found, "levels": queries.levels(edition), "categories": categories}
    return render(request, "admissions/prospectuses.html", context | {"level": level, "category": category})


@page(CacheClass.PUBLIC)
def prospectus(request: HttpRequest, code: str) -> HttpResponse:
    """One prospectus, laid out like a brochure."""
    found = get_object_or_404(queries.published(_edition()), code=code)
    context = queries.details(found) | {"newer": queries.latest_of(found)}
    return render(request, "admissions/prospectus.html", context)
