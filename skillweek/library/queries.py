"""The one door to files."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from skillweek.accounts.models import User
from skillweek.common.registry import Registry
from skillweek.library.models import File

#: provider set by the organisations room: user -> codes of units whose files they may see
visible_codes: Registry[Callable[[User], list[str]]] = Registry()
#: providers of upper rooms: user -> ids of files of other units that were handed to them
handed_to: Registry[Callable[[User], QuerySet[Any, Any]]] = Registry()


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
    public_bytes = Q(public=True) & ~Q(media_type__startswith="image/")
    return ready().filter(_theirs(user) | public_bytes)


def _theirs(user: User) -> Q:
    """Files of the user's units, those they uploaded, and those that were handed to them."""
    found = Q(owner_code__in=visible_codes["by user"](user)) | Q(uploaded_by=user)
    for _key, provider in handed_to.items():
        found |= Q(pk__in=provider(user))
    return found


def visible_to(user: User | AnonymousUser) -> QuerySet[File]:
    """Public files, and for people with a role those of the units they were uploaded for.

    Units stand above this room, so ownership is a code; the organisations room maps people to codes through
    ``visible_codes``; what came with a notice, say, is shown through ``handed_to``.
    """
    if not user.is_authenticated:
        return public()
    return ready().filter(Q(public=True) | _theirs(user))
