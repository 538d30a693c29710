"""A visitor's own week: kept by the device, checked for clashes, shared by address."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from skillweek.organisations.models import Venue
from skillweek.programme.models import Session
from skillweek.programme.tests.factories import make_session
from skillweek.website.tests.conftest import Week

KEEP, MINE, DROP = "/my-week/keep/", "/my-week/", "/my-week/drop/"


@pytest.fixture
def second(week: Week, now: datetime) -> Session:
    """Another session that begins before the morning's has ended."""
    return make_session(week.online, starts=week.morning.starts + timedelta(minutes=10))


def _cookie(client: Client) -> str:
    return client.cookies["my_week"].value


def test_sessions_are_kept_by_the_device_and_dropped(week: Week, second: Session, client: Client) -> None:
    asked = client.get(KEEP, {"s": week.morning.code}).content.decode()
    assert week.pottery.title in asked
    assert "my_week" not in client.cookies
    assert client.post(KEEP, {"s": week.morning.code}).status_code == 302
    client.post(KEEP, {"s": [week.morning.code, second.code]})
    assert _cookie(client) == f"{week.morning.code}.{second.code}"
    page = client.get(MINE)
    assert page["Cache-Control"] == "no-store"
    assert week.pottery.title in page.content.decode()
    client.post(DROP, {"s": week.morning.code})
    assert _cookie(client) == second.code
    assert week.pottery.title not in client.get(MINE).content.decode()


def test_a_clash_is_named(week: Week, second: Session, get: Callable[..., str]) -> None:
    page = get(f"{MINE}?s={week.morning.code}.{second.code}")
    assert "1 处时间不合适" in page
    assert f"时间撞了：“{week.pottery.title}”这时还没有结束" in page


@pytest.mark.parametrize(("minutes", "warned"), [(5, True), (240, False)])
def test_a_way_that_is_too_long_is_named(
    minutes: int, warned: bool, week: Week, venue: Venue, get: Callable[..., str]
) -> None:
    Venue.objects.filter(pk=venue.pk).update(latitude="33.60000", longitude="113.30000")
    far = Venue.objects.create(
        city=venue.city, owner=venue.owner, place=venue.place, name="远处的礼堂", address="远", capacity=10,
        latitude="33.80000", longitude="113.30000",
    )  # fmt: skip
    later = make_session(week.pottery, starts=week.morning.ends + timedelta(minutes=minutes), venue=far)
    page = get(f"{MINE}?s={week.morning.code}.{later.code}")
    assert ("约 22 公里" in page) is warned


@pytest.mark.parametrize("codes", ["", "NOSUCHCODE", "..;<script>", "A" * 500, "%00"])
def test_codes_that_are_none_break_nothing(codes: str, week: Week, get: Callable[..., str]) -> None:
    assert "还没有放进任何场次" in get(f"{MINE}?s={codes}")


def test_a_draft_is_nobodys_week(week: Week, get: Callable[..., str]) -> None:
    week.pottery.state = "draft"
    week.pottery.published_at = None
    week.pottery.save()
    assert week.pottery.title not in get(f"{MINE}?s={week.morning.code}")


def test_a_cancelled_session_says_so(week: Week, get: Callable[..., str]) -> None:
    Session.objects.filter(pk=week.morning.pk).update(state="cancelled")
    assert "已取消" in get(f"{MINE}?s={week.morning.code}")


def test_a_week_holds_no_more_than_a_cookie(week: Week, client: Client) -> None:
    client.cookies["my_week"] = ".".join(f"C{n}" for n in range(70))
    client.post(KEEP, {"s": week.morning.code})
    codes = _cookie(client).split(".")
    assert (len(codes), codes[-1]) == (60, week.morning.code)


def test_nothing_chosen_says_where_to_choose(week: Week, client: Client) -> None:
    assert "没有选场次" in client.get(KEEP).content.decode()
    assert "没有选场次" in client.post(KEEP, {"s": "NOSUCH"}).content.decode()
