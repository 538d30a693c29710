"""Writing venues."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.common.registry import Registry
from skillweek.organisations.actions.errors import OrganisationError
from skillweek.organisations.models import Organisation, Venue
from skillweek.organisations.queries import has_right, place_of
from skillweek.organisations.rules import Right

#: follow_sharing(venue): told when a venue became shared, or is no more; raises OrganisationError where that cannot be
sharing: Registry[Callable[[Venue], None]] = Registry()


@transaction.atomic
def add_venue(*, owner: Organisation, name: str, address: str, capacity: int, **facts: Any) -> Venue:
    """Add a venue of ``owner``; its place is given, or the county-level unit that the owner lies in."""
    place = facts.pop("place", None) or place_of(owner)
    if place is None:
        raise ValueError("a venue needs the county-level unit it lies in")
    return Venue.objects.create(
        owner=owner,
        city_id=owner.tenant_id,
        place=place,
        name=name,
        address=address,
        capacity=capacity,
        **facts,
    )


@transaction.atomic
def edit_venue(*, venue: Venue, by: User, facts: dict[str, Any]) -> Venue:
    """Change a venue; ``facts`` are the fields of the form."""
    venue = Venue.objects.select_for_update(of=("self",)).select_related("owner").get(pk=venue.pk)
    if not has_right(by, Right.EDIT, venue.owner):
        raise OrganisationError(_("您不能修改这个单位的场地"))
    shared = venue.shared
    for name, value in facts.items():
        setattr(venue, name, value)
    venue.save()
    if venue.shared != shared:
        for _key, follow in sharing.items():
            follow(venue)
    return venue
