"""The Week as a list, a calendar and a map, each of its days, and a day on paper."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from skillweek.common import clock
from skillweek.common.parts import kept
from skillweek.common.views.cache import CacheClass, page
from skillweek.organisations.queries import places
from skillweek.plan.models import Edition
from skillweek.schedule.queries import latest
from skillweek.website import venue_map
from skillweek.website.forms import Narrowing
from skillweek.website.queries import listing, week
from skillweek.website.queries.listing import Entry, Filters
from skillweek.website.queries.names import names
from skillweek.website.rules import Stage, stage
from skillweek.website.views.edition import edition_or_404, with_edition

#: entries on one page of the list: a Week of a city is one page
PAGE = 400
VIEWS = ("list", "calendar", "map")


@page(CacheClass.PUBLIC)
@with_edition
def schedule(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Everything, narrowed as one likes, as a list, a calendar or a map; days that are over only when asked for."""
    named = names(edition)
    form = Narrowing(request.GET, options=listing.options(edition, named))
    now_on = stage(edition.starts, edition.ends, clock.today(edition.time_zone)) is Stage.DURING
    filters = form.filters(past="past" in request.GET or not now_on)
    found = listing.entries(edition, listing.matching(edition, filters), filters, named)
    view = request.GET.get("view", "")
    view = view if view in VIEWS else VIEWS[0]
    shown = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "edition": edition, "form": form, "page": shown, "total": sum(entry.planned for entry in found),
        "hides_past": not filters.past and not filters.day, "chosen": _without(request, form), "view": view,
        "tabs": _tabs(request, view), "found": bool(found), "kept": _kept(request, form),
        "version": latest(edition),
    }  # fmt: skip
    if view == "calendar":
        context["days"] = listing.by_day(edition, found, named)
    elif view == "map":
        days = listing.by_day(edition, found, named)
        context |= {"days": days, "themed": any(one.theme for one in days)}
        context["map"] = venue_map.draw(found, list(places(edition.city)))
    elif filters.near:
        context["bands"] = listing.by_distance(list(shown))
    else:
        context["days"] = listing.by_day(edition, list(shown), named)
    return render(request, "website/schedule.html", context)


def _kept(request: HttpRequest, form: Narrowing) -> list[tuple[str, str]]:
    """What the form does not ask but keeps: the view, where one is, and whether days that are over are shown."""
    kept = [(name, request.GET[name]) for name in ("view", "past") if request.GET.get(name)]
    return [*kept, ("near", "{},{}".format(*form.near))] if form.near else kept


def _tabs(request: HttpRequest, view: str) -> list[dict[str, Any]]:
    """The three views with the same things narrowed."""
    labels = {"list": _("列表"), "calendar": _("日历"), "map": _("地图")}
    tabs = []
    for name in VIEWS:
        query = request.GET.copy()
        query.pop("page", None)
        query.pop("view", None)
        if name != VIEWS[0]:
            query["view"] = name
        url = f"?{query.urlencode()}" if query else request.path
        tabs.append({"label": labels[name], "url": url, "current": name == view})
    return tabs


def _without(request: HttpRequest, form: Narrowing) -> list[tuple[str, str]]:
    """What is narrowed, each with the address of the list without it."""
    links = []
    for name, _value, label in form.chosen():
        query = request.GET.copy()
        for gone in (name, "page"):
            query.pop(gone, None)
        links.append((label, f"?{query.urlencode()}" if query else request.path))
    return links


def _day(on: date) -> tuple[Edition, list[Entry]]:
    edition = edition_or_404()
    if on not in edition.days:
        raise Http404
    return edition, listing.entries(edition, listing.matching(edition, Filters(day=on)))


def _list_of(edition: Edition, found: Sequence[Entry]) -> listing.DayList | None:
    lists = listing.by_day(edition, found)
    return lists[0] if lists else None


@page(CacheClass.PUBLIC)
def day(request: HttpRequest, on: date) -> HttpResponse:
    """One day: its theme, and what happens in the morning, in the afternoon and in the evening."""
    return render(request, "website/day.html", kept(lambda: _told(on), "day", on))


def _told(on: date) -> dict[str, Any]:
    edition, found = _day(on)
    strip = week.days(week.shared_glance(edition), {})
    at = edition.days.index(on)
    strip[at].current = True
    return {
        "edition": edition, "day": strip[at], "list": _list_of(edition, found), "days": strip,
        "version": latest(edition), "theme": edition.themedays.filter(day=on).first(), "number": at + 1,
        "before": strip[at - 1] if at else None, "after": strip[at + 1] if at + 1 < len(strip) else None,
    }  # fmt: skip


@page(CacheClass.PUBLIC)
def printed_day(request: HttpRequest, on: date) -> HttpResponse:
    """One day as a sheet for the wall: time, activity, place, who it is for, and the way to the page of today."""
    edition, found = _day(on)
    context = {
        "edition": edition, "on": on, "list": _list_of(edition, found), "number": edition.days.index(on) + 1,
        "theme": edition.themedays.filter(day=on).first(), "printed_at": clock.now(), "version": latest(edition),
        "address": settings.SITE_URL.rstrip("/") + reverse("website:day", args=[on]),
    }  # fmt: skip
    return render(request, "website/day_print.html", context)
