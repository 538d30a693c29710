"""The one door to followers: by the link in their mail, and who is to be told."""

from django.db.models import QuerySet

from skillweek.common import cipher
from skillweek.schedule.models import Follower, Release


def by_token(token: str) -> QuerySet[Follower]:
    """The request that a link belongs to."""
    return Follower.objects.filter(token=token).select_related("activity__owner", "edition__city")


def index_of(email: str) -> str:
    """The blind index of an address; capital letters make no difference."""
    return cipher.blind_index(email.strip().lower())


def following() -> QuerySet[Follower]:
    """Who confirmed and did not stop."""
    return Follower.objects.filter(confirmed_at__isnull=False, ended_at=None)


def followed_by(follower: Follower) -> QuerySet[Follower]:
    """Everything that the address of ``follower`` follows in its edition."""
    same = following().filter(edition=follower.edition_id, email_index=follower.email_index)
    return same.select_related("activity__owner")


def to_tell(release: Release) -> QuerySet[Follower]:
    """Whom ``release`` concerns, all rows of an address one after the other."""
    concerned = following().filter(activity__changes__release=release).distinct()
    return concerned.select_related("activity").order_by("email_index", "pk")
