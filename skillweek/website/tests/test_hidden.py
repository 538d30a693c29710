"""What is not published is nowhere; what is cancelled or full is shown as such."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from skillweek.booking.actions import set_places
from skillweek.common import clock
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Edition
from skillweek.programme.actions.search import refresh_search
from skillweek.programme.models import Activity, Session
from skillweek.programme.tests.factories import make_activity, make_session
from skillweek.website.tests.conftest import Week

LISTS = [
    "/", "/schedule/", "/schedule/?kind=campus", "/days/2021-05-23/", "/places/yexian/", "/audiences/parents/",
    "/schools/school-a/", "/search/?q=秘密活动", "/sitemap/", "/sitemap.xml",
]  # fmt: skip


def _secret(school: Organisation, edition: Edition, venue: Venue, now: datetime, **facts: object) -> Activity:
    activity = make_activity(school, edition, code="secret-one", title="秘密活动", highlight=True, **facts)
    make_session(activity, starts=now + timedelta(minutes=30), venue=venue)
    refresh_search(activity=activity)
    return activity


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "approved"])
def test_what_is_not_published_is_nowhere(
    state: str, now: datetime, school: Organisation, edition: Edition, venue: Venue, client: Client
) -> None:
    _secret(school, edition, venue, now, state=state)
    for path in LISTS:
        assert "secret-one" not in client.get(path).content.decode(), path
    assert client.get("/activities/secret-one/").status_code == 404


def test_what_is_published_later_waits(
    now: datetime, school: Organisation, edition: Edition, venue: Venue, client: Client
) -> None:
    _secret(school, edition, venue, now, published_at=now + timedelta(minutes=5))
    for path in LISTS:
        assert "secret-one" not in client.get(path).content.decode(), path
    assert client.get("/activities/secret-one/").status_code == 404
    with clock.frozen(now + timedelta(minutes=6)):
        for path in LISTS:
            assert "secret-one" in client.get(path).content.decode(), path
        assert client.get("/activities/secret-one/").status_code == 200


def test_full_and_nearly_full(week: Week, get: Callable[..., str]) -> None:
    asked = "/left/?of=MORNING234,TOMORROW24,2021-05-23,2021-02-30,,x"
    few, full = (
        {"text": "仅剩 10 席", "state": "few", "percent": 0},
        {"text": "已满", "state": "full", "percent": 100},
    )
    assert json.loads(get(asked)) == {"MORNING234": few, "2021-05-23": few}
    pages = {path: get(path) for path in ("/days/2021-05-23/", "/schedule/", "/activities/pottery/")}
    assert [page.count('data-left="MORNING234"') for page in pages.values()] == [1, 1, 1]
    week.morning.quotas.update(taken=10)
    assert json.loads(get(asked)) == {"MORNING234": full, "2021-05-23": full}
    assert {path: get(path) for path in pages} == pages, "a booking changes no page that is kept"
    assert "已满" not in get("/schedule/?free=1")
    assert 'href="/activities/pottery/"' in get("/").split('id="go"')[1]  # tomorrow needs no booking


def test_a_cancelled_session_is_struck_and_counts_no_more(week: Week, get: Callable[..., str]) -> None:
    Session.objects.filter(pk=week.morning.pk).update(state=Session.State.CANCELLED)
    page = get("/days/2021-05-23/")
    assert '<li class="entry gone off">' in page
    assert "已取消" in page
    assert "已取消" in get("/schedule/")
    assert "已取消" in get("/activities/pottery/")
    assert "1 场" in page


def test_the_page_tells_what_to_do_step_by_step(week: Week, get: Callable[..., str]) -> None:
    page = get("/activities/pottery/")
    assert "跟着老师和同学做一只茶盏。" in page
    assert '<ol class="numbered"><li>看：采泥</li><li>做：拉坯</li></ol>' in page


def test_cancelled_sessions_are_not_counted(week: Week, get: Callable[..., str]) -> None:
    Session.objects.filter(pk=week.morning.pk).update(state=Session.State.CANCELLED)
    assert "· 2 场</p>" in get("/schedule/")


def test_a_cancelled_activity_keeps_its_page(week: Week, get: Callable[..., str]) -> None:
    Activity.objects.filter(pk=week.pottery.pk).update(state=Activity.State.CANCELLED)
    Session.objects.filter(activity=week.pottery).update(state=Session.State.CANCELLED)
    assert "这个活动已经取消" in get("/activities/pottery/")
    assert "汝瓷拉坯体验" in get("/days/2021-05-23/")
    assert "汝瓷拉坯体验" not in get("/")
    assert "汝瓷拉坯体验" not in get("/search/?q=拉坯").split("<main")[1]


def test_past_sessions_are_marked(week: Week, now: datetime, get: Callable[..., str]) -> None:
    with clock.frozen(now + timedelta(hours=2)):
        assert "进行中" in get("/days/2021-05-23/")
    with clock.frozen(now + timedelta(hours=3)):
        page = get("/days/2021-05-23/")
        assert '<li class="over">' in page
        assert "已结束" in page
    with clock.frozen(now + timedelta(days=1)):
        page = get("/days/2021-05-23/")
        assert "这一天已经过去" in page
        assert "席" not in page.split('class="entries"')[1]


def test_places_left_count_what_is_to_come(
    week: Week, now: datetime, get: Callable[..., str], venue: Venue
) -> None:
    later = make_session(week.pottery, starts=now + timedelta(hours=6), venue=venue)
    set_places(session=later, places=30, by=None)
    asked = "/left/?of=2021-05-23"
    assert json.loads(get(asked))["2021-05-23"]["text"] == "余 40 席"
    assert 'data-left="2021-05-23"' in get("/").split('class="days')[1].split("</ul>")[0]
    with clock.frozen(now + timedelta(hours=2)):  # the morning has begun
        assert json.loads(get(asked))["2021-05-23"]["text"] == "余 30 席"
        assert get("/days/2021-05-23/").count('data-left="2021-05-23"') == 2
