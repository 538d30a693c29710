"""Why there is no plan: activities that together want more than there is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from skillweek.coverage.problem import Problem
from skillweek.coverage.solving.shape import Shape

#: so many names are written out
NAMES = 6


@dataclass(frozen=True)
class Conflict:
    """``items`` can only take places of which there are too few; ``kind``: options, venue, host."""

    kind: str
    items: tuple[str, ...]
    places: tuple[str, ...] = ()
    room: int = 0

    def text(self) -> str:
        """The conflict in a sentence."""
        words = {
            "n": len(self.items), "items": _listed(self.items), "m": len(self.places), "places": _listed(self.places),
            "room": self.room,
        }  # fmt: skip
        return {
            "options": _("没有任何可选时间和场地的活动：%(items)s"),
            "venue": _(
                "%(n)d 场活动（%(items)s）只能用 %(m)d 个场地半天（%(places)s），那里最多容得下 %(room)d 场"
            ),
            "host": _(
                "%(n)d 场活动（%(items)s）只能在主办单位的 %(m)d 个半天（%(places)s），最多 %(room)d 场"
            ),
        }[self.kind] % words


def together() -> str:
    """What is said when no smaller conflict was found."""
    return _("场地与主办单位的限制合在一起，没有一种安排能让每场活动都有时间和场地")


def _listed(names: Sequence[str]) -> str:
    shown = _("、").join(names[:NAMES])
    return _("%(names)s等") % {"names": shown} if len(names) > NAMES else shown


def without_options(problem: Problem) -> Conflict | None:
    """Activities that have nothing to choose from."""
    names = tuple(item.id for item in problem.items if not item.choices)
    return Conflict("options", names) if names else None


def conflict(shape: Shape) -> Conflict | None:
    """A set of activities that wants more rooms, or more of its hosts' time, than there is."""
    rooms = [_wanted(group.cells for group in groups) for groups in shape.groups]
    hours = [_wanted((g.host,) if g.host >= 0 else () for g in groups) for groups in shape.groups]
    kinds = (("venue", rooms, shape.cells, shape.cell_names), ("host", hours, shape.hosts, shape.host_names))
    for kind, wanted, capacity, names in kinds:
        items, places = _overfull(wanted, capacity)
        if items:
            return Conflict(
                kind,
                tuple(shape.problem.items[item].id for item in items),
                tuple(" ".join(names[place]) for place in places),
                sum(capacity[place] for place in places),
            )
    return None


def _wanted(sets: Iterable[tuple[int, ...]]) -> tuple[int, ...]:
    """All scarce places that an item may take; none when it can do without."""
    found = list(sets)
    return tuple(sorted({place for places in found for place in places})) if all(found) else ()


def _overfull(wanted: list[tuple[int, ...]], capacity: list[int]) -> tuple[list[int], list[int]]:
    """Items that want fewer places than they are, and those places (Hall); empty when each finds one."""
    users: list[list[int]] = [[] for _place in capacity]
    for item in sorted((i for i in range(len(wanted)) if wanted[i]), key=lambda i: (len(wanted[i]), i)):
        came: dict[int, tuple[int, int]] = {place: (item, -1) for place in wanted[item]}
        queue = list(came)
        for place in queue:
            if len(users[place]) < capacity[place]:
                _shift(users, came, place)
                break
            for other in users[place]:
                for further in wanted[other]:
                    if further not in came:
                        came[further] = (other, place)
                        queue.append(further)
        else:
            return sorted({item, *(other for place in queue for other in users[place])}), sorted(queue)
    return [], []


def _shift(users: list[list[int]], came: dict[int, tuple[int, int]], place: int) -> None:
    while place >= 0:
        item, left = came[place]
        if left >= 0:
            users[left].remove(item)
        users[place].append(item)
        place = left
