"""Schools and colleges."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from skillweek.common.views.cache import CacheClass, page
from skillweek.organisations.queries import place_of, public_contacts
from skillweek.organisations.queries import schools as all_schools
from skillweek.plan.models import Edition
from skillweek.website.queries import cloud, listing, units
from skillweek.website.views.edition import edition_or_404, with_edition


@page(CacheClass.PUBLIC)
@with_edition
def schools(request: HttpRequest, edition: Edition) -> HttpResponse:
    """All schools, in the order of the places they lie in."""
    found = units.school_list(edition)
    lying_in = list({place.pk: place for _school, place, _number in found if place}.values())
    context = {"edition": edition, "schools": found, "places": lying_in}
    return render(request, "website/schools.html", context)


@page(CacheClass.PUBLIC)
def school(request: HttpRequest, code: str) -> HttpResponse:
    """One school: what it is, what it does in the Week, what can be seen of it from home."""
    edition = edition_or_404()
    unit = get_object_or_404(all_schools(edition.city), code=code)
    every = listing.entries(edition, units.sessions_of_school(edition, unit))
    days = listing.by_day(edition, every)
    context: dict[str, Any] = {
        "edition": edition, "school": unit, "place": place_of(unit),
        "days": [day for day in days if not day.past], "gone": [day for day in days if day.past],
        "total": sum(entry.planned for entry in every), "contacts": public_contacts(unit),
    }  # fmt: skip
    context |= cloud.of_school(edition, unit)
    cloud.load_renditions([unit.picture, *(thing.cover for _kind, thing in context["shows"])])
    return render(request, "website/school.html", context)
