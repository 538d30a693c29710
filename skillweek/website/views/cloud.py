"""The cloud campus: what can be visited from home."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from skillweek.common.views.cache import CacheClass, page
from skillweek.plan.models import Edition
from skillweek.website.queries import cloud as queries
from skillweek.website.views.edition import with_edition


@page(CacheClass.PUBLIC)
@with_edition
def cloud(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Tours, halls, live open days and open resources."""
    return render(request, "website/cloud.html", {"edition": edition} | queries.campus(edition))
