"""A small public programme, and its first version."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Edition
from skillweek.programme.models import Activity, Session
from skillweek.programme.tests.factories import make_activity, make_session


@dataclass(frozen=True)
class Programme:
    """Pottery with two sessions in a room, and an online class of the other county."""

    edition: Edition
    venue: Venue
    pottery: Activity
    first: Session
    second: Session
    online: Activity
    class_: Session


@pytest.fixture
def programme(
    now: datetime, edition: Edition, school: Organisation, other_school: Organisation, venue: Venue
) -> Programme:
    pottery = make_activity(school, edition, title="汝瓷拉坯体验", code="pottery")
    online = make_activity(
        other_school,
        edition,
        title="护理云课堂",
        code="cloud-class",
        online_url="https://live.example.invalid/1",
    )
    return Programme(
        edition, venue, pottery, make_session(pottery, starts=now + timedelta(hours=5), venue=venue),
        make_session(pottery, starts=now + timedelta(days=1), venue=venue), online,
        make_session(online, starts=now + timedelta(hours=6)),
    )  # fmt: skip
