"""One edition at a glance: how much there is, and its phases drawn to scale."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from skillweek.common import clock
from skillweek.organisations.queries import AnyUser
from skillweek.plan.models import Duty, Edition, Notice, Phase
from skillweek.plan.queries.editions import Calendar, overview
from skillweek.plan.queries.presets import LISTS
from skillweek.plan.rules import current_phase

#: the bar's width in its own units
WIDE = 1000
#: how long the last phase is drawn; it has no end
TAIL = timedelta(days=10)


@dataclass(frozen=True)
class Segment:
    """One phase on the bar, from ``x``, ``width`` wide."""

    name: str
    label: str
    x: float
    width: float
    state: str


@dataclass(frozen=True)
class Bar:
    """The phases as a bar; ``now`` is where the clock stands, None when it stands outside."""

    segments: list[Segment]
    now: float | None


def clock_bar(edition: Edition, calendar: Calendar) -> Bar:
    """The phases of ``edition`` drawn to scale, the last one for a while."""
    begins = sorted(calendar.begins.items(), key=lambda pair: pair[1])
    if not begins:
        return Bar([], None)
    first, end = begins[0][1], begins[-1][1] + TAIL
    whole, now, here = (end - first).total_seconds(), clock.now(), calendar.phase()

    def at(moment: datetime) -> float:
        return round((moment - first).total_seconds() / whole * WIDE, 1)

    segments = []
    for place, (name, starts) in enumerate(begins):
        ends = begins[place + 1][1] if place + 1 < len(begins) else end
        state = "now" if name == here and starts <= now else "done" if starts <= now else "next"
        segments.append(
            Segment(name, str(Phase.Name(name).label), at(starts), round(at(ends) - at(starts), 1), state)
        )
    return Bar(segments, at(now) if first <= now <= end else None)


@dataclass(frozen=True)
class Counts:
    """How much an edition holds."""

    clauses: int
    duties: int
    notices: int
    lists: list[tuple[str, str, int]]


def counts(edition: Edition) -> Counts:
    """Counted now, one query each."""
    lists = [
        (name, str(model._meta.verbose_name), model._default_manager.filter(edition=edition).count())
        for name, model in LISTS.items()
    ]
    return Counts(
        clauses=edition.clauses.count(), duties=Duty.objects.filter(clause__edition=edition).count(),
        notices=Notice.objects.filter(edition=edition).count(), lists=lists,
    )  # fmt: skip


@dataclass(frozen=True)
class Summary:
    """One line of the list of editions."""

    edition: Edition
    phase: str
    shown: bool


def summaries(user: AnyUser, shown: Edition | None) -> list[Summary]:
    """Editions of ``user``'s city, the latest first; ``shown`` is the one on the public site."""
    now = clock.now()
    return [
        Summary(one, str(Phase.Name(current_phase(list(one.phases.all()), now)).label), one == shown)
        for one in overview(user)
    ]
