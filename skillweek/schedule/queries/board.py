"""The week board: sessions as cards, in lanes (venues, county-level units, owners) by day."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from skillweek.common import clock
from skillweek.organisations import queries as organisations
from skillweek.organisations.models import Organisation, Venue
from skillweek.organisations.queries import AnyUser, own, scope
from skillweek.organisations.rules import Right
from skillweek.plan.models import Edition
from skillweek.plan.queries import closed, current_first, editions
from skillweek.programme import queries as programme
from skillweek.programme.models import Activity, Session
from skillweek.programme.queries import Around, Caution, Mark, Stand
from skillweek.schedule.models import Move
from skillweek.schedule.rules import LANES, stands_at


def board_editions(user: AnyUser) -> QuerySet[Edition]:
    """Editions whose board ``user`` may open: officers of the city, or of a unit in it."""
    cities = {unit.tenant_id for unit in own(user, Right.MANAGE)}
    return current_first(editions().filter(city__in=cities))


@dataclass(frozen=True)
class Sift:
    """What of the board is shown: lanes of which kind, one county-level unit, one kind, words of the title."""

    lane: str = LANES[0]
    place: str = ""
    kind: str = ""
    words: str = ""


@dataclass(frozen=True)
class Card:
    """A session on the board, where it stands or where it was moved to."""

    session: Session
    starts: datetime
    ends: datetime
    venue: Venue | None
    tone: str
    movable: bool
    move: Move | None
    marks: list[Mark]
    cautions: list[Caution]
    seen: str

    @property
    def worst(self) -> str:
        """The tone of its heaviest clash."""
        return self.marks[0].tone if self.marks else ""


@dataclass
class Lane:
    """One row: its cells by day."""

    code: str
    label: str
    note: str = ""
    cells: dict[date, list[Card]] = field(default_factory=dict)

    @property
    def days(self) -> list[tuple[date, list[Card]]]:
        """Cells in order of the days."""
        return list(self.cells.items())


@dataclass
class Board:
    """Everything that the page shows."""

    days: list[date]
    lanes: list[Lane]
    cards: list[Card]

    @property
    def by_day(self) -> list[tuple[date, list[Card]]]:
        """Cards of each day in order of time: the list on a phone."""
        found: dict[date, list[Card]] = {day: [] for day in self.days}
        for card in self.cards:
            found.setdefault(card.starts.date(), []).append(card)
        return list(found.items())


@dataclass
class _Facts:
    """What is read once for all cards."""

    edition: Edition
    zone: ZoneInfo
    now: datetime
    open: bool
    moves: dict[int, Move]
    booked: set[int]
    managed: set[int]
    around: Around
    stands: dict[int, Stand]
    cautions: dict[int, list[Caution]]


def moved_stand(stand: Stand, starts: datetime, ends: datetime, venue: Venue | None) -> Stand:
    """The session elsewhere."""
    place = venue.place_id if venue else stand.place
    return replace(stand, starts=starts, ends=ends, room=programme.room_of(venue), place=place)


def surroundings(edition: Edition) -> tuple[dict[int, Session], dict[int, Stand], Around, dict[int, Move]]:
    """All live sessions by id, each where the board has it, what stands around, and the moves."""
    found = programme.live_sessions(edition).select_related(
        "activity__owner", "activity__safeguard", "activity__kind", "venue__place", "place"
    )
    sessions = {one.pk: one for one in found}
    staff = programme.staff_of(programme.live_sessions(edition))
    waiting = Move.objects.filter(session__activity__edition=edition)
    moves = {one.session_id: one for one in waiting.select_related("to_venue__place", "from_venue")}
    stands = {pk: programme.stand_of(one, staff.get(pk, ())) for pk, one in sessions.items()}
    for pk, move in moves.items():
        if pk in stands:
            stands[pk] = moved_stand(stands[pk], move.to_starts, move.to_ends, move.to_venue)
    return sessions, stands, programme.among(edition, stands.values()), moves


def board(user: AnyUser, edition: Edition, sift: Sift) -> Board:
    """The board as ``user`` sees it: sessions of units whose desk is open to them, in few queries."""
    sessions, stands, around, moves = surroundings(edition)
    seen, managed = set(scope(user, Right.SEE)), set(scope(user, Right.MANAGE))
    shown = [one for one in sessions.values() if one.activity.owner_id in seen and _sifted(one, sift)]
    facts = _Facts(
        edition, ZoneInfo(edition.time_zone), clock.now(), closed(edition, "arrange") is None, moves,
        programme.promised([one.pk for one in shown]), managed, around, stands,
        programme.cautions(edition, shown),
    )  # fmt: skip
    cards = sorted((_card(one, facts) for one in shown), key=lambda one: (one.starts, one.session.pk))
    return Board(edition.days, _lanes(cards, edition, sift, seen), cards)


def _sifted(session: Session, sift: Sift) -> bool:
    place = session.place.code if session.place else ""
    title = str(session.activity.title)
    return (
        (not sift.place or place == sift.place)
        and (not sift.kind or session.activity.kind.code == sift.kind)
        and all(word in title for word in sift.words.split())
    )


def _card(session: Session, facts: _Facts) -> Card:
    move = facts.moves.get(session.pk)
    public = session.activity.state == Activity.State.PUBLISHED
    starts, ends = (move.to_starts, move.to_ends) if move else (session.starts, session.ends)
    movable = (
        public and facts.open and session.activity.movable and session.starts > facts.now
        and session.pk not in facts.booked and session.activity.owner_id in facts.managed
    )  # fmt: skip
    stand = facts.stands[session.pk]
    return Card(
        session, starts.astimezone(facts.zone), ends.astimezone(facts.zone), move.to_venue if move else session.venue,
        "public" if public else "waiting" if stand.waiting else "draft", movable, move,
        programme.marks(stand, facts.around), facts.cautions.get(session.pk, []), stands_at(session),
    )  # fmt: skip


def _lane_of(card: Card, lane: str) -> tuple[str, str, str]:
    """Code, label and note of the row that a card stands in."""
    if lane == "venue":
        if card.venue is None:
            return ("", _("线上"), "")
        return (card.venue.code, card.venue.name, card.venue.place.called)
    unit: Organisation | None = card.session.activity.owner
    if lane == "place":
        unit = card.venue.place if card.venue else card.session.place
    return (unit.code, unit.called, "") if unit else ("", _("全市"), "")


def _lanes(cards: Iterable[Card], edition: Edition, sift: Sift, seen: set[int]) -> list[Lane]:
    rows: dict[str, Lane] = {}
    for code, label, note in _expected(edition, sift, seen):
        rows[code] = Lane(code, label, note)
    found: dict[tuple[str, date], list[Card]] = defaultdict(list)
    for card in cards:
        code, label, note = _lane_of(card, sift.lane)
        rows.setdefault(code, Lane(code, label, note))
        found[code, card.starts.date()].append(card)
    for code, lane in rows.items():
        lane.cells = {day: found.get((code, day), []) for day in edition.days}
    return (
        sorted(rows.values(), key=lambda one: not one.code) if sift.lane == "venue" else list(rows.values())
    )


def _expected(edition: Edition, sift: Sift, seen: set[int]) -> list[tuple[str, str, str]]:
    """Rows that are there although nothing may stand in them: county-level units; venues, when one is chosen."""
    if sift.lane == "place":
        units = organisations.places(edition.city).filter(pk__in=seen)
        return [(unit.code, unit.called, "") for unit in units if sift.place in ("", unit.code)]
    if sift.lane == "venue" and sift.place:
        venues = organisations.venues(edition.city).filter(place__code=sift.place)
        return [(one.code, one.name, one.place.called) for one in venues]
    return []


@dataclass(frozen=True)
class Target:
    """A cell that a card may be dropped on: what it would clash with there."""

    day: date
    lane: str
    marks: list[Mark]


def targets(edition: Edition, session: Session, lanes: Iterable[str]) -> list[Target]:
    """Clashes of ``session`` on every day, at its venue or at each of the venues with the codes ``lanes``."""
    _sessions, stands, around, moves = surroundings(edition)
    stand, zone, now = stands[session.pk], ZoneInfo(edition.time_zone), clock.now()
    move = moves.get(session.pk)
    rooms: dict[str, Venue | None] = {"": move.to_venue if move else session.venue}
    wanted = [code for code in lanes if code]
    if wanted:
        venues = organisations.venues(edition.city).filter(code__in=wanted)
        rooms = {one.code: one for one in venues}
    found = []
    for day in edition.days:
        starts, ends = on_day(stand.starts, stand.ends, day, zone)
        if starts <= now:
            continue
        for code, venue in rooms.items():
            found.append(Target(day, code, programme.marks(moved_stand(stand, starts, ends, venue), around)))
    return found


def on_day(starts: datetime, ends: datetime, day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The same hours on another day."""
    local = starts.astimezone(zone)
    begin = datetime.combine(day, local.time(), tzinfo=zone)
    return begin, begin + (ends - starts)


def clashes_there(
    edition: Edition, session: Session, starts: datetime, ends: datetime, venue: Venue | None
) -> list[Mark]:
    """What ``session`` would clash with there, as the board stands."""
    _sessions, stands, around, _moves = surroundings(edition)
    return programme.marks(moved_stand(stands[session.pk], starts, ends, venue), around)
