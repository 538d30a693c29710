"""Public pages of services, and writing a point at the desk."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from skillweek.accounts.models import User
from skillweek.booking.actions import set_places
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Edition, ServiceKind
from skillweek.programme.models import Activity
from skillweek.programme.tests.factories import make_activity, make_session
from skillweek.volunteering.actions import write_point
from skillweek.volunteering.models import ServicePoint

Make = Callable[..., Activity]


@pytest.fixture
def make(now: datetime, school: Organisation, edition: Edition, venue: Venue) -> Make:
    """``make(hours=1)`` gives a service activity with a point and one session in so many hours."""

    def service(hours: int = 1, kind: str = "appliances", **facts: object) -> Activity:
        activity = make_activity(school, edition, kind="service", **facts)
        make_session(activity, starts=now + timedelta(hours=hours), venue=venue)
        chosen = {"kind": ServiceKind.objects.get(edition=edition, code=kind), "bring": "坏了的电扇"}
        write_point(activity=activity, facts=chosen, by=None)
        return activity

    return service


def _queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", {"修电扇", "量血压"}), ("?when=today", {"修电扇"}), ("?kind=care", {"量血压"}),
        ("?place=yexian", {"修电扇", "量血压"}), ("?place=baofeng", set()),
        ("?kind=nothing&place=nowhere&when=never", {"修电扇", "量血压"}),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("other_county")
def test_by_kind_place_and_day(client: Client, make: Make, query: str, titles: set[str]) -> None:
    make(title="修电扇")
    make(hours=48, kind="care", title="量血压")
    make(title="还没发布", state=Activity.State.DRAFT)
    page = client.get(f"/services/{query}").content.decode()
    assert {title for title in ("修电扇", "量血压", "还没发布") if f">{title}</a>" in page} == titles


def test_a_point_says_what_to_bring_when_and_how_many_places_are_left(
    client: Client, make: Make, lin: User
) -> None:
    activity = make()
    path = f"/services/{activity.code}/"
    assert "不用预约，直接来" in client.get(path).content.decode()
    set_places(session=activity.sessions.get(), places=12, by=lin)
    page = client.get(path).content.decode()
    assert ("坏了的电扇" in page, "余 12 席" in page) == (True, True)
    assert f"/sessions/{activity.sessions.get().code}/book/" in page


def test_unpublished_and_unknown_points_are_not_there(client: Client, make: Make) -> None:
    draft = make(state=Activity.State.DRAFT)
    assert client.get(f"/services/{draft.code}/").status_code == 404
    assert client.get("/services/nothing/").status_code == 404


def test_the_page_asks_the_database_as_often_for_three_as_for_one(client: Client, make: Make) -> None:
    make()
    first = _queries(client, "/services/")
    make()
    make(hours=3)
    assert _queries(client, "/services/") == first


def test_a_leader_writes_and_a_stranger_finds_nothing(
    make: Make, sign_in: Callable[[User], Client], zhao: User, wu: User
) -> None:
    activity = make()
    path = f"/desk/services/{activity.pk}/"
    kind = ServiceKind.objects.get(code="care").pk
    stranger = sign_in(wu)
    assert {stranger.get(path).status_code, stranger.post(path, {"kind": kind}).status_code} == {404}
    client = sign_in(zhao)
    assert client.get("/desk/services/").status_code == 200
    assert client.post(path, {"kind": "", "bring": "水杯"}).status_code == 422
    assert ServicePoint.objects.get().bring == "坏了的电扇"
    assert client.post(path, {"kind": kind, "bring": "水杯"}).status_code == 302
    assert (ServicePoint.objects.get().kind_id, ServicePoint.objects.get().bring) == (kind, "水杯")
