"""The one door to files."""

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from skillweek.accounts.models import User
from skillweek.common.registry import Registry
from skillweek.library.models import File

#: provider set by the organisations room: user -> codes of units whose files they may see
visible_codes: Registry[Callable[[User], list[str]]] = Registry()


def ready() -> QuerySet[File]:
    """Files that may be served at all."""
    return File.objects.filter(state=File.State.READY).prefetch_related("renditions")


def public() -> QuerySet[File]:
    """Files that anyone may see."""
    return ready().filter(public=True)


def originals_visible_to(user: User | AnonymousUser) -> QuerySet[File]:
    """Files whose own bytes ``user`` may have: pictures as they came carry place and device, so they are not
    for the public, who get a copy without them."""
    if not user.is_authenticated:
        return public().exclude(media_type__startswith="image/")
    mine = Q(owner_code__in=visible_codes["by user"](user)) | Q(uploaded_by=user)
    return ready().filter(mine | (Q(public=True) & ~Q(media_type__startswith="image/")))


def visible_to(user: User | AnonymousUser) -> QuerySet[File]:
    """Public files, and for people with a role those of the units they were uploaded for.

    Units stand above this room, so ownership is a code; the organisations room maps people to codes through
    ``visible_codes``.
    """
    if not user.is_authenticated:
        return public()
    return ready().filter(
        Q(public=True) | Q(owner_code__in=visible_codes["by user"](user)) | Q(uploaded_by=user)
    )
