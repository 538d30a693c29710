"""Clashes of one session with all around it: pure functions, for authors, reviewers, the board and the planner."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from math import asin, cos, radians, sin, sqrt
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skillweek.common.wording import joined, time_range

NOON = time(12, 30)
EARTH_KM = 6371.0


class Tone(StrEnum):
    """How much a clash weighs: it cannot be, look at it, or it may come to nothing (drafts)."""

    HARD = "hard"
    WARN = "warn"
    DRAFT = "draft"


@dataclass(frozen=True)
class Mark:
    """One clash: of which kind, how much it weighs, and what it is in a sentence."""

    kind: str
    tone: Tone
    text: str


@dataclass(frozen=True)
class Span:
    """A span of time of a venue or a person: it limits (open) or shuts."""

    open: bool
    starts: datetime
    ends: datetime
    note: str = ""


@dataclass(frozen=True)
class Room:
    """What a clash needs to know of a venue."""

    id: int
    name: str
    capacity: int
    shared: bool = False
    point: tuple[Decimal, Decimal] | None = None


@dataclass(frozen=True)
class Stand:
    """A session where it stands, or where somebody would like it to be."""

    session: int | None
    activity: int
    title: str
    owner: int
    owner_name: str
    public: bool
    waiting: bool
    starts: datetime
    ends: datetime
    room: Room | None = None
    place: int | None = None
    highlight: bool = False
    expected: int = 0
    staff: frozenset[int] = frozenset()
    revises: int | None = None

    def meets(self, other: "Stand") -> bool:
        """True when both are going on at some moment."""
        return self.starts < other.ends and other.starts < self.ends


@dataclass(frozen=True)
class Around:
    """Everything that a session can clash with: the other sessions by day, who can be had when, and who is who.

    ``at_once`` is how many sessions a unit can hold at the same time; highlights of one half day that are not more
    than ``near_km`` kilometres apart draw visitors from each other.
    """

    zone: ZoneInfo
    at_once: int
    near_km: float
    by_day: Mapping[date, Sequence[Stand]]
    venue_spans: Mapping[int, Sequence[Span]] = field(default_factory=dict)
    person_spans: Mapping[int, Sequence[Span]] = field(default_factory=dict)
    names: Mapping[int, str] = field(default_factory=dict)

    def near(self, wish: Stand) -> list[Stand]:
        """Other sessions of the same days; not itself, and not the public one that it is a working copy of."""
        first, last = wish.starts.astimezone(self.zone).date(), wish.ends.astimezone(self.zone).date()
        return [
            one for day in dict.fromkeys((first, last)) for one in self.by_day.get(day, ())
            if one.session != wish.session and one.activity != wish.revises
        ]  # fmt: skip


def marks(wish: Stand, around: Around) -> list[Mark]:
    """What ``wish`` clashes with, what cannot be first."""
    others = around.near(wish)
    meeting = [one for one in others if wish.meets(one)]
    found = [
        *_room(wish, meeting), *_capacity(wish), *_spans(wish, around), *_people(wish, meeting, around),
        *_host(wish, meeting, around.at_once), *_highlights(wish, others, around),
    ]  # fmt: skip
    order = list(Tone)
    return sorted(dict.fromkeys(found), key=lambda mark: order.index(mark.tone))


def _tone(other: Stand, tone: Tone = Tone.WARN) -> Tone:
    return tone if other.public else Tone.DRAFT


def _called(wish: Stand, other: Stand) -> str:
    """What is public by its title; what is not public by its unit alone: titles of others' drafts are not told."""
    if other.public or other.owner == wish.owner:
        return _("“%(title)s”") % {"title": other.title}
    state = _("待审") if other.waiting else _("草稿")
    return _("%(unit)s的一个活动（%(state)s）") % {"unit": other.owner_name, "state": state}


def _room(wish: Stand, meeting: Sequence[Stand]) -> Iterator[Mark]:
    if wish.room is None or wish.room.shared:
        return
    for other in meeting:
        if other.room is not None and other.room.id == wish.room.id:
            words = {"venue": wish.room.name, "time": time_range(other.starts, other.ends)}
            text = _("“%(venue)s”%(time)s 已经排了%(title)s") % (words | {"title": _called(wish, other)})
            yield Mark("room", _tone(other, Tone.HARD), text)


def _capacity(wish: Stand) -> Iterator[Mark]:
    if wish.room is not None and wish.expected > wish.room.capacity:
        words = {"n": wish.expected, "venue": wish.room.name, "capacity": wish.room.capacity}
        yield Mark("capacity", Tone.WARN, _("预计 %(n)d 人，“%(venue)s”只能容纳 %(capacity)d 人") % words)


def _shut(wish: Stand, spans: Sequence[Span]) -> Span | None:
    """The span that keeps it out: one that shuts, else the first of those that should hold it and do not."""
    for span in spans:
        if not span.open and wish.starts < span.ends and span.starts < wish.ends:
            return span
    limits = [span for span in spans if span.open]
    if limits and not any(span.starts <= wish.starts and wish.ends <= span.ends for span in limits):
        return limits[0]
    return None


def _spans(wish: Stand, around: Around) -> Iterator[Mark]:
    looked = [("venue", wish.room.name, around.venue_spans.get(wish.room.id, ()))] if wish.room else []
    looked += [
        ("person", around.names.get(one, ""), around.person_spans.get(one, ())) for one in sorted(wish.staff)
    ]
    for kind, name, spans in looked:
        shut = _shut(wish, spans)
        if shut is None:
            continue
        if shut.open:
            text = _("不在“%(name)s”的可用时间内") % {"name": name}
        elif shut.note:
            text = _("“%(name)s”这时不能用：%(note)s") % {"name": name, "note": shut.note}
        else:
            text = _("“%(name)s”这时不能用") % {"name": name}
        yield Mark(kind, Tone.WARN, text)


def _people(wish: Stand, meeting: Sequence[Stand], around: Around) -> Iterator[Mark]:
    for other in meeting:
        if both := wish.staff & other.staff:
            people = joined(sorted(around.names.get(one, "") for one in both))
            words = {"people": people, "time": time_range(other.starts, other.ends)}
            text = _("%(people)s %(time)s 要在%(title)s") % (words | {"title": _called(wish, other)})
            yield Mark("staff", _tone(other), text)


def _host(wish: Stand, meeting: Sequence[Stand], at_once: int) -> Iterator[Mark]:
    own = [one for one in meeting if one.owner == wish.owner]
    if len(own) + 1 > at_once:
        tone = Tone.WARN if sum(one.public for one in own) >= at_once else Tone.DRAFT
        n = len(own) + 1
        text = ngettext("%(unit)s这时要同时办 %(n)d 场", "%(unit)s这时要同时办 %(n)d 场", n)
        yield Mark("host", tone, text % {"unit": wish.owner_name, "n": n})


def halves(stand: Stand, zone: ZoneInfo) -> Collection[tuple[date, str]]:
    """The half days that a session touches."""
    starts, ends = stand.starts.astimezone(zone), stand.ends.astimezone(zone)
    found = {(starts.date(), "am" if starts.time() < NOON else "pm")}
    if ends.time() > NOON:
        found.add((ends.date(), "pm"))
    return found


def kilometres(one: tuple[Decimal, Decimal], other: tuple[Decimal, Decimal]) -> float:
    """The way through the air between two points (latitude, longitude in degrees)."""
    a, b, c, d = (radians(float(number)) for number in (*one, *other))
    h = sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(h))


def _highlights(wish: Stand, others: Sequence[Stand], around: Around) -> Iterator[Mark]:
    if not wish.highlight:
        return
    mine = halves(wish, around.zone)
    for other in others:
        if not other.highlight or other.activity == wish.activity:
            continue
        words = {"title": _called(wish, other), "time": time_range(other.starts, other.ends)}
        apart = _apart(wish, other)
        if wish.place is not None and wish.place == other.place and wish.meets(other):
            yield Mark(
                "highlight",
                _tone(other),
                _("同县的看点%(title)s也在这时（%(time)s），会互相分走观众") % words,
            )
        elif (
            apart is not None
            and apart <= around.near_km
            and not set(mine).isdisjoint(halves(other, around.zone))
        ):
            words |= {"km": f"{apart:.1f}"}
            yield Mark(
                "highlight", _tone(other), _("看点%(title)s（%(time)s）同在这半天，相距 %(km)s 公里") % words
            )


def _apart(wish: Stand, other: Stand) -> float | None:
    if wish.room is None or other.room is None or wish.room.point is None or other.room.point is None:
        return None
    return kilometres(wish.room.point, other.room.point)
