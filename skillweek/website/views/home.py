"""The front page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from skillweek.common.views.cache import CacheClass, page
from skillweek.plan.models import Edition
from skillweek.website.queries.front import Front
from skillweek.website.rules import slogan_lines
from skillweek.website.views.edition import with_edition


@page(CacheClass.PUBLIC)
@with_edition
def home(request: HttpRequest, edition: Edition) -> HttpResponse:
    """The theme, the seven days, every place, everybody, and what one can go to now."""
    context = {
        "edition": edition,
        "front": Front(edition),
        "lines": slogan_lines(edition.slogan or edition.title),
    }
    return render(request, "website/home.html", context)
