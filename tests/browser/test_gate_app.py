"""The gate's installable page: registered by its link, works with no network, and tells the server afterwards."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from skillweek.accounts.models import User
from skillweek.booking.actions import add_device
from skillweek.booking.models import Booking, Checkin, Occupancy
from skillweek.common import clock
from skillweek.organisations.models import Organisation
from skillweek.programme.models import Session
from tests.browser.conftest import PHONE, assert_accessible
from tests.browser.test_camera import booking

__all__ = ["booking"]


@pytest.fixture
def at_the_gate(chromium: Browser, live_server: Any) -> Iterator[Page]:
    """A phone that nobody is signed in on; mistakes of the script fail the test, a missing network is none."""
    context = chromium.new_context(viewport=PHONE, base_url=live_server.url, locale="zh-CN", has_touch=True)
    problems: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: problems.append(str(error)))
    yield page
    context.close()
    assert problems == []


def enter(page: Page, token: str) -> None:
    """Open the link of the device, and the one session of today."""
    page.goto(f"/gate/app/#{token}")
    page.click("[data-gate=list] button")
    page.wait_for_selector("[data-screen=work]:not([hidden])")


def check(page: Page, text: str) -> None:
    """Type a code or four digits."""
    page.fill("[data-gate=typed]", text)
    page.press("[data-gate=typed]", "Enter")


def test_the_gate_works_offline_and_tells_afterwards(
    booking: Booking,
    at_the_gate: Page,
    school: Organisation,
    he: User,
) -> None:
    token = add_device(owner=school, name="东门", by=he)[1]
    page = at_the_gate
    enter(page, token)
    assert_accessible(page)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.context.set_offline(True)
    page.goto("/gate/app/")  # starts from the service worker
    page.click("[data-gate=list] button")
    check(page, "0001")
    page.wait_for_selector(".result.in")
    assert page.inner_text("[data-gate=result-text]") == "陈** · 2 人 · 联网后上传"
    assert page.inner_text("[data-gate=status]") == "没有网络，照常核验 · 1 条待上传"
    assert page.inner_text("[data-gate=inside]") == "2"
    check(page, booking.code)
    page.wait_for_selector(".result.no")
    assert page.inner_text("[data-gate=result-text]") == "已经入场。 陈** · 2 人"
    page.reload()  # what was not told outlives the page
    page.wait_for_selector("[data-gate=status]:has-text('1 条待上传')")
    assert Checkin.objects.count() == 0
    page.context.set_offline(False)
    page.wait_for_selector("[data-gate=status]:text-is('已联网')")
    kept = Checkin.objects.get()
    assert (kept.booking_id, kept.people, kept.device.name) == (booking.pk, 2, "东门")  # type: ignore[union-attr]  # it has one
    assert Booking.objects.get().state == "attended"
    assert Occupancy.objects.get().inside == 2


def test_the_alarm_at_eighty_and_a_hundred_per_cent(
    booking: Booking,
    at_the_gate: Page,
    school: Organisation,
    he: User,
) -> None:
    page = at_the_gate
    enter(page, add_device(owner=school, name="东门", by=he)[1])
    alarm = page.locator("[data-gate=alarm]")
    assert alarm.is_hidden()
    page.fill("[data-gate=people]", "8")
    page.click("[data-gate=walk-button]")
    page.wait_for_selector(".result.in")
    assert alarm.inner_text() == "已到限额的八成，请放慢放行"
    check(page, booking.code)
    page.wait_for_selector("[data-gate=inside]:text-is('10')")
    assert alarm.inner_text() == "已到限额，暂停入场"
    assert_accessible(page)
    page.click("[data-gate=walk-button]")
    page.wait_for_selector(".result.no")
    session = Session.objects.get()
    assert Occupancy.objects.get(session=session).inside == 10
    assert session.starts - clock.now() < timedelta(hours=2)
