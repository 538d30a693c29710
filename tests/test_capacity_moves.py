"""While a thousand book two sessions, an officer cuts, adds, limits, and calls the day off: never one too many."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from threading import Event
from typing import Any

import pytest
from django.db import connection
from django.db.models import Sum
from procrastinate.contrib.django.models import ProcrastinateJob

from skillweek.accounts.models import User
from skillweek.booking.actions import (
    Moved,
    book_visit,
    call_off,
    cancel_booking,
    set_places,
    tell_called_off,
    thin_out,
)
from skillweek.booking.models import Booking, CallOff, Quota
from skillweek.booking.queries import crowds
from skillweek.booking.queries.calloffs import Wish, fingerprint
from skillweek.booking.rules import BookingError
from skillweek.messaging.models import Message
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Audience, Edition
from skillweek.programme.actions import draft_crowd_rule, end_crowd_rule, set_crowd_rule
from skillweek.programme.models import Session
from skillweek.programme.tests.factories import make_activity, make_session

CLIENTS, PLACES, LINKS, LIMIT = 1000, 500, 20, 120
#: one statement, so one snapshot: sessions whose live people differ from what is counted, or pass their places
_WRONG = """
SELECT s.id, q.places, q.taken, sum(b.party)
FROM programme_session s
JOIN booking_quota_sessions l ON l.session_id = s.id JOIN booking_quota q ON q.id = l.quota_id
LEFT JOIN booking_booking b ON b.session_id = s.id AND b.state IN ('held', 'confirmed', 'attended')
GROUP BY s.id, q.id HAVING coalesce(sum(b.party), 0) > q.places OR coalesce(sum(b.party), 0) <> q.taken
"""


def _looked() -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(_WRONG)
        return list(cursor.fetchall())


def _apart(work: Callable[..., Any], *args: Any) -> Any:
    """Run ``work`` in a thread with its own connection."""
    try:
        return work(*args)
    finally:
        connection.close()


@pytest.fixture
def sessions(
    transactional_db: None, now: Any, school: Organisation, edition: Edition, venue: Venue
) -> list[Session]:
    venue.capacity = 1000
    venue.save()
    activity = make_activity(school, edition)
    made = [make_session(activity, starts=now.replace(hour=hour), venue=venue) for hour in (14, 16)]
    for one in made:
        set_places(session=one, places=PLACES, by=None)
    return made


def _book(sessions: list[Session], audience: Audience, number: int) -> str:
    """What one client was told; every seventh cannot come after all."""
    try:
        made = book_visit(
            session=sessions[number % 2], name="示例", phone=f"139{number // 2:08}", party=1 + number % 3,
            audience=audience, consent=True,
        )  # fmt: skip
        if number % 7 == 0:
            cancel_booking(booking=made)
    except BookingError as error:
        return error.code
    return "booked"


def _set(sessions: list[Session], told: Counter[str], *sizes: int) -> None:
    for places in sizes:
        for one in sessions:
            try:
                set_places(session=one, places=places, by=None)
                told["set"] += 1
            except BookingError as error:
                told[error.code] += 1


def _thin(edition: Edition, lin: User) -> None:
    """Review and confirm until what was reviewed is what there is."""
    while plan := crowds.plan(edition, lin):
        try:
            thin_out(edition=edition, reason="市里通知限流", seen=crowds.seen(plan), by=lin)
        except Moved:
            continue


def _officer(sessions: list[Session], edition: Edition, lin: User) -> Counter[str]:
    """Cut, add, close, switch a crowd rule on and off, and at last end the day; answers how each went."""
    told: Counter[str] = Counter()
    _set(sessions, told, 300, 600, 100, 800)
    rule = draft_crowd_rule(
        edition=edition,
        issuer=edition.city,
        by=lin,
        instant_cap=LIMIT,
        venue=sessions[0].venue,
        reason="限流",
    )
    set_crowd_rule(rule=rule)
    for one in sessions:
        assert Quota.objects.get(sessions=one).left <= LIMIT
    _thin(edition, lin)
    assert all(one["people"] <= LIMIT for one in _people())
    end_crowd_rule(rule=rule, by=lin)
    _set(sessions, told, 0, 450, 200, 700)
    ids = [one.pk for one in sessions]
    call_off(
        edition=edition, wish=Wish(day=sessions[0].day), reason="雷雨大风", seen=fingerprint(ids), by=lin
    )
    return told


def _people() -> list[dict[str, int]]:
    live = Booking.objects.filter(state__in=("held", "confirmed", "attended")).order_by()
    return list(live.values("session").annotate(people=Sum("party")))


def _sample(over: Event, found: list[Any]) -> int:
    looks = 0
    while not over.wait(0.05):
        found += _looked()
        looks += 1
    return looks


def _tell() -> None:
    """What the workers do with the jobs, each twice."""
    jobs = ProcrastinateJob.objects.filter(task_name="skillweek.booking.tasks.tell_called_off")
    for job in [*jobs, *jobs]:
        tell_called_off(**job.args)


def test_never_one_too_many_and_one_message_each(
    sessions: list[Session], edition: Edition, lin: User
) -> None:
    audience = Audience.objects.get(edition=edition, code="parents")
    over, wrong = Event(), []
    with ThreadPoolExecutor(LINKS + 2) as pool:

        def start(work: Callable[..., Any], *args: Any) -> Any:
            return pool.submit(copy_context().run, _apart, work, *args)

        sampler = start(_sample, over, wrong)
        clients = [start(_book, sessions, audience, number) for number in range(CLIENTS // 2)]
        officer = start(_officer, sessions, edition, lin)
        clients += [start(_book, sessions, audience, number) for number in range(CLIENTS // 2, CLIENTS)]
        try:
            told = Counter(one.result() for one in clients)
            changes = officer.result()
        finally:
            over.set()
        assert sampler.result() > 0
    assert (wrong, _looked()) == ([], [])
    assert sum(told.values()) == CLIENTS
    assert set(told) <= {"booked", "full", "not-open"}
    assert (told["booked"] > 0, sum(changes.values())) == (True, 16)
    assert set(Booking.objects.values_list("state", flat=True)) == {"cancelled"}
    assert set(Quota.objects.values_list("taken", flat=True)) == {0}
    _tell()
    for made in CallOff.objects.all():
        letters = Message.objects.filter(batch=f"call-off-{made.pk}").values_list("address_index", flat=True)
        concerned = Booking.objects.filter(call_off=made).values_list("phone_index", flat=True)
        assert Counter(letters) == Counter(set(concerned))
    assert set(CallOff.objects.values_list("scope", flat=True)) == {"crowd", "day"}


def test_the_sampler_sees_one_too_many(sessions: list[Session], edition: Edition) -> None:
    """Its teeth: a booking written past the counting is seen at once, and so is a place counted and not booked."""
    audience = Audience.objects.get(edition=edition, code="parents")
    assert (_looked(), _book(sessions, audience, 2), _looked()) == ([], "booked", [])
    Booking.objects.update(party=PLACES + 1)
    assert [row[0] for row in _looked()] == [sessions[0].pk]
    Booking.objects.update(party=3)
    Quota.objects.filter(sessions=sessions[1]).update(taken=1)
    assert [row[0] for row in _looked()] == [sessions[1].pk]
