"""A visit through stations: rounds of equal length, and groups spread so that no station holds too many at once.

In every round each group is at one station; who begins later goes through the same stations one round behind, and the
last ones begin in the middle of the way. So a station never meets two starts at once, and it is enough that no start
has more people than the smallest station holds.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID


@dataclass(frozen=True)
class Stop:
    """A station on the way: ``capacity`` people at once, for ``minutes``."""

    pk: int
    capacity: int
    minutes: int


@dataclass(frozen=True, order=True)
class Group:
    """People who go together: a booking, or one ``part`` of a large one."""

    booking: UUID
    part: int
    people: int


@dataclass(frozen=True)
class Route:
    """The way through ``stops``, of which a session has ``rounds`` rounds."""

    stops: tuple[Stop, ...]
    rounds: int

    @property
    def minutes(self) -> int:
        """Length of a round."""
        return max(stop.minutes for stop in self.stops)

    @property
    def most(self) -> int:
        """People of one start."""
        return min(stop.capacity for stop in self.stops)

    @property
    def fits(self) -> bool:
        """Whether there is time for every station."""
        return self.rounds >= len(self.stops)

    @property
    def holds(self) -> int:
        """People who can go through the whole way in one session."""
        return self.rounds * self.most if self.fits else 0

    def pauses(self, start: int) -> bool:
        """Whether who begins in round ``start`` has to wait in the middle of the way."""
        return len(self.stops) < self.rounds < start + len(self.stops)


def route_of(stops: Sequence[Stop], starts: datetime, ends: datetime) -> Route:
    """The way through ``stops`` (at least one) between two moments."""
    longest = max(stop.minutes for stop in stops)
    return Route(tuple(stops), (ends - starts) // timedelta(minutes=longest))


def groups_of(booking: UUID, people: int, most: int) -> list[Group]:
    """``people`` as few groups as possible of at most ``most``, of nearly the same size."""
    number = -(-people // most)
    share, more = divmod(people, number)
    return [Group(booking, part, share + (part < more)) for part in range(number)]


def spread(
    groups: Iterable[Group], route: Route, kept: Mapping[Group, int], now_round: int = 0
) -> tuple[dict[Group, int], list[Group]]:
    """The round in which each group begins, and the groups for whom there is no room.

    Who has a start keeps it while everybody fits so; before the session begins (``now_round`` 0) all are placed anew
    when that places more people.
    """
    wanted = list(groups)
    keep = {group: start for group, start in kept.items() if group in wanted and start < route.rounds}
    tries = [(keep, False), (keep, True)] + ([] if now_round else [({}, True)])
    answers = [_place(wanted, route, *one, now_round) for one in tries]
    return min(answers, key=lambda answer: sum(group.people for group in answer[1]))


def _place(
    groups: Sequence[Group], route: Route, kept: Mapping[Group, int], tight: bool, now_round: int
) -> tuple[dict[Group, int], list[Group]]:
    """Large groups first, each to the emptiest start without a pause; when ``tight``, to the fullest that has room."""
    load = [0] * route.rounds
    placed: dict[Group, int] = {}
    for group, start in sorted(kept.items(), key=lambda item: item[0]):
        if load[start] + group.people <= route.most:
            placed[group] = start
            load[start] += group.people
    left: list[Group] = []
    for group in sorted(groups, key=lambda one: (-one.people, one)):
        if group in placed:
            continue
        open_now = [
            start for start in range(route.rounds)
            if load[start] + group.people <= route.most and _ahead(route, start, now_round)
        ]  # fmt: skip
        if not open_now:
            left.append(group)
            continue
        sign = -1 if tight else 1
        start = min(open_now, key=lambda one: (route.pauses(one) and not tight, sign * load[one], one))
        placed[group] = start
        load[start] += group.people
    return placed, left


def _ahead(route: Route, start: int, now_round: int) -> bool:
    """Whether every round of this start is still to come."""
    return not now_round or (start >= now_round and start + len(route.stops) <= route.rounds)


def turns_of(route: Route, starts: datetime, start: int) -> list[tuple[Stop, datetime, datetime]]:
    """When who begins in round ``start`` is where, in order of time."""
    turns = []
    for number, stop in enumerate(route.stops):
        begins = starts + timedelta(minutes=(start + number) % route.rounds * route.minutes)
        turns.append((stop, begins, begins + timedelta(minutes=stop.minutes)))
    return sorted(turns, key=lambda turn: turn[1])
