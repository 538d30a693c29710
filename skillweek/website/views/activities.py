"""The page of one activity."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from skillweek.booking.queries import fair, panel
from skillweek.ceremonies.queries import public_part
from skillweek.common import clock
from skillweek.common.parts import kept
from skillweek.common.views.cache import CacheClass, page
from skillweek.plan.models import Edition
from skillweek.programme.models import Activity, Session
from skillweek.programme.queries import shown
from skillweek.programme.queries.crowds import shown_rules
from skillweek.programme.queries.safeguards import public_note
from skillweek.website.queries import activity as facts
from skillweek.website.queries import feeds
from skillweek.website.rules import story
from skillweek.website.views.edition import edition_or_404


@page(CacheClass.PUBLIC)
def activity(request: HttpRequest, code: str) -> HttpResponse:
    """Story, facts, sessions with the places left, and the way to book."""
    edition = edition_or_404()
    told = kept(lambda: _told(edition, code), "activity", edition.pk, code)
    return render(request, "website/activity.html", told)


def _told(edition: Edition, code: str) -> dict[str, Any]:
    found = get_object_or_404(shown(edition), code=code)
    summary, sheet, told, now = (
        facts.when_and_where(found),
        panel(found, counted=False),
        feeds.told(found),
        clock.now(),
    )
    return {
        "edition": edition, "activity": found, "story": story(found.body, found.step_list),
        "know": story(found.good_to_know), "limits": shown_rules(found.sessions.all()),
        "note": public_note(found), "ceremony": public_part(found), "fair": fair(found),
        "cancelled": found.state == Activity.State.CANCELLED, "panel": sheet,
        "told": told, "data": feeds.linked_data(found, sheet.slots, told.changes),
        "parts": facts.parts(found), "summary": summary, "beside": facts.beside(found),
        "coming": [one for one in summary.sessions if one.state == Session.State.PLANNED and one.ends > now],
    }  # fmt: skip
