"""What the cloud campus offers, for teasers and for the page of a school."""

from collections.abc import Iterable
from itertools import zip_longest
from typing import Any

from django.db.models import QuerySet, prefetch_related_objects

from skillweek.admissions import queries as admissions
from skillweek.admissions.models import Prospectus
from skillweek.exhibition import queries as exhibition
from skillweek.exhibition.models import Hall
from skillweek.library.models import File
from skillweek.organisations.models import Organisation
from skillweek.plan.models import Edition
from skillweek.publicity import queries as publicity
from skillweek.publicity.models import Article
from skillweek.tours import queries as tours
from skillweek.tours.models import Tour

#: live rooms in the order in which a visitor wants them
STAGES = ("now", "before", "after")


def halls(edition: Edition) -> QuerySet[Hall]:
    """Public halls without the copies of their covers."""
    return exhibition.halls(edition).prefetch_related(None)


def walks(edition: Edition) -> QuerySet[Tour]:
    """Public tours without their scenes and the copies of their covers."""
    return tours.tours(edition).prefetch_related(None)


def articles(edition: Edition) -> QuerySet[Article]:
    """Public articles, the newest first, without the copies of their covers."""
    return publicity.published(edition).prefetch_related(None)


def shows(tours: Iterable[Tour], rooms: Iterable[Hall]) -> list[tuple[str, Any]]:
    """Pairs of kind and thing, tours and halls by turns."""
    pairs = zip_longest((("tour", tour) for tour in tours), (("hall", hall) for hall in rooms))
    return [one for pair in pairs for one in pair if one is not None]


def teaser(edition: Edition) -> list[tuple[str, Any]]:
    """Six tours and halls, or three while there are fewer, so that rows are full; two queries."""
    found = shows(walks(edition)[:3], halls(edition)[:3])
    return found[: 6 if len(found) >= 6 else 3]


def of_school(edition: Edition, school: Organisation) -> dict[str, list[Any]]:
    """Halls, tours, prospectuses and articles of one school; four queries."""
    mine: list[Prospectus] = list(
        admissions.published(edition).filter(owner=school).order_by("level", "-version")
    )
    return {
        "shows": shows(walks(edition).filter(owner=school), halls(edition).filter(owner=school)),
        "prospectuses": [p for i, p in enumerate(mine) if i == 0 or mine[i - 1].level != p.level],
        "articles": list(articles(edition).filter(owner=school)[:3]),
    }


def campus(edition: Edition) -> dict[str, list[Any]]:
    """Everything that can be visited from home: tours, halls, live open days, and resources by subject."""
    return {
        "tours": list(tours.tours(edition)),
        "halls": list(exhibition.halls(edition)),
        "lives": sorted(exhibition.live_rooms(edition), key=lambda room: STAGES.index(room.stage)),
        "resources": list(exhibition.resources(edition)),
    }


def load_renditions(covers: Iterable[File | None]) -> None:
    """Fetch the smaller copies of all ``covers`` in one query."""
    files = [cover for cover in covers if cover is not None]
    if files:
        prefetch_related_objects(files, "renditions")
