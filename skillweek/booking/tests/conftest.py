"""A session with ten places, an hour after the clock's now, and somebody who comes."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from skillweek.accounts.models import User
from skillweek.booking.actions import book_visit, set_places
from skillweek.booking.kinds import CONFIRMED
from skillweek.booking.models import Booking
from skillweek.messaging.queries import texts
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Audience, Edition
from skillweek.programme.models import Activity, Session
from skillweek.programme.tests.factories import make_activity, make_session

PHONE = "13900000001"


@pytest.fixture
def words_known(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The city's own words were read a moment ago, as they are most of the time, and stay fresh."""
    monkeypatch.setattr(texts, "FRESH_SECONDS", 3600.0)
    texts.forget()
    texts.words_of("pds", CONFIRMED)
    yield
    texts.forget()


@pytest.fixture
def activity(now: datetime, school: Organisation, edition: Edition) -> Activity:
    return make_activity(school, edition, audiences=("parents", "pupils"), code="pottery")


@pytest.fixture
def session(now: datetime, activity: Activity, venue: Venue, he: User) -> Session:
    made = make_session(activity, starts=now + timedelta(hours=1), venue=venue, code="MORNING234")
    set_places(session=made, places=10, by=he)
    return made


@pytest.fixture
def parents(edition: Edition) -> Audience:
    return Audience.objects.get(edition=edition, code="parents")


@pytest.fixture
def pupils(edition: Edition) -> Audience:
    return Audience.objects.get(edition=edition, code="pupils")


@pytest.fixture
def wish(session: Session, parents: Audience) -> dict[str, Any]:
    """What 陈 wishes: two places, as a parent."""
    return {
        "session": session,
        "name": "陈示例",
        "phone": PHONE,
        "party": 2,
        "audience": parents,
        "consent": True,
    }


@pytest.fixture
def booking(wish: dict[str, Any]) -> Booking:
    return book_visit(**wish)
