"""Ceremonies."""

from typing import Any

from tests.guards.matrix.access import EVERYONE, SEE, STAFF, Access
from tests.guards.world import World


def _launch(world: World) -> tuple[Any, ...]:
    return (world.ceremony.activity_id,)


def _run_item(world: World) -> tuple[Any, ...]:
    return (world.ceremony.activity_id, world.run_item.pk)


def _guest(world: World) -> tuple[Any, ...]:
    return (world.ceremony.activity_id, world.guest.code)


def _zone(world: World) -> tuple[Any, ...]:
    return (world.ceremony.activity_id, world.zone.code)


CEREMONIES: dict[str, Access] = {
    "ceremonies:invitation": Access(EVERYONE, lambda w: (w.guest_token,)),
    "ceremonies:overview": Access(STAFF),
    "ceremonies:home": Access(SEE, _launch),
    "ceremonies:begin": Access(SEE, _launch, "post"),
    "ceremonies:arrangements": Access(SEE, _launch),
    "ceremonies:copy": Access(SEE, _launch),
    "ceremonies:links": Access(SEE, _launch),
    "ceremonies:weather": Access(SEE, _launch),
    "ceremonies:decide": Access(SEE, _launch, "post"),
    "ceremonies:rehearsals": Access(SEE, _launch),
    "ceremonies:cancel_rehearsal": Access(SEE, lambda w: (*_launch(w), w.rehearsal.code), "post"),
    "ceremonies:tick": Access(
        SEE, lambda w: (*_launch(w), w.rehearsal.code, w.rehearsal.checks.get().pk), "post"
    ),
    "ceremonies:notice": Access(SEE, _launch),
    "ceremonies:show": Access(SEE, _launch),
    "ceremonies:show_begin": Access(SEE, _launch, "post"),
    "ceremonies:item_new": Access(SEE, _launch),
    "ceremonies:people": Access(SEE, _launch),
    "ceremonies:stage": Access(SEE, _launch),
    "ceremonies:item": Access(SEE, _run_item),
    "ceremonies:item_move": Access(SEE, _run_item, "post"),
    "ceremonies:item_remove": Access(SEE, _run_item, "post"),
    "ceremonies:guests": Access(SEE, _launch),
    "ceremonies:guest_new": Access(SEE, _launch),
    "ceremonies:guests_import": Access(SEE, _launch),
    "ceremonies:guests_sheet": Access(SEE, _launch),
    "ceremonies:letter": Access(SEE, _launch),
    "ceremonies:send": Access(SEE, _launch, "post"),
    "ceremonies:printed": Access(SEE, _launch, "post"),
    "ceremonies:remind": Access(SEE, _launch, "post"),
    "ceremonies:guest": Access(SEE, _guest),
    "ceremonies:guest_answer": Access(SEE, _guest),
    "ceremonies:guest_place": Access(SEE, _guest),
    "ceremonies:guest_withdraw": Access(SEE, _guest, "post"),
    "ceremonies:seats": Access(SEE, _launch),
    "ceremonies:zone_new": Access(SEE, _launch),
    "ceremonies:assign": Access(SEE, _launch, "post"),
    "ceremonies:spread": Access(SEE, _launch),
    "ceremonies:stand": Access(SEE, lambda w: (*_launch(w), w.stand.pk)),
    "ceremonies:zone": Access(SEE, _zone),
    "ceremonies:zone_move": Access(SEE, _zone, "post"),
    "ceremonies:zone_remove": Access(SEE, _zone, "post"),
    "ceremonies:badges": Access(SEE, _launch),
    "ceremonies:print": Access(SEE, lambda w: (*_launch(w), "show")),
}
