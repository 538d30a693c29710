"""The Week at a glance: days, places and people, counted once for the home page and its neighbours."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from skillweek.booking.queries import count_attended, limited
from skillweek.common import clock
from skillweek.common.parts import kept
from skillweek.organisations.models import Organisation
from skillweek.organisations.queries import places, schools
from skillweek.plan.models import Audience, Edition
from skillweek.programme.models import Session
from skillweek.programme.queries import public_sessions
from skillweek.website.rules import Stage, place_name, stage

#: what cards show of a session; the rest of those wide rows stays in the database
COLUMNS = (
    "day", "starts", "ends", "state", "code", "note",
    "activity__code", "activity__title", "activity__title_en", "activity__state",
    "activity__kind__code", "activity__kind__label", "activity__kind__label_hant", "activity__kind__label_en",
    "activity__kind__icon", "activity__owner__code", "activity__owner__name", "activity__owner__short_name",
    "activity__owner__name_en", "activity__owner__kind__code", "venue__name", "place__code", "place__name",
    "place__short_name", "place__name_en",
)  # fmt: skip
#: what a card shows of its picture
COVER = tuple(f"activity__cover__{name}" for name in ("alt", "width", "height"))
#: how many cards the home page shows
CARDS = 6


@dataclass(frozen=True)
class Mark:
    """What the glance keeps of one planned session."""

    pk: int
    activity_id: int
    place_id: int | None
    day: date
    starts: datetime
    ends: datetime
    highlight: bool
    kind: str


@dataclass
class Day:
    """A day of the strip: how many sessions, and its first highlight; the page loads the places left by itself."""

    date: date
    sessions: int = 0
    bookable: bool = False
    highlight: Session | None = None
    today: bool = False
    past: bool = False
    current: bool = False


@dataclass(frozen=True)
class Place:
    """A county-level unit with its number of sessions."""

    unit: Organisation
    sessions: int

    @property
    def name(self) -> str:
        """The short name in the reader's language."""
        return place_name(self.unit)


@dataclass
class Glance:
    """Everything the strip, the map and the cards are made of."""

    edition: Edition
    today: date
    now: datetime
    marks: list[Mark]
    #: ids of sessions to come that must be booked
    limited: set[int] = field(default_factory=set)

    @property
    def stage(self) -> Stage:
        """Where the Week stands today."""
        return stage(self.edition.starts, self.edition.ends, self.today)

    @property
    def number(self) -> int:
        """Which day of the Week today is, from 1."""
        return (self.today - self.edition.starts).days + 1

    @property
    def to_go(self) -> int:
        """Days until the first day."""
        return (self.edition.starts - self.today).days

    @property
    def activities(self) -> int:
        """How many activities have a planned session."""
        return len({mark.activity_id for mark in self.marks})


def glance(edition: Edition) -> Glance:
    """One light row per planned session, and which of those to come must be booked; two queries."""
    now = clock.now()
    rows = public_sessions(edition).select_related(None).prefetch_related(None).order_by("starts", "pk")
    marks = [
        Mark(*row)
        for row in rows.values_list(
            "pk", "activity_id", "place_id", "day", "starts", "ends", "activity__highlight",
            "activity__kind__code",
        )
    ]  # fmt: skip
    booked = limited([mark.pk for mark in marks if mark.starts > now])
    return Glance(edition, clock.today(edition.time_zone), now, marks, booked)


def shared_glance(edition: Edition) -> Glance:
    """The glance that the pages of one moment share."""
    return kept(lambda: glance(edition), "glance", edition.pk)


def days(seen: Glance, details: dict[int, Session]) -> list[Day]:
    """The strip; ``details`` hold the sessions named by :func:`highlights`."""
    named = highlights(seen)
    strip = []
    for on in seen.edition.days:
        marks = [mark for mark in seen.marks if mark.day == on]
        strip.append(
            Day(
                date=on, sessions=len(marks), bookable=any(mark.pk in seen.limited for mark in marks),
                highlight=details.get(named.get(on, 0)), today=on == seen.today, past=on < seen.today,
            )
        )  # fmt: skip
    return strip


def highlights(seen: Glance) -> dict[date, int]:
    """By day: id of the session to name, the first that is a highlight, else the first."""
    named: dict[date, Mark] = {}
    for mark in seen.marks:
        known = named.get(mark.day)
        if known is None or (mark.highlight and not known.highlight):
            named[mark.day] = mark
    return {on: mark.pk for on, mark in named.items()}


def openings(seen: Glance, limit: int = CARDS) -> tuple[list[int], bool]:
    """Ids of sessions one can still go to, of different activities and kinds, and whether all are today.

    Today's come first, then the following days'; highlights before others.
    """
    fitting = [mark for mark in seen.marks if mark.starts > seen.now]
    today = [mark for mark in fitting if mark.day == seen.today]
    chosen = _varied(today, limit)
    only_today = bool(chosen)
    if len(chosen) < min(3, limit):
        chosen = _varied(fitting, limit)
        only_today = bool(chosen) and all(mark.day == seen.today for mark in chosen)
    chosen.sort(key=lambda mark: (mark.starts, mark.pk))
    return [mark.pk for mark in chosen], only_today


def _varied(marks: Sequence[Mark], limit: int) -> list[Mark]:
    """Up to ``limit`` marks, one per activity, taking turns between the kinds, earliest days first."""
    seen: set[int] = set()
    turns: Counter[str] = Counter()
    queue = []
    for mark in sorted(marks, key=lambda one: (one.day, not one.highlight, one.starts)):
        if mark.activity_id not in seen:
            seen.add(mark.activity_id)
            queue.append((mark.day, turns[mark.kind], not mark.highlight, mark.starts, mark.pk, mark))
            turns[mark.kind] += 1
    return [entry[-1] for entry in sorted(queue)[:limit]]


def sessions_by_id(edition: Edition, ids: Iterable[int]) -> dict[int, Session]:
    """Sessions with what a card shows; without the copies of pictures, see :func:`with_renditions`."""
    wanted = list(ids)
    if not wanted:
        return {}
    found = (
        public_sessions(edition)
        .prefetch_related(None)
        .prefetch_related("activity__audiences", "activity__tags")
    )
    return found.only(*COLUMNS, *COVER).in_bulk(wanted)


def places_of(edition: Edition, marks: Iterable[Mark]) -> list[Place]:
    """Every county-level unit in its order, with how many planned sessions lie in it."""
    counts = Counter(mark.place_id for mark in marks)
    return [Place(unit, counts[unit.pk]) for unit in places(edition.city)]


def audiences(edition: Edition) -> QuerySet[Audience]:
    """The edition's audiences, each with its number of planned sessions (``session_count``)."""
    planned = Q(activities__sessions__in=public_sessions(edition).order_by().values("pk"))
    return (
        Audience.objects.filter(edition=edition)
        .annotate(session_count=Count("activities__sessions", filter=planned, distinct=True))
        .order_by("position", "code")
    )


def thanks(seen: Glance) -> list[tuple[str, int]]:
    """Figures for the time after the Week: key and number, zeros left out."""
    held = [mark for mark in seen.marks if mark.ends <= seen.now]
    figures = [
        ("sessions", len(held)),
        ("people", count_attended(seen.edition).value),
        ("schools", schools(seen.edition.city).count()),
        ("places", len({mark.place_id for mark in held if mark.place_id})),
    ]
    return [(key, number) for key, number in figures if number]
