"""The ways of observers: which there are for whom, what they may stop at, and what waits on a desk."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from skillweek.common import clock
from skillweek.common.inbox import Kind, Rows, one_kind
from skillweek.common.registry import InboxItem
from skillweek.coverage.models import LeftOut, Route, Stop
from skillweek.coverage.queries.points import point_of
from skillweek.coverage.queries.proposals import may_manage
from skillweek.organisations.models import Organisation, Venue
from skillweek.organisations.queries import AnyUser, own, scope, venues, within
from skillweek.organisations.rules import Right
from skillweek.plan.models import Edition
from skillweek.plan.queries import current_edition, manageable
from skillweek.programme.models import Session
from skillweek.programme.queries import public_sessions


def routes_managed_by(user: AnyUser) -> QuerySet[Route]:
    """Routes that ``user`` may write."""
    return Route.objects.filter(edition__in=manageable(user)).select_related(
        "edition__city", "start", "created_by"
    )


def routes_visible_to(user: AnyUser) -> QuerySet[Route]:
    """Routes that ``user`` may look at: own ones of the city, and published ones to which a unit of theirs goes."""
    invited = Route.objects.filter(shared_at__isnull=False, invited__in=scope(user, Right.SEE)).values("pk")
    mine = Route.objects.filter(edition__in=manageable(user)).values("pk")
    found = Route.objects.filter(Q(pk__in=mine) | Q(pk__in=invited))
    return found.select_related("edition__city", "start", "created_by").prefetch_related("invited")


def stops_of(route: Route) -> QuerySet[Stop]:
    """Stops in order, with what the timetable shows."""
    return Stop.objects.filter(route=route).select_related(
        "session__activity__owner", "session__activity__kind", "session__venue__place", "session__place"
    )


def left_out_of(route: Route) -> QuerySet[LeftOut]:
    """Chosen highlights that the route does not reach."""
    found = LeftOut.objects.filter(route=route).select_related("session__activity__owner", "session__place")
    return found.prefetch_related("instead_of__activity")


def highlights(edition: Edition, day: date | None = None) -> QuerySet[Session]:
    """Public highlights with a room, of one day or all."""
    found = public_sessions(edition).filter(activity__highlight=True, venue__isnull=False)
    return found.filter(day=day) if day else found


def days_with_highlights(edition: Edition) -> list[date]:
    """Days on which there is anything to observe."""
    return list(highlights(edition).order_by("day").values_list("day", flat=True).distinct())


def starting_points(edition: Edition) -> QuerySet[Venue]:
    """Venues from which a route may begin: those whose place on the earth is known, of themselves or their unit."""
    known = Q(latitude__isnull=False, longitude__isnull=False)
    of_owner = Q(owner__latitude__isnull=False, owner__longitude__isnull=False)
    return venues(edition.city).filter(known | of_owner)


def possible_guests(edition: Edition) -> QuerySet[Organisation]:
    """Units that may take part."""
    return within(edition.city)


@dataclass(frozen=True)
class Dot:
    """A point of the drawing: where, and what stands beside it."""

    x: float
    y: float
    label: str
    name: str


#: size of the drawing
WIDE, EDGE = 420, 46
#: dots nearer than this share one name
NEAR = 44


def drawing(route: Route, stops: Sequence[Stop]) -> dict[str, Any]:
    """The way as a plan, north up: dots with numbers and the line that joins them; empty without coordinates."""
    named = [(_("出发"), str(route.start), point_of(route.start))]
    named += [
        (str(n), str(stop.session.venue), point_of(stop.session.venue)) for n, stop in enumerate(stops, 1)
    ]
    known = [(label, name, point) for label, name, point in named if point]
    if len(known) < 2:
        return {}
    ys, xs = [p[0] for _l, _n, p in known], [p[1] for _l, _n, p in known]
    span = max(max(xs) - min(xs), (max(ys) - min(ys)) * 1.2, 0.01)
    dots = [
        Dot(
            round(EDGE + (point[1] - min(xs)) / span * (WIDE - 2 * EDGE), 1),
            round(EDGE + (max(ys) - point[0]) * 1.2 / span * (WIDE - 2 * EDGE), 1), label, name,
        )
        for label, name, point in known
    ]  # fmt: skip
    dots = [
        replace(dot, name="") if any(abs(dot.x - o.x) + abs(dot.y - o.y) < NEAR for o in dots[:n]) else dot
        for n, dot in enumerate(dots)
    ]
    path = " ".join(f"{dot.x},{dot.y}" for dot in (*dots, dots[0]))
    return {"dots": dots, "line": path, "width": WIDE, "height": round(max(dot.y for dot in dots) + EDGE)}


def invitations(user: AnyUser) -> list[Rows]:
    """Routes that the person's own units take part in and that are not over."""
    edition = current_edition()
    if edition is None:
        return []
    if may_manage(user, edition):
        return []
    mine = Route.objects.filter(edition=edition, invited__in=own(user, Right.SEE)).values("pk")
    found = Route.objects.filter(
        pk__in=mine, shared_at__lte=clock.now(), day__gte=clock.today(edition.time_zone)
    ).select_related("edition__city")
    kind = Kind("observers-route", _("观摩路线"), _("看路线和时刻"))
    return [Rows(found, one_kind(kind), _shown, since="shared_at", unit="edition__city",
                 due="day", words=("name",))]  # fmt: skip


def _shown(found: QuerySet[Route]) -> list[tuple[int, InboxItem]]:
    return [
        (route.pk, InboxItem(
            kind=_("观摩路线"), title=route.name, url=route.get_absolute_url(), since=route.shared_at,
            due=route.day, action=_("看路线和时刻"),
            organisation=route.edition.city.called, unit=route.edition.city_id,
        ))
        for route in found if route.shared_at
    ]  # fmt: skip
