"""A week with life in it: two schools, activities of several kinds, places that fill up."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.test import Client

from skillweek.booking.actions import set_places
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Edition
from skillweek.programme.actions.search import refresh_search
from skillweek.programme.models import Activity, Session
from skillweek.programme.tests.factories import make_activity, make_session


@dataclass(frozen=True)
class Week:
    """What the pages show."""

    edition: Edition
    county: Organisation
    school: Organisation
    pottery: Activity
    morning: Session
    online: Activity


@pytest.fixture
def week(
    now: datetime, edition: Edition, school: Organisation, other_school: Organisation, venue: Venue
) -> Week:
    """Pottery today with ten places and tomorrow without booking; an online class of the other county."""
    Organisation.objects.filter(code="yexian").update(
        short_name="叶县", name_en="Ye County", latitude=33.63, longitude=113.36
    )
    Organisation.objects.filter(code="baofeng").update(
        short_name="宝丰县", name_en="Baofeng County", latitude=33.87, longitude=113.05
    )  # fmt: skip
    pottery = make_activity(
        school, edition, code="pottery", title="汝瓷拉坯体验", title_en="Throw a bowl", highlight=True,
        audiences=("parents", "pupils"), steps="看：采泥\n做：拉坯",
    )  # fmt: skip
    morning = make_session(pottery, starts=now + timedelta(hours=1), venue=venue, code="MORNING234")
    make_session(pottery, starts=now + timedelta(days=1), venue=venue, code="TOMORROW24")
    set_places(session=morning, places=10, by=None)
    online = make_activity(
        other_school, edition, code="cloud-class", title="护理云课堂", title_en="Nursing online", kind="online",
        online_url="https://live.example.invalid/1", audiences=("residents",),
    )  # fmt: skip
    make_session(online, starts=now + timedelta(hours=5), code="ONLINE2345")
    for activity in (pottery, online):
        refresh_search(activity=activity)
    return Week(edition, pottery.owner.parent, school, pottery, morning, online)  # type: ignore[arg-type]  # has one


@pytest.fixture
def get(client: Client) -> Callable[..., str]:
    """``get(path)`` is the page's text; it must be there."""

    def page(path: str, status: int = 200) -> str:
        response = client.get(path)
        assert response.status_code == status, path
        return response.content.decode()

    return page
