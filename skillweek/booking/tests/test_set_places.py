"""Setting places: works, changes, never under what is taken, never over the venue, a stranger."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from skillweek.accounts.models import User
from skillweek.booking import queries
from skillweek.booking.actions import book_visit, cancel_booking, set_places
from skillweek.booking.models import Booking, Quota
from skillweek.booking.rules import NotAllowed
from skillweek.plan.models import Audience
from skillweek.programme.models import Session
from skillweek.programme.tests.factories import make_session


def test_it_makes_and_changes_one_quota(session: Session, he: User) -> None:
    set_places(session=session, places=12, by=he, largest_party=3)
    quota = Quota.objects.get()
    assert (quota.places, quota.largest_party, list(quota.sessions.all())) == (12, 3, [session])
    labels = quota.events.order_by("pgh_id").values_list("pgh_label", "places")
    assert list(labels) == [("insert", 10), ("update", 12)]


def test_booking_leaves_no_trace_in_the_quotas_history(booking: Booking) -> None:
    quota = Quota.objects.get()
    assert (quota.taken, quota.events.count()) == (2, 1)


def test_cutting_under_what_is_taken_is_refused_with_the_numbers(
    booking: Booking, session: Session, he: User
) -> None:
    with pytest.raises(NotAllowed, match="已经约出 2 个名额，不能少于这个数；现在填的是 1"):
        set_places(session=session, places=1, by=he)
    assert Quota.objects.get().places == 10
    set_places(session=session, places=2, by=he)
    assert queries.places_left([session.pk]) == {session.pk: 0}


def test_places_kept_for_the_door_are_not_cut_off(session: Session, he: User) -> None:
    Quota.objects.update(buffer=4)
    with pytest.raises(NotAllowed, match="其中 4 个留给现场，名额不能少于这个数；现在填的是 3"):
        set_places(session=session, places=3, by=he)
    set_places(session=session, places=4, by=he)
    assert queries.places_left([session.pk]) == {session.pk: 0}


def test_the_venue_holds_no_more(session: Session, he: User) -> None:
    with pytest.raises(NotAllowed, match="场地最多容纳 200 人"):
        set_places(session=session, places=201, by=he)


def test_a_stranger_sets_nothing(session: Session, wu: User) -> None:
    with pytest.raises(NotAllowed):
        set_places(session=session, places=12, by=wu)
    assert Quota.objects.get().places == 10


def test_a_later_quota_counts_those_who_booked_before(
    wish: dict[str, Any], now: datetime, he: User, parents: Audience
) -> None:
    session = make_session(wish["session"].activity, starts=now + timedelta(hours=3))
    Quota.objects.create(city_id=session.city_id, audience=parents, places=8).sessions.add(session)
    booking = book_visit(**wish | {"session": session})
    whole = set_places(session=session, places=5, by=he)
    assert (whole.taken, whole.left) == (2, 3)
    cancel_booking(booking=Booking.objects.get(pk=booking.pk))
    assert set(Quota.objects.filter(sessions=session).values_list("taken", flat=True)) == {0}
