"""Lists of sessions, grouped as people read them: by day, and on a day by activity."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from skillweek.booking.queries import places_left
from skillweek.common import clock
from skillweek.organisations.models import Organisation
from skillweek.plan.models import ActivityKind, Audience, Edition
from skillweek.programme.models import Activity, Session
from skillweek.programme.queries import announced_sessions, public_sessions
from skillweek.website.rules import PARTS, SlotState, part_of_day, slot_state

#: what lists and cards show of a session; the rest of those wide rows stays in the database
COLUMNS = (
    "day", "starts", "ends", "state", "code", "note",
    "activity__code", "activity__title", "activity__title_en", "activity__state",
    "activity__kind__code", "activity__kind__label", "activity__kind__label_hant", "activity__kind__label_en",
    "activity__kind__icon", "activity__owner__code", "activity__owner__name", "activity__owner__short_name",
    "activity__owner__name_en", "activity__owner__kind__code", "venue__name", "place__code", "place__name",
    "place__short_name", "place__name_en",
)  # fmt: skip


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to; codes, empty for all. ``past`` keeps days that are over."""

    day: date | None = None
    place: str = ""
    audience: str = ""
    kind: str = ""
    past: bool = True


@dataclass(frozen=True)
class Slot:
    """One session in a list."""

    session: Session
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


@dataclass(frozen=True)
class Entry:
    """One activity on one day with its sessions."""

    activity: Activity
    slots: list[Slot]

    @property
    def first(self) -> Session:
        """The session that says when and where."""
        return self.slots[0].session

    @property
    def gone(self) -> bool:
        """All its sessions of the day are over or cancelled."""
        return all(slot.gone for slot in self.slots)

    @property
    def cancelled(self) -> bool:
        """All its sessions of the day are cancelled."""
        return all(slot.state == SlotState.CANCELLED for slot in self.slots)


@dataclass
class DayList:
    """The entries of one day, in order of time."""

    date: date
    today: bool
    past: bool
    entries: list[Entry] = field(default_factory=list)

    @property
    def sessions(self) -> int:
        """How many sessions take place."""
        slots = [slot for entry in self.entries for slot in entry.slots]
        return sum(slot.state != SlotState.CANCELLED for slot in slots)

    @property
    def left(self) -> int | None:
        """Places left; None when there is nothing to book any more."""
        free = [slot.left for entry in self.entries for slot in entry.slots if slot.ahead]
        known = [left for left in free if left is not None]
        return sum(known) if known else None

    @property
    def parts(self) -> list[tuple[str, list[Entry]]]:
        """Entries by part of the day, empty parts left out."""
        named: dict[str, list[Entry]] = {name: [] for name, _ in PARTS}
        for entry in self.entries:
            named[part_of_day(timezone.localtime(entry.first.starts).time())].append(entry)
        return [(name, entries) for name, entries in named.items() if entries]


@dataclass
class Group:
    """An activity on a day: ids of its sessions there, when the last ends, how many are not cancelled."""

    day: date
    ids: list[int]
    ends: datetime
    planned: int = 0


def matching(edition: Edition, filters: Filters) -> QuerySet[Session]:
    """Announced sessions that fit ``filters``, in order of time."""
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
    return found


def groups(sessions: QuerySet[Session]) -> list[Group]:
    """``sessions`` by day and activity, in order; one query that fetches a few values a row."""
    found: dict[tuple[date, int], Group] = {}
    rows = sessions.select_related(None).prefetch_related(None)
    for day, activity, pk, ends, state in rows.values_list("day", "activity_id", "pk", "ends", "state"):
        group = found.setdefault((day, activity), Group(day, [], ends))
        group.ids.append(pk)
        group.ends = max(group.ends, ends)
        group.planned += state == Session.State.PLANNED
    return list(found.values())


def day_lists(edition: Edition, some: Sequence[Group]) -> list[DayList]:
    """The chosen groups with everything a list shows; three queries whatever their number."""
    ids = [pk for group in some for pk in group.ids]
    wanted = announced_sessions(edition).only(*COLUMNS).prefetch_related("activity__audiences")
    found = wanted.in_bulk(ids) if ids else {}
    left, now = places_left(ids), clock.now()
    today = clock.today(edition.time_zone)
    lists: dict[date, DayList] = {}
    for group in some:
        slots = [_slot(found[pk], left.get(pk), now) for pk in group.ids if pk in found]
        if slots:
            listed = lists.setdefault(group.day, DayList(group.day, group.day == today, group.day < today))
            listed.entries.append(Entry(slots[0].session.activity, slots))
    return list(lists.values())


def _slot(session: Session, left: int | None, now: datetime) -> Slot:
    cancelled = session.state == Session.State.CANCELLED or session.activity.state == Activity.State.CANCELLED
    state = slot_state(
        cancelled=cancelled, starts=session.starts, ends=session.ends, left=left, now=now
    )  # fmt: skip
    return Slot(session, left, state)


def options(edition: Edition, units: Iterable[Organisation]) -> dict[str, list[tuple[str, object]]]:
    """What the filters offer: lists of code and thing to name."""
    return {
        "day": [(day.isoformat(), day) for day in edition.days],
        "place": [(unit.code, unit) for unit in units],
        "audience": [(one.code, one) for one in Audience.objects.filter(edition=edition)],
        "kind": [(one.code, one) for one in ActivityKind.objects.filter(edition=edition)],
    }


def next_up(some: Sequence[Group], limit: int) -> list[Group]:
    """The first ``limit`` groups that are not over; when all are, the last ones."""
    now = clock.now()
    coming = [group for group in some if group.ends > now]
    return coming[:limit] if coming else list(some[-limit:])


def kinds_of(edition: Edition, audience: Audience) -> list[tuple[ActivityKind, int]]:
    """Kinds of activities meant for ``audience``, each with its number of planned sessions."""
    rows = public_sessions(edition).filter(activity__audiences=audience).order_by()
    counts = Counter(
        rows.select_related(None).prefetch_related(None).values_list("activity__kind_id", flat=True)
    )
    kinds = ActivityKind.objects.filter(edition=edition)
    return [(kind, counts[kind.pk]) for kind in kinds if counts[kind.pk]]
