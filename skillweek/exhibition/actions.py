"""Writing halls, their exhibits, and resources; the way to the public is ``review.actions``."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.exhibition import queries
from skillweek.exhibition.models import Exhibit, Hall, Placement, Room
from skillweek.exhibition.rules import locked_by
from skillweek.review.actions import ReviewError, fill, hold_editable


@transaction.atomic
def place_exhibit(
    *, work: Hall, row: Placement | None = None, facts: dict[str, Any], by: User | None
) -> Placement:
    """Write an exhibit and stand it in the room of ``work`` that ``facts["room"]`` names (made when new).

    An exhibit that another submitted or public hall shows may not change.
    """
    hall = hold_editable(work)
    facts = dict(facts)
    room = _room(hall, facts.pop("room"))
    if row is None:
        exhibit = Exhibit(owner=hall.owner, city_id=hall.city_id, created_at=clock.now())
        row = Placement(room=room, position=room.placements.count())
    else:
        exhibit = row.exhibit
        other = locked_by(list(queries.halls_showing(exhibit)))
        if other is not None:
            raise ReviewError(_("“%(hall)s”正在展出这件展品，不能修改") % {"hall": other.title})
    fill(exhibit, facts, owner=hall.owner, by=by)
    exhibit.save()
    left_behind = row.room if row.pk and row.room_id != room.pk else None
    row.exhibit, row.room = exhibit, room
    row.save()
    if left_behind is not None:
        _drop_if_empty(left_behind)
    return row


def _room(hall: Hall, title: str) -> Room:
    room, _made = Room.objects.get_or_create(
        hall=hall, title=title, defaults={"position": hall.rooms.count()}
    )
    return room


def _drop_if_empty(room: Room) -> None:
    if not room.placements.exists():
        room.delete()


@transaction.atomic
def remove_exhibit(*, work: Hall, row: Placement, by: User | None) -> None:
    """Take an exhibit out of ``work``; the exhibit itself stays, other halls may show it."""
    hold_editable(work)
    room = row.room
    row.delete()
    _drop_if_empty(room)
