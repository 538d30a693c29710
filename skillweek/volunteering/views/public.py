"""Services for residents."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from skillweek.booking.queries import places_left
from skillweek.common import clock
from skillweek.common.views.cache import CacheClass, page
from skillweek.organisations.queries import places
from skillweek.plan.models import Edition
from skillweek.plan.queries import current_edition
from skillweek.programme.models import Session
from skillweek.volunteering import queries
from skillweek.volunteering.forms import FilterForm


def _edition() -> Edition:
    edition = current_edition()
    if edition is None:
        raise Http404
    return edition


def _with_places(sessions: list[Session]) -> list[Session]:
    """``sessions`` with the places that are left on each (None where no booking is needed) and whether it is over."""
    left = places_left([session.pk for session in sessions])
    for session in sessions:
        session.places_left = left[session.pk]  # type: ignore[attr-defined]  # for the template
        session.over = _over(session)  # type: ignore[attr-defined]  # for the template
    return sessions


def _over(session: Session) -> bool:
    return session.ends <= clock.now()


@page(CacheClass.PUBLIC)
def services(request: HttpRequest) -> HttpResponse:
    """Kinds of services, and points by kind, place and day with times and places left."""
    edition = _edition()
    units = places(edition.city)
    form = FilterForm(request.GET, edition=edition, places=units)
    form.full_clean()
    chosen = {name: form.cleaned_data.get(name) for name in ("kind", "place", "when")}
    day = clock.today(edition.time_zone) if chosen["when"] == "today" else None
    codes = {name: getattr(chosen[name], "code", "") for name in ("kind", "place")}
    points = queries.with_sessions(edition, kind=codes["kind"], place=codes["place"], day=day)
    _with_places([session for point in points for session in point.times])
    for point in points:
        point.times.sort(key=lambda session: (_over(session), session.starts))
    points.sort(key=lambda point: (point.kind.position, _over(point.times[0])))
    context = {"kinds": list(queries.kinds(edition)), "places": list(units), "points": points}
    return render(request, "volunteering/services.html", context | {"chosen": chosen, "day": day})


@page(CacheClass.PUBLIC)
def point(request: HttpRequest, code: str) -> HttpResponse:
    """One service point: what it does, when and where, what to bring."""
    found = get_object_or_404(queries.points(_edition()), activity__code=code)
    sessions = _with_places(queries.sessions_of(found))
    return render(request, "volunteering/point.html", {"point": found, "sessions": sessions})
