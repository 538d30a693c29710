"""A phone does the work in the background, and its booking goes through; nothing of it needs the person."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from skillweek.accounts.models import User
from skillweek.booking.actions import set_places
from skillweek.booking.models import Booking, SpentProof
from skillweek.common import clock
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Edition
from skillweek.programme.tests.factories import make_activity, make_session
from tests.browser.conftest import PHONE, assert_accessible
from tests.cast import ZONE

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("week_clock")]


@pytest.fixture
def form(school: Organisation, edition: Edition, venue: Venue, he: User, settings: Any) -> str:
    """Where places are booked, with the work an installation asks for."""
    settings.PROOF_OF_WORK = 20_000
    activity = make_activity(school, edition)
    session = make_session(activity, starts=datetime(2021, 5, 24, 9, tzinfo=ZONE), venue=venue)
    set_places(session=session, places=10, by=he)
    return f"/sessions/{session.code}/book/"


@pytest.fixture
def visitor(chromium: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """A page whose browser cannot do everything; what it says about that is no fault."""
    contexts = []

    def enter(**options: Any) -> Page:
        contexts.append(
            chromium.new_context(viewport=PHONE, base_url=live_server.url, locale="zh-CN", **options)
        )
        return contexts[-1].new_page()

    yield enter
    for context in contexts:
        context.close()


def fill(page: Page) -> None:
    """What a person writes."""
    page.get_by_label("您的姓名").fill("陈示例")
    page.get_by_role("textbox", name="手机号码").fill("13900000001")
    page.get_by_label("我同意为这次活动使用我的姓名和手机号码").check()


def test_a_phone_proves_and_books(form: str, open_page: Callable[..., Page]) -> None:
    page = open_page(PHONE)
    page.goto(form)
    assert_accessible(page)
    fill(page)
    page.get_by_role("button", name="确认预约").click()
    page.wait_for_url("**/bookings/**")
    assert Booking.objects.count() == SpentProof.objects.count() == 1


def test_who_is_quicker_than_the_work_is_told_and_waits(form: str, open_page: Callable[..., Page]) -> None:
    page = open_page(PHONE)
    held: list[Route] = []
    page.route("**/proof-worker.js", lambda route: held.append(route))
    page.goto(form)
    fill(page)
    button = page.get_by_role("button", name="确认预约")
    button.click()
    told = page.get_by_role("status").filter(has_text="好了自动提交，不用再点")
    expect(told).to_be_in_viewport()
    expect(button).to_be_disabled()
    assert_accessible(page)
    assert Booking.objects.count() == 0
    held[0].continue_()
    page.wait_for_url("**/bookings/**")
    assert Booking.objects.count() == SpentProof.objects.count() == 1


def test_where_the_work_fails_the_form_goes_without(
    form: str, visitor: Callable[..., Page], week_clock: Callable[[datetime], None]
) -> None:
    page = visitor()
    page.route("**/proof-worker.js", lambda route: route.abort())
    page.goto(form)
    fill(page)
    week_clock(clock.now() + timedelta(seconds=5))
    page.get_by_role("button", name="确认预约").click()
    page.wait_for_url("**/bookings/**")
    assert (Booking.objects.count(), SpentProof.objects.count()) == (1, 0)


def test_without_a_script_one_books_by_keyboard(
    form: str, visitor: Callable[..., Page], week_clock: Callable[[datetime], None]
) -> None:
    page = visitor(java_script_enabled=False)
    page.goto(form)
    expect(page.locator("form noscript p")).to_have_text("浏览器没有开启脚本也能提交，照常填写就行。")
    fill(page)
    page.get_by_role("button", name="确认预约").press("Enter")
    expect(page.get_by_text("提交得太快了，请等几秒再提交一次；填好的内容还在")).to_be_visible()
    expect(page.get_by_label("您的姓名")).to_have_value("陈示例")
    week_clock(clock.now() + timedelta(seconds=5))
    page.get_by_label("我同意为这次活动使用我的姓名和手机号码").check()
    page.get_by_role("button", name="确认预约").press("Enter")
    page.wait_for_url("**/bookings/**")
    assert (Booking.objects.count(), SpentProof.objects.count()) == (1, 0)
