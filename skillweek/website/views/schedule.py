"""The Week as a list, and each of its days."""

from datetime import date

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from skillweek.common import clock
from skillweek.common.views.cache import CacheClass, page
from skillweek.organisations.queries import places
from skillweek.plan.models import Edition
from skillweek.schedule.queries import latest
from skillweek.website.forms import FilterForm
from skillweek.website.queries import listing, week
from skillweek.website.queries.listing import Filters
from skillweek.website.rules import Stage, stage
from skillweek.website.views.edition import edition_or_404, with_edition

#: entries on one page of the whole list
PAGE = 60


@page(CacheClass.PUBLIC)
@with_edition
def schedule(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Everything, narrowed by day, place, audience and kind; days that are over only when asked for."""
    form = FilterForm(request.GET, options=listing.options(edition, places(edition.city)))
    now_on = stage(edition.starts, edition.ends, clock.today(edition.time_zone)) is Stage.DURING
    filters = form.filters(past="past" in request.GET or not now_on)
    groups = listing.groups(listing.matching(edition, filters))
    shown = Paginator(groups, PAGE).get_page(request.GET.get("page"))
    context = {
        "edition": edition, "form": form, "page": shown, "total": sum(group.planned for group in groups),
        "days": listing.day_lists(edition, list(shown)), "hides_past": not filters.past and not filters.day,
        "chosen": _without(request, form), "version": latest(edition),
    }  # fmt: skip
    return render(request, "website/schedule.html", context)


def _without(request: HttpRequest, form: FilterForm) -> list[tuple[str, str]]:
    """What is narrowed, each with the address of the list without it."""
    links = []
    for name, _value, label in form.chosen():
        query = request.GET.copy()
        for gone in (name, "page"):
            query.pop(gone, None)
        links.append((label, f"?{query.urlencode()}" if query else request.path))
    return links


@page(CacheClass.PUBLIC)
def day(request: HttpRequest, on: date) -> HttpResponse:
    """One day: its theme, and what happens in the morning, in the afternoon and in the evening."""
    edition = edition_or_404()
    if on not in edition.days:
        raise Http404
    seen = week.glance(edition)
    groups = listing.groups(listing.matching(edition, Filters(day=on)))
    lists = listing.day_lists(edition, groups)
    strip = week.days(seen, {})
    at = edition.days.index(on)
    strip[at].current = True
    context = {
        "edition": edition, "day": strip[at], "list": lists[0] if lists else None, "days": strip,
        "version": latest(edition), "theme": edition.themedays.filter(day=on).first(), "number": at + 1,
        "before": strip[at - 1] if at else None, "after": strip[at + 1] if at + 1 < len(strip) else None,
    }  # fmt: skip
    return render(request, "website/day.html", context)
