"""Who sits where: by precedence, one unit kept together."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from skillweek.ceremonies.models import Guest, Seat


@dataclass(frozen=True)
class Spot:
    """A guest on a seat."""

    guest: Guest
    seat: Seat


def _centre(seat: Seat) -> float:
    """How far a seat is from the middle of its row; the place of honour is the middle, then its left."""
    middle = (seat.zone.columns + 1) / 2
    return abs(seat.number - middle)


def in_order(seats: Iterable[Seat]) -> list[Seat]:
    """Free seats from the best to the last: zone by zone, row by row, each row from its middle."""
    return sorted(seats, key=lambda one: (one.zone.front, one.zone_id, one.row, _centre(one), one.number))


def _leading(guests: Iterable[Guest]) -> list[list[Guest]]:
    """Guests in groups of a unit, the group of the first in rank first; guests without a unit stand alone."""
    groups: dict[str, list[Guest]] = defaultdict(list)
    for guest in sorted(guests, key=lambda one: (one.rank, one.unit, one.pk)):
        groups[guest.unit or f"#{guest.pk}"].append(guest)
    return sorted(groups.values(), key=lambda group: (group[0].rank, group[0].unit, group[0].pk))


def propose(guests: Sequence[Guest], seats: Sequence[Seat]) -> list[Spot]:
    """Seats for ``guests``: leaders one by one from the middle of the first row, then units together, row by row.

    A unit that fits into what is left of a row is not torn apart when a later row has room for all of it.
    """
    free = in_order(seats)
    found: list[Spot] = []
    for guest in sorted(
        (one for one in guests if one.kind == Guest.Kind.LEADER), key=lambda g: (g.rank, g.pk)
    ):
        if free:
            found.append(Spot(guest, free.pop(0)))
    others = [one for one in guests if one.kind != Guest.Kind.LEADER]
    for group in _leading(others):
        found += _together(group, free)
    return found


def _together(group: list[Guest], free: list[Seat]) -> list[Spot]:
    """Seats of one row, side by side, for all of ``group``; else the best that are left. Takes them from ``free``."""
    rows: dict[tuple[int, int], list[Seat]] = defaultdict(list)
    for seat in free:
        rows[seat.zone_id, seat.row].append(seat)
    block = next((run for row in rows.values() if (run := _run(row, len(group)))), free[: len(group)])
    spots = [Spot(guest, seat) for guest, seat in zip(group, block, strict=False)]
    for spot in spots:
        free.remove(spot.seat)
    return spots


def _run(row: list[Seat], length: int) -> list[Seat]:
    """``length`` seats of ``row`` side by side, nearest to its middle; empty when there are none."""
    by_number = sorted(row, key=lambda seat: seat.number)
    runs = [
        by_number[first : first + length]
        for first in range(len(by_number) - length + 1)
        if by_number[first + length - 1].number - by_number[first].number == length - 1
    ]
    return min(runs, key=lambda run: sum(_centre(seat) for seat in run), default=[])
