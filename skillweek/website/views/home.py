"""The front page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from skillweek.common.views.cache import CacheClass, page
from skillweek.plan.models import Edition
from skillweek.plan.queries import public_notices
from skillweek.volunteering.queries import kinds as service_kinds
from skillweek.website.queries import cloud, units, week
from skillweek.website.queries.week import Glance
from skillweek.website.rules import Stage, slogan_lines
from skillweek.website.views.edition import with_edition


@page(CacheClass.PUBLIC)
@with_edition
def home(request: HttpRequest, edition: Edition) -> HttpResponse:
    """The theme, the seven days, every place, everybody, and what one can go to now."""
    seen = week.glance(edition)
    places = week.places_of(edition, seen.marks)
    context: dict[str, Any] = {
        "edition": edition, "seen": seen, "lines": slogan_lines(edition.slogan or edition.title),
        "places": places, "most": max((place.sessions for place in places), default=0),
        "chart": units.chart(places), "audiences": list(week.audiences(edition)),
        "services": list(service_kinds(edition)), "notices": list(public_notices(edition)[:3]),
        "thanks": week.thanks(seen) if seen.stage is Stage.AFTER else [],
    }  # fmt: skip
    context |= _sessions(seen) | {
        "shows": cloud.teaser(edition),
        "articles": list(cloud.articles(edition)[:3]),
    }
    covers = [session.activity.cover for session, _left in context["cards"]]
    cloud.load_renditions([*covers, *(thing.cover for _kind, thing in context["shows"])])
    return render(request, "website/home.html", context)


def _sessions(seen: Glance) -> dict[str, Any]:
    """The strip and the cards; their sessions are fetched together."""
    ids, only_today = week.openings(seen)
    details = week.sessions_by_id(seen.edition, {*ids, *week.highlights(seen).values()})
    cards = [(details[pk], seen.left.get(pk)) for pk in ids if pk in details]
    return {"days": week.days(seen, details), "cards": cards, "only_today": only_today}
