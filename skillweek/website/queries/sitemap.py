"""Every public address, for people and for search engines."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from skillweek.admissions.queries import current as prospectuses
from skillweek.organisations.queries import places, schools
from skillweek.plan.models import Audience, Edition
from skillweek.plan.queries import public_notices
from skillweek.programme.queries import published
from skillweek.volunteering.queries import points
from skillweek.website.queries.cloud import articles, halls, walks


@dataclass(frozen=True)
class Group:
    """Pages of one kind: a key to name it by, and things with an address."""

    key: str
    pages: list[Any]


def groups(edition: Edition) -> list[Group]:
    """Everything that has a public page of its own, by kind; empty kinds left out."""
    found = [
        Group("places", list(places(edition.city))),
        Group("audiences", list(Audience.objects.filter(edition=edition))),
        Group("schools", list(schools(edition.city))),
        Group(
            "activities",
            list(published(edition).prefetch_related(None).defer("search", "body").order_by("pk")),
        ),
        Group("services", list(points(edition))),
        Group("halls", list(halls(edition))),
        Group("tours", list(walks(edition))),
        Group("prospectuses", list(prospectuses(edition).prefetch_related(None))),
        Group("articles", list(articles(edition))),
        Group("notices", list(public_notices(edition))),
    ]
    return [group for group in found if group.pages]


def changed(page: Any) -> datetime | None:
    """When ``page`` changed last, as far as it knows."""
    for name in ("updated_at", "published_at", "sent_at"):
        moment: datetime | None = getattr(page, name, None)
        if moment:
            return moment
    return None


def flat(edition: Edition) -> list[tuple[str, Any, datetime | None]]:
    """Kind, page and last change of everything that has a public page of its own."""
    return [(group.key, page, changed(page)) for group in groups(edition) for page in group.pages]
