"""Places: county-level units, one page each."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from skillweek.common.views.cache import CacheClass, page
from skillweek.organisations.queries import places as all_places
from skillweek.organisations.queries import public_contacts
from skillweek.plan.models import Edition
from skillweek.website.queries import listing, units
from skillweek.website.queries.listing import Filters
from skillweek.website.views.edition import edition_or_404, with_edition

#: entries on the page of a place or an audience; the schedule has the rest
ENTRIES = 24


@page(CacheClass.PUBLIC)
@with_edition
def places(request: HttpRequest, edition: Edition) -> HttpResponse:
    """The map and the list of all places."""
    found = units.place_list(edition)
    context = {
        "edition": edition, "places": found, "most": max((place.sessions for place in found), default=0),
        "chart": units.chart(found), "total": sum(place.sessions for place in found),
    }  # fmt: skip
    return render(request, "website/places.html", context)


@page(CacheClass.PUBLIC)
def place(request: HttpRequest, code: str) -> HttpResponse:
    """One place: its days, what comes next there, its schools."""
    edition = edition_or_404()
    unit = get_object_or_404(all_places(edition.city).select_related("picture"), code=code)
    every = listing.entries(edition, listing.matching(edition, Filters(place=code)))
    shown = listing.next_up(every, ENTRIES)
    days = units.days_of_place(edition, unit)
    context = {
        "edition": edition, "unit": unit, "per_day": days, "days": listing.by_day(edition, shown),
        "total": sum(number for _day, number in days), "more": len(every) - len(shown),
        "schools": list(units.schools_in(edition, unit)), "chart": units.chart(units.place_list(edition)),
        "contacts": public_contacts(unit),
    }  # fmt: skip
    return render(request, "website/place.html", context)
