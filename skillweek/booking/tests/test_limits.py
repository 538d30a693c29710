"""How much one telephone number may book: by day, by Week, and after not coming."""

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from skillweek.booking import actions
from skillweek.booking.models import Booking, Policy, Quota
from skillweek.booking.rules import BookingError
from skillweek.common import clock
from skillweek.plan.models import Audience, Edition
from skillweek.programme.models import Session
from skillweek.programme.tests.factories import make_session


@pytest.fixture
def others(session: Session) -> list[Session]:
    """More sessions of the same activity: one later that day, two on the next."""
    day = timedelta(days=1)
    made = [
        make_session(session.activity, starts=session.starts + later, venue=session.venue)
        for later in (timedelta(hours=3), day, day + timedelta(hours=3))
    ]
    for one in made:
        actions.set_places(session=one, places=50, by=None)
    return made


def book(session: Session, audience: Audience | None, phone: str = "13900000001") -> Booking:
    return actions.book_visit(
        session=session, name="陈示例", phone=phone, party=1, audience=audience, consent=True
    )


@pytest.fixture
def who(session: Session) -> Audience | None:
    return session.activity.audiences.first()


def test_a_number_books_so_many_a_day(
    edition: Edition, session: Session, others: list[Session], who: Audience | None
) -> None:
    Policy.objects.create(edition=edition, per_day=1)
    first = book(session, who)
    with pytest.raises(BookingError, match="当天已经约了 1 场，每天最多 1 场"):
        book(others[0], who)
    assert book(others[1], who).live
    assert book(others[0], who, "13900000002").live
    actions.cancel_booking(booking=first)
    assert book(others[0], who).live


def test_a_number_books_so_many_a_week(
    edition: Edition, session: Session, others: list[Session], who: Audience | None
) -> None:
    Policy.objects.create(edition=edition, per_week=2)
    book(session, who)
    book(others[1], who)
    taken = list(Quota.objects.order_by("pk").values_list("taken", flat=True))
    with pytest.raises(BookingError, match="整个活动周最多 2 场"):
        book(others[2], who)
    assert list(Quota.objects.order_by("pk").values_list("taken", flat=True)) == taken


def test_who_did_not_come_waits_unless_excused(
    edition: Edition, session: Session, others: list[Session], who: Audience | None
) -> None:
    missed = book(session, who)
    Session.objects.filter(pk=session.pk).update(
        starts=clock.now() - timedelta(days=2), ends=clock.now() - timedelta(days=2, hours=-1)
    )
    Booking.objects.filter(pk=missed.pk).update(state=Booking.State.NO_SHOW)
    with pytest.raises(BookingError, match="约了没来"):
        book(others[1], who)
    Booking.objects.filter(pk=missed.pk).update(excuse="孩子发烧")
    assert book(others[1], who).live


def test_after_the_days_of_the_policy_one_books_again(
    edition: Edition, session: Session, others: list[Session], who: Audience | None
) -> None:
    Policy.objects.create(edition=edition, no_show_days=1)
    missed = book(session, who)
    Session.objects.filter(pk=session.pk).update(
        starts=clock.now() - timedelta(days=2), ends=clock.now() - timedelta(days=2, hours=-1)
    )
    Booking.objects.filter(pk=missed.pk).update(state=Booking.State.NO_SHOW)
    assert book(others[1], who).live


def tries(sessions: list[Session], who: Audience | None) -> list[str]:
    """One number books all these sessions at the same moment; what became of each try."""
    gate = Barrier(len(sessions))

    def one(session: Session) -> str:
        gate.wait()
        try:
            book(session, who)
        except BookingError as error:
            return type(error).__name__
        finally:
            connection.close()
        return "booked"

    with ThreadPoolExecutor(len(sessions)) as pool:
        jobs = [pool.submit(copy_context().run, one, session) for session in sessions]
        return sorted(job.result() for job in jobs)


@pytest.mark.django_db(transaction=True)
def test_simultaneous_tries_do_not_pass_the_limit(
    edition: Edition, session: Session, others: list[Session], who: Audience | None
) -> None:
    Policy.objects.create(edition=edition, per_week=1)
    found = tries([session, *others], who)
    assert (found.count("booked"), len(found)) == (1, 4)
    assert Booking.objects.filter(state__in=["held", "confirmed"]).count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_of_the_person_the_limit_is_passed(
    edition: Edition, session: Session, others: list[Session], who: Audience | None
) -> None:
    """The teeth: the same tries with the lock taken out and a pause after the count pass the limit."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef('booking_book_many'::regproc)")
        kept = cursor.fetchone()[0]
        lock = "PERFORM pg_advisory_xact_lock(p.lock)"
        judged = "        IF told[n] IS NULL THEN\n            fit := fit || n;"
        assert (kept.count(lock), kept.count(judged)) == (1, 1)
        loose = kept.replace(lock, "PERFORM p.lock").replace(
            judged, f"        PERFORM pg_sleep(0.5);\n{judged}"
        )
        cursor.execute(loose)
    try:
        Policy.objects.create(edition=edition, per_week=1)
        assert tries([session, *others], who).count("booked") > 1
    finally:
        with connection.cursor() as cursor:
            cursor.execute(kept)
