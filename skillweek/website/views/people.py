"""Audiences: who are you?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from skillweek.common.views.cache import CacheClass, page
from skillweek.plan.models import Edition
from skillweek.website.queries import listing, week
from skillweek.website.queries.listing import Filters
from skillweek.website.views.edition import edition_or_404, with_edition
from skillweek.website.views.places import ENTRIES


@page(CacheClass.PUBLIC)
@with_edition
def audiences(request: HttpRequest, edition: Edition) -> HttpResponse:
    """All audiences to choose from."""
    return render(
        request, "website/audiences.html", {"edition": edition, "audiences": list(week.audiences(edition))}
    )


@page(CacheClass.PUBLIC)
def audience(request: HttpRequest, code: str) -> HttpResponse:
    """What is meant for one audience, the next first, and by kind."""
    edition = edition_or_404()
    everyone = week.audiences(edition)
    found = get_object_or_404(everyone, code=code)
    every = listing.entries(edition, listing.matching(edition, Filters(audience=code)))
    shown = listing.next_up(every, ENTRIES)
    context = {
        "edition": edition, "audience": found, "days": listing.by_day(edition, shown),
        "kinds": listing.kinds_of(edition, found), "more": len(every) - len(shown),
        "others": [one for one in everyone if one.pk != found.pk],
    }  # fmt: skip
    return render(request, "website/audience.html", context)
