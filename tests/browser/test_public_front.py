"""The public front in a real browser: every page, three widths, three languages, and the ways between them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from skillweek.booking.actions import set_places
from skillweek.common import clock
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Edition
from skillweek.programme.tests.factories import make_activity, make_session
from tests.browser.conftest import DESK, PHONE, assert_accessible

pytestmark = pytest.mark.django_db(transaction=True)
TABLET = {"width": 820, "height": 1180}
PATHS = [
    "/", "/schedule/", "/schedule/?kind=launch", "/days/2021-05-23/", "/days/2021-05-28/", "/places/",
    "/places/yexian/", "/audiences/", "/audiences/parents/", "/activities/pottery/", "/schools/",
    "/schools/school-a/", "/search/?q=拉坯", "/search/?q=恐龙", "/sitemap/", "/cloud/",
]  # fmt: skip


@pytest.fixture
def front(
    week_clock: Callable[[datetime], None], school: Organisation, other_school: Organisation, edition: Edition,
    venue: Venue,
) -> Callable[[datetime], None]:  # fmt: skip
    """A bookable, a full and a cancelled session, with names as long as they may be; gives the clock."""
    for code, name, latitude in (("yexian", "叶县", "33.63"), ("baofeng", "宝丰县", "33.87")):
        Organisation.objects.filter(code=code).update(
            short_name=name, latitude=Decimal(latitude), longitude=113
        )
    now = clock.now()
    pottery = make_activity(school, edition, code="pottery", highlight=True, steps="看一看\n做一做")
    for hours, places, taken in ((1, 10, 4), (3, 6, 6), (30, 20, 0)):
        session = make_session(pottery, starts=now + timedelta(hours=hours), venue=venue)
        quota = set_places(session=session, places=places, by=None)
        quota.taken = taken
        quota.save()
    make_session(pottery, starts=now + timedelta(hours=5), venue=venue, state="cancelled")
    long = make_activity(
        other_school, edition, title="名字很长的一个活动" * 6, kind="online", audiences=("media",)
    )
    make_session(long, starts=now + timedelta(hours=2))
    return week_clock


@pytest.mark.parametrize("size", [PHONE, TABLET, DESK], ids=["phone", "tablet", "desk"])
def test_every_page_is_for_everyone(
    front: Callable[[datetime], None], open_page: Callable[..., Page], size: dict[str, int]
) -> None:
    page = open_page(size)
    for path in PATHS:
        page.goto(path)
        assert_accessible(page)
    for path in ("/en/", "/zh-hant/", "/en/activities/pottery/", "/zh-hant/places/yexian/"):
        page.goto(path)
        assert_accessible(page)


def test_before_and_after_the_week(front: Callable[[datetime], None], open_page: Callable[..., Page]) -> None:
    page = open_page(PHONE)
    for days in (-2, 30):
        front(clock.now() + timedelta(days=days))
        page.goto("/")
        assert_accessible(page)


def test_the_strip_begins_at_today_on_a_phone(
    front: Callable[[datetime], None], open_page: Callable[..., Page]
) -> None:
    front(clock.now() + timedelta(days=3))
    page = open_page(PHONE)
    page.goto("/")
    expect(page.locator(".day.now")).to_be_in_viewport()


def test_the_map_is_walked_by_keyboard(
    front: Callable[[datetime], None], open_page: Callable[..., Page]
) -> None:
    page = open_page()
    page.goto("/places/")
    page.locator(".piece").first.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/places/*/")
    expect(page.locator("h1")).to_have_text("叶县")


def test_from_the_front_page_to_a_booking_form(
    front: Callable[[datetime], None], open_page: Callable[..., Page]
) -> None:
    page = open_page(PHONE)
    page.goto("/")
    page.locator(".day.now").click()
    page.get_by_role("link", name="汝瓷拉坯体验").first.click()
    page.get_by_role("button", name="预约这一场").click()
    expect(page.locator("h1")).to_be_visible()
    expect(page.get_by_role("textbox", name="手机号码")).to_be_visible()
