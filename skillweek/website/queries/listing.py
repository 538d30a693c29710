"""Lists of sessions, grouped as people read them: by day, and on a day by activity.

A whole Week is one page, so rows are read as plain values: four queries whatever their number, and no model instance
for a session, its activity, room or owner.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from django.db.models import FloatField, Func, QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from skillweek.booking.queries import limited, places_left
from skillweek.common import clock, search
from skillweek.common.wording import han_date
from skillweek.plan.models import ActivityKind, Audience, Edition
from skillweek.programme.models import Activity, Session
from skillweek.programme.queries import announced_sessions, public_sessions
from skillweek.website.queries.names import Name, Names, names
from skillweek.website.rules import PARTS, Point, SlotState, kilometres, part_of_day, slot_state

#: stands for places left that were not counted: some, as far as one knows
UNCOUNTED = 1 << 30


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to; codes, empty for all.

    ``past`` keeps days that are over; ``free`` asks for what one can still go to; ``near`` measures from there.
    """

    day: date | None = None
    place: str = ""
    audience: str = ""
    kind: str = ""
    tag: str = ""
    words: str = ""
    free: bool = False
    near: Point | None = None
    past: bool = True


class Slot(NamedTuple):
    """One session in a list."""

    code: str
    starts: datetime
    ends: datetime
    left: int | None
    state: SlotState

    @property
    def gone(self) -> bool:
        """Nobody can come any more."""
        return self.state in (SlotState.OVER, SlotState.CANCELLED)

    @property
    def ahead(self) -> bool:
        """It has not begun, and will."""
        return not self.gone and self.state != SlotState.RUNNING

    @property
    def free(self) -> bool:
        """One can still go: it is not over, and not full."""
        return not self.gone and self.state != SlotState.FULL


class Room(NamedTuple):
    """Where it is: a venue's code and name, and its point where that is known."""

    code: str
    name: str
    point: Point | None


@dataclass(slots=True)
class Entry:
    """One activity on one day with its sessions; the first says when and where."""

    day: date
    activity: str
    title: str
    kind: Name
    owner: str
    place: str
    room: Room | None
    audiences: tuple[str, ...]
    tags: tuple[str, ...] = ()
    slots: list[Slot] = field(default_factory=list)
    away: float | None = None

    @property
    def first(self) -> Slot:
        """The slot that says when."""
        return self.slots[0]

    @property
    def ends(self) -> datetime:
        """When the last of its sessions ends."""
        return max(slot.ends for slot in self.slots)

    @property
    def gone(self) -> bool:
        """All its sessions of the day are over or cancelled."""
        return all(slot.gone for slot in self.slots)

    @property
    def cancelled(self) -> bool:
        """All its sessions of the day are cancelled."""
        return all(slot.state == SlotState.CANCELLED for slot in self.slots)

    @property
    def planned(self) -> int:
        """How many of its sessions take place."""
        return sum(slot.state != SlotState.CANCELLED for slot in self.slots)

    @property
    def part(self) -> str:
        """``morning``, ``afternoon`` or ``evening``."""
        return part_of_day(timezone.localtime(self.first.starts).time())


@dataclass
class DayList:
    """The entries of one day, in order of time."""

    date: date
    today: bool
    past: bool
    entries: list[Entry] = field(default_factory=list)
    theme: str = ""

    @property
    def sessions(self) -> int:
        """How many sessions take place."""
        return sum(entry.planned for entry in self.entries)

    @property
    def left(self) -> int | None:
        """Places left; None when there is nothing to book any more."""
        free = [slot.left for entry in self.entries for slot in entry.slots if slot.ahead]
        known = [left for left in free if left is not None]
        return sum(known) if known else None

    @property
    def parts(self) -> list[tuple[str, list[Entry]]]:
        """Entries by part of the day, empty parts left out."""
        return [(name, entries) for name, entries in self.every_part if entries]

    @property
    def every_part(self) -> list[tuple[str, list[Entry]]]:
        """Entries by part of the day, empty parts too."""
        named: dict[str, list[Entry]] = {name: [] for name, _ in PARTS}
        for entry in self.entries:
            named[entry.part].append(entry)
        return list(named.items())


def matching(edition: Edition, filters: Filters) -> QuerySet[Session]:
    """Announced sessions that fit ``filters``, in order of time; ``free`` and ``near`` are for ``entries``."""
    found = announced_sessions(edition).order_by("starts", "pk")
    if filters.day:
        found = found.filter(day=filters.day)
    elif not filters.past:
        found = found.filter(day__gte=clock.today(edition.time_zone))
    if filters.place:
        found = found.filter(place__code=filters.place)
    if filters.audience:
        found = found.filter(activity__audiences__code=filters.audience)
    if filters.kind:
        found = found.filter(activity__kind__code=filters.kind)
    if filters.tag:
        found = found.filter(activity__tags__code=filters.tag)
    if filters.words:
        asked = search.query(filters.words)
        found = found.filter(activity__search=asked) if asked else found.none()
    return found


class _Epoch(Func):
    """A moment as seconds: a number is read ten times as fast as Django reads a ``timestamptz``."""

    template = "EXTRACT(EPOCH FROM %(expressions)s)::float8"
    output_field = FloatField()


class _Degrees(Func):
    """A coordinate as a float."""

    template = "%(expressions)s::float8"
    output_field = FloatField()


#: what lists read of a session, in the order in which ``entries`` takes it apart
VALUES = (
    "pk", "code", "day", _Epoch("starts"), _Epoch("ends"), "state", "place_id", "venue_id", "venue__code",
    "venue__name", _Degrees("venue__latitude"), _Degrees("venue__longitude"), "activity_id", "activity__code",
    "activity__title", "activity__title_en", "activity__state", "activity__kind_id", "activity__owner_id",
)  # fmt: skip


class _Moments(dict[float, datetime]):
    """Seconds as moments; sessions of a Week share few of them."""

    def __missing__(self, seconds: float) -> datetime:
        moment = self[seconds] = datetime.fromtimestamp(seconds, UTC)
        return moment


def entries(
    edition: Edition, sessions: QuerySet[Session], filters: Filters | None = None, named: Names | None = None
) -> list[Entry]:
    """``sessions`` as entries, in order of time; with ``filters`` also ``free`` and ``near`` are heeded."""
    rows = list(sessions.select_related(None).prefetch_related(None).values_list(*VALUES))
    if not rows:
        return []
    ids = [row[0] for row in rows]
    # a page that shows no number of places is kept until the programme changes; the numbers it loads by itself
    left = places_left(ids) if filters and filters.free else dict.fromkeys(limited(ids), UNCOUNTED)
    found = _entries(rows, named or names(edition), left)
    return _heeding(found, filters) if filters else found


def _entries(rows: Sequence[Any], named: Names, left: Mapping[int, int | None]) -> list[Entry]:
    """Rows of ``VALUES`` as entries."""
    english, now, moments = get_language() == "en", clock.now(), _Moments()
    rooms: dict[int, Room] = {}
    found: dict[tuple[date, int], Entry] = {}
    off, all_off = Session.State.CANCELLED.value, Activity.State.CANCELLED.value
    for (
        pk, code, day, starts, ends, state, place, venue, venue_code, venue_name, latitude, longitude,
        activity, slug, title, title_en, activity_state, kind, owner,
    ) in rows:  # fmt: skip
        entry = found.get((day, activity))
        if entry is None:
            if venue and venue not in rooms:
                point = (latitude, longitude) if latitude and longitude else None
                rooms[venue] = Room(venue_code, venue_name, point)
            entry = found[day, activity] = Entry(
                day, slug, (english and title_en) or title, named.kinds[kind], named.units.get(owner, ""),
                named.units.get(place or 0, ""), rooms[venue] if venue else None,
                named.group(named.audiences, named.audiences_of.get(activity)),
                named.group(named.tags, named.tags_of.get(activity)),
            )  # fmt: skip
        cancelled = state == off or activity_state == all_off
        first, last, free = moments[starts], moments[ends], left.get(pk)
        how = slot_state(cancelled=cancelled, starts=first, ends=last, left=free, now=now)
        entry.slots.append(Slot(code, first, last, None if free == UNCOUNTED else free, how))
    return list(found.values())


def _heeding(found: list[Entry], filters: Filters) -> list[Entry]:
    """Entries one can still go to, and how far away they are, as ``filters`` ask."""
    if filters.free:
        for entry in found:
            entry.slots = [slot for slot in entry.slots if slot.free]
        found = [entry for entry in found if entry.slots]
    if filters.near:
        for entry in found:
            if entry.room and entry.room.point:
                entry.away = kilometres(filters.near, entry.room.point)
    return found


def by_day(edition: Edition, some: Iterable[Entry], named: Names | None = None) -> list[DayList]:
    """Entries under the days on which they happen; with ``named`` each day has its theme."""
    today, themes = clock.today(edition.time_zone), named.themes if named else {}
    lists: dict[date, DayList] = {}
    for entry in some:
        if entry.day not in lists:
            day = entry.day
            lists[day] = DayList(day, day == today, day < today, theme=themes.get(day, ""))
        lists[entry.day].entries.append(entry)
    return list(lists.values())


#: how far away, in kilometres, the bands of a list by distance end
BANDS = (2, 5, 10, 20, 50)


@dataclass
class Band:
    """Entries about as far away: within ``reach`` kilometres, farther than all bands (None), or ``online``."""

    reach: int | None
    online: bool = False
    entries: list[Entry] = field(default_factory=list)


def by_distance(some: Iterable[Entry]) -> list[Band]:
    """Entries in bands, nearest first, in each by day and time; what is online or unmeasured comes last."""
    bands = {reach: Band(reach) for reach in BANDS}
    far, online = Band(None), Band(None, online=True)
    for entry in some:
        if entry.away is None:
            online.entries.append(entry)
            continue
        reach = next((reach for reach in BANDS if entry.away <= reach), None)
        (bands[reach] if reach else far).entries.append(entry)
    return [band for band in (*bands.values(), far, online) if band.entries]


def options(edition: Edition, named: Names | None = None) -> dict[str, list[tuple[str, str]]]:
    """What the filters offer: lists of code and label."""
    known = named or names(edition)
    lists = {"audience": known.audiences, "kind": known.kinds, "tag": known.tags}
    return {
        "day": [(day.isoformat(), han_date(day)) for day in edition.days],
        "place": known.places,
        **{name: [(one.code, one.label) for one in some.values()] for name, some in lists.items()},
    }


def next_up(some: Sequence[Entry], limit: int) -> list[Entry]:
    """The first ``limit`` entries that are not over; when all are, the last ones."""
    now = clock.now()
    coming = [entry for entry in some if entry.ends > now]
    return coming[:limit] if coming else list(some[-limit:])


def kinds_of(edition: Edition, audience: Audience) -> list[tuple[ActivityKind, int]]:
    """Kinds of activities meant for ``audience``, each with its number of planned sessions."""
    rows = public_sessions(edition).filter(activity__audiences=audience).order_by()
    counts = Counter(
        rows.select_related(None).prefetch_related(None).values_list("activity__kind_id", flat=True)
    )
    kinds = ActivityKind.objects.filter(edition=edition)
    return [(kind, counts[kind.pk]) for kind in kinds if counts[kind.pk]]
