"""The one door to halls, exhibits, live rooms and resources."""

from collections import Counter
from collections.abc import Iterable
from itertools import chain
from typing import Any
from uuid import UUID

from django.db.models import Count, Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from skillweek.common import clock
from skillweek.common.registry import Evidence, EvidenceRow, MeasureValue, SearchEntry
from skillweek.common.search import matching
from skillweek.exhibition.models import Exhibit, Hall, LiveRoom, Placement, Resource
from skillweek.organisations.models import Organisation
from skillweek.organisations.queries import reported
from skillweek.plan.models import Edition
from skillweek.programme.models import Activity

PUBLIC = Hall.State.PUBLISHED


def _public(edition: Edition) -> QuerySet[Hall]:
    return Hall.objects.filter(edition=edition, state=PUBLIC, published_at__lte=clock.now())


def halls(edition: Edition) -> QuerySet[Hall]:
    """Halls that are public now, with how many exhibits each shows."""
    return (
        _public(edition)
        .select_related("owner__kind", "cover")
        .prefetch_related("cover__renditions")
        .annotate(exhibit_count=Count("rooms__placements__exhibit", distinct=True))
    )


def rooms(hall: Hall) -> list[Any]:
    """The rooms of ``hall`` with their exhibits in order (``room.shown``)."""
    placed = Placement.objects.select_related("exhibit__picture", "exhibit__owner").prefetch_related(
        "exhibit__picture__renditions"
    )
    found = list(hall.rooms.prefetch_related(Prefetch("placements", queryset=placed, to_attr="shown")))
    number = 0
    for room in found:
        for placement in room.shown:
            number += 1
            placement.number = number  # type: ignore[attr-defined]  # for the label beside it
    return found


def hall_details(hall: Hall) -> dict[str, Any]:
    """What the page of a hall shows."""
    found = rooms(hall)
    return {"hall": hall, "rooms": found, "exhibit_total": sum(len(room.shown) for room in found)}


def placements(hall: Hall) -> QuerySet[Placement]:
    """Exhibits in their places, in the order of the hall."""
    return (
        Placement.objects.filter(room__hall=hall)
        .select_related("room", "exhibit")
        .order_by("room__position", "room_id", "position", "id")
    )


def exhibits_of(hall: Hall) -> QuerySet[Exhibit]:
    """Every exhibit that ``hall`` shows, once."""
    return Exhibit.objects.filter(placements__room__hall=hall).distinct()


def halls_showing(exhibit: Exhibit) -> QuerySet[Hall]:
    """Halls in which ``exhibit`` stands."""
    return Hall.objects.filter(rooms__placements__exhibit=exhibit).distinct()


def hall_files(hall: Hall) -> Iterable[UUID]:
    """Ids of the files that a public ``hall`` shows."""
    pictures = exhibits_of(hall).exclude(picture=None).values_list("picture_id", flat=True)
    return chain([hall.cover_id] if hall.cover_id else [], pictures)


def around(hall: Hall, code: str) -> tuple[Placement | None, Placement | None, Placement | None]:
    """The exhibit ``code`` in ``hall`` with the one before and the one after it; None where there is none."""
    placed = list(placements(hall).select_related("room", "exhibit__picture", "exhibit__owner__kind"))
    for index, placement in enumerate(placed):
        if placement.exhibit.code == code:
            before = placed[index - 1] if index else None
            after = placed[index + 1] if index + 1 < len(placed) else None
            return before, placement, after
    return None, None, None


def live_rooms(edition: Edition) -> QuerySet[LiveRoom]:
    """Live rooms of activities that are public now, in order of opening."""
    return (
        LiveRoom.objects.filter(
            activity__edition=edition,
            activity__state=Activity.State.PUBLISHED,
            activity__published_at__lte=clock.now(),
        )
        .select_related("activity__owner", "activity__cover")
        .prefetch_related("activity__cover__renditions")
    )


def resources(edition: Edition) -> QuerySet[Resource]:
    """Open resources that are public now, by subject."""
    return (
        Resource.objects.filter(edition=edition, state=PUBLIC, published_at__lte=clock.now())
        .select_related("owner", "file")
        .order_by("subject", "title")
    )


def resource_files(resource: Resource) -> Iterable[UUID]:
    """The file that a public ``resource`` opens."""
    return [resource.file_id] if resource.file_id else []


def halls_of(owner: Organisation, edition: Edition) -> QuerySet[Hall]:
    """Public halls of one unit."""
    return halls(edition).filter(owner=owner)


def search(edition: Edition, words: list[str]) -> list[SearchEntry]:
    """Halls and exhibits whose words match."""
    found = [
        SearchEntry("hall", str(hall), hall.get_absolute_url(), hall.text[:120], rank)
        for hall, rank in matching(halls(edition), words, "title", "title_en", "introduction")
    ]
    shown = Placement.objects.filter(room__hall__in=_public(edition)).select_related("exhibit", "room__hall")
    texts = ("exhibit__title", "exhibit__title_en", "exhibit__skill", "exhibit__story", "exhibit__maker")
    for placed, rank in matching(shown, words, *texts):
        url = reverse("exhibition:exhibit", args=[placed.room.hall.slug, placed.exhibit.code])
        found.append(SearchEntry("exhibit", str(placed.exhibit), url, placed.exhibit.text[:120], rank))
    return found


def count_halls(edition: Edition) -> MeasureValue:
    """Public halls, by unit."""
    parts = (
        reported(_public(edition), "owner")
        .order_by("owner_id")
        .values_list("owner__short_name")
        .annotate(n=Count("pk"))
    )
    rows = [(name, number) for name, number in parts]
    return MeasureValue(sum(number for _name, number in rows), rows)


def count_exhibits(edition: Edition) -> MeasureValue:
    """Exhibits that stand in a public hall."""
    shown = Exhibit.objects.filter(placements__room__hall__in=reported(_public(edition), "owner"))
    return MeasureValue(shown.distinct().count())


def _evidence(edition: Edition, parameter: str) -> dict[int, int]:
    return dict(Counter(_public(edition).order_by().values_list("owner", flat=True)))


def _evidence_rows(edition: Edition, parameter: str, unit: Organisation | None) -> list[EvidenceRow]:
    found = _public(edition).filter(owner=unit) if unit else _public(edition)
    shown = found.select_related("owner")
    return [EvidenceRow(str(hall), hall.get_absolute_url(), hall.owner.called) for hall in shown]


#: public halls
HALLS = Evidence(label=_("已开放的云展厅"), count=_evidence, rows=_evidence_rows, way="review:shelf",
                 verb=_("去布置展厅"))  # fmt: skip
