"""Places and schools, as their public pages show them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from skillweek.organisations.models import Organisation
from skillweek.organisations.queries import places, schools
from skillweek.plan.models import Edition
from skillweek.programme.models import Participation, Session
from skillweek.programme.queries import announced_sessions, public_sessions, published
from skillweek.website.cartogram import Piece, Site, draw
from skillweek.website.queries.week import Place

#: kind of a unit that was carved out of others: drawn as a small piece
ZONE = "zone-bureau"
ZONE_SHARE = 0.7


@dataclass(frozen=True)
class Chart:
    """The schematic map: its size, and every piece with its place."""

    width: int
    height: int
    pieces: list[tuple[Piece, Place]]


def chart(places: Sequence[Place]) -> Chart:
    """The map of those ``places`` whose unit has coordinates."""
    units = {place.unit.code: place for place in places}
    drawn = draw(tuple(_site(place.unit) for place in places if place.unit.latitude and place.unit.longitude))
    return Chart(drawn.width, drawn.height, [(piece, units[piece.key]) for piece in drawn.pieces])


def _site(unit: Organisation) -> Site:
    share = ZONE_SHARE if unit.kind.code == ZONE else 1.0
    return Site(unit.code, float(unit.latitude or 0), float(unit.longitude or 0), share)


def place_list(edition: Edition) -> list[Place]:
    """Every county-level unit with its planned sessions; two queries."""
    rows = public_sessions(edition).select_related(None).prefetch_related(None).order_by()
    counts = Counter(rows.values_list("place_id", flat=True))
    return [Place(unit, counts[unit.pk]) for unit in places(edition.city).select_related("kind", "picture")]


def days_of_place(edition: Edition, place: Organisation) -> list[tuple[date, int]]:
    """Planned sessions in ``place`` on every day of the edition."""
    rows = public_sessions(edition).filter(place=place).select_related(None).prefetch_related(None).order_by()
    counts = Counter(rows.values_list("day", flat=True))
    return [(day, counts[day]) for day in edition.days]


def schools_in(edition: Edition, place: Organisation) -> QuerySet[Organisation]:
    """Vocational schools that lie in ``place``."""
    every = schools(edition.city).prefetch_related("picture__renditions")
    return every.filter(Q(located_in=place) | Q(located_in__isnull=True, parent=place))


def school_list(edition: Edition) -> list[tuple[Organisation, Organisation | None, int]]:
    """Schools with the place they lie in and their number of public activities, in the order of places."""
    counts = Counter(published(edition).order_by().values_list("owner_id", flat=True))
    units = {unit.pk: unit for unit in places(edition.city)}
    order = {pk: index for index, pk in enumerate(units)}
    found = []
    for school in schools(edition.city).prefetch_related("picture__renditions"):
        at = school.located_in_id or school.parent_id
        found.append((school, units.get(at or 0), counts[school.pk]))
    return sorted(found, key=lambda row: order.get(row[1].pk, -1) if row[1] else -1)


def sessions_of_school(edition: Edition, school: Organisation) -> QuerySet[Session]:
    """Announced sessions of activities that ``school`` owns, hosts or undertakes, in order of time."""
    roles = (Participation.Role.HOST, Participation.Role.UNDERTAKER)
    taking_part = Participation.objects.filter(organisation=school, role__in=roles).values("activity_id")
    mine = Q(activity__owner=school) | Q(activity__in=taking_part)
    return announced_sessions(edition).filter(mine).order_by("starts", "pk")
