"""Visitors: made up by a seeded generator, so that the same data folder gives the same people."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.db import connection

from skillweek.booking.models import Booking, Checkin, Quota
from skillweek.common.cipher import blind_index
from skillweek.common.codes import ALPHABET
from skillweek.plan.models import Audience
from skillweek.programme.models import Activity, Session
from skillweek.project.demo.keep import add
from skillweek.project.demo.source import Row
from skillweek.project.demo.week import Week

State = Booking.State

#: ``taken`` of every quota of the city, counted from the bookings that name it
RECOUNT = """
UPDATE booking_quota q SET taken = counted.people
FROM (SELECT q.id, coalesce(sum(b.party), 0) AS people
      FROM booking_quota q
      LEFT JOIN booking_booking b ON q.id = ANY (b.quotas) AND b.state IN ('held', 'confirmed', 'attended')
      WHERE q.city_id = %s GROUP BY q.id) counted
WHERE q.id = counted.id AND q.taken <> counted.people
"""

#: people inside every session of the city, counted from its check-ins
OCCUPY = """
INSERT INTO booking_occupancy (session_id, inside, came)
SELECT s.id, greatest(c.inside, 0), c.came
FROM programme_session s CROSS JOIN LATERAL booking_counted(s.id) c
WHERE s.city_id = %s AND c.came > 0
ON CONFLICT (session_id) DO UPDATE SET inside = excluded.inside, came = excluded.came
"""


@dataclass
class Wishes:
    """What ``bookings.toml`` asks for."""

    row: Row
    opens: datetime
    closes: datetime
    surnames: str
    forms: list[str]


def load_visitors(week: Week) -> None:
    """Bookings within the places there are, and check-ins of the days that have them."""
    if not (week.folder.path / "bookings.toml").exists():
        return
    row = week.folder.document("bookings.toml")
    wishes = Wishes(
        row,
        row.moment("opens"),
        row.moment("closes"),
        row.text("surnames", required=True),
        list(row.values.get("forms", ["先生", "女士"])),
    )
    week.folder.check()
    bookings = _bookings(week, wishes, Random(row.count("seed", 1)))
    add(Booking, bookings)
    codes = [booking.code for booking in bookings]
    stored = {b.code: b for b in Booking.objects.filter(code__in=codes).select_related("session")}
    add(Checkin, _checkins(week, row, [stored[b.code] for b in bookings if b.code in stored]))
    with connection.cursor() as cursor:
        cursor.execute(RECOUNT, [week.city.pk])
        cursor.execute(OCCUPY, [week.city.pk])


@dataclass
class Door:
    """A session that people can book, with its quotas and the audiences it is for."""

    session: Session
    quotas: list[Quota]
    audiences: list[Audience]


def _open(week: Week) -> list[Door]:
    """Published sessions that have places and a settled time, in order of their codes.

    Those that may still be moved stay unbooked, so that the planner has something to propose.
    """
    rows = (
        Session.objects.filter(
            code__in=week.sessions,
            activity__state=Activity.State.PUBLISHED,
            activity__movable=False,
            quotas__isnull=False,
        )
        .select_related("activity")
        .prefetch_related("quotas", "activity__audiences")
        .order_by("code")
        .distinct()
    )
    return [Door(s, list(s.quotas.all()), list(s.activity.audiences.all())) for s in rows]


def _bookings(week: Week, wishes: Wishes, chance: Random) -> list[Booking]:
    """Spread over the sessions, earlier days and highlights first; some sessions are filled up."""
    doors = _open(week)
    if not doors:
        return []
    taken: Counter[int] = Counter()
    weights = [
        (3 if d.session.activity.highlight else 1) * (8 - (d.session.day - week.edition.starts).days)
        for d in doors
    ]
    full = chance.sample(doors, min(len(doors), wishes.row.count("full_sessions", 0)))
    count = wishes.row.count("count", 0)
    bookings: list[Booking] = []
    for door in full:
        while booking := _booking(week, wishes, chance, door, taken, len(bookings)):
            bookings.append(booking)
    while len(bookings) < count:
        door = chance.choices(doors, weights)[0]
        if booking := _booking(week, wishes, chance, door, taken, len(bookings)):
            bookings.append(booking)
        else:
            count -= 1  # this session is full: nobody more comes
    return bookings


def _booking(
    week: Week, wishes: Wishes, chance: Random, door: Door, taken: Counter[int], number: int
) -> Booking | None:
    audience = chance.choice(door.audiences)
    applies = [q for q in door.quotas if q.audience_id in (None, audience.pk)]
    left = min((q.places - taken[q.pk] for q in applies), default=0)
    if left < 1:
        return None
    party = min(left, chance.choices(range(1, wishes.row.count("largest_party", 4) + 1), [5, 6, 3, 1])[0])
    cancelled = chance.random() < float(wishes.row.values.get("cancelled_share", 0)) and left > party
    if not cancelled:
        taken.update({q.pk: party for q in applies})
    return _row(
        week, wishes, chance, door.session, audience, [q.pk for q in applies], party, cancelled, number
    )


def _row(
    week: Week, wishes: Wishes, chance: Random, session: Session, audience: Audience, quotas: list[int],
    party: int, cancelled: bool, number: int,
) -> Booking:  # fmt: skip
    phone = f"{wishes.row.text('phone_prefix')}{number:04d}"
    opens = max(wishes.opens, session.activity.published_at or wishes.opens)
    created = opens + (wishes.closes - opens) * chance.random()
    days = wishes.row.values.get("checkin_days", [])
    came = (
        not cancelled
        and session.day in days
        and chance.random() < float(wishes.row.values.get("attended_share", 1))
    )
    return Booking(
        code="".join(chance.choice(ALPHABET) for _ in range(10)), city=week.city, session=session,
        audience=audience, name=f"示例-{chance.choice(wishes.surnames)}{chance.choice(wishes.forms)}", phone=phone,
        phone_index=blind_index(phone), party=party, quotas=quotas,
        state=State.CANCELLED if cancelled else State.ATTENDED if came else State.CONFIRMED,
        consent_at=created, created_at=created, retention_until=week.edition.retention_until,
        cancelled_at=created + timedelta(hours=5) if cancelled else None,
    )  # fmt: skip


def _checkins(week: Week, row: Row, bookings: list[Booking]) -> list[Checkin]:
    """Everyone who came, between a quarter of an hour before the start and ten minutes after."""
    chance = Random(row.count("seed", 1))
    gate = week.people.get("gate")
    return [
        Checkin(
            session=booking.session, booking=booking, nonce=f"demo-{booking.code}", people=booking.party, by=gate,
            at=at, recorded_at=at,
        )
        for booking in bookings
        if booking.state == State.ATTENDED
        for at in [booking.session.starts + timedelta(seconds=chance.randint(-900, 600))]
    ]  # fmt: skip
