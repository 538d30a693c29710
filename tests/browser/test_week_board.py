"""The week board without a mouse, with one, and on a phone."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from skillweek.accounts.models import User
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Edition
from skillweek.programme.actions import move_session
from skillweek.programme.models import Session
from skillweek.programme.tests.factories import make_activity, make_session
from skillweek.schedule.models import Move
from tests.browser.conftest import DESK, PHONE, assert_accessible, sign_in
from tests.cast import ZONE

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("week_clock")]
BOARD = "/desk/schedule/?lane=venue"


def at(day: int, hour: int) -> datetime:
    """A moment in May 2021, local time."""
    return datetime(2021, 5, day, hour, tzinfo=ZONE)


@pytest.fixture
def session(school: Organisation, edition: Edition, venue: Venue, room: Venue) -> Session:
    """A movable session in the room on the 25th; the room is taken on the 26th, the building has one on the 24th."""
    make_session(make_activity(school, edition, title="焊一盏小夜灯"), starts=at(26, 9), venue=room)
    make_session(make_activity(school, edition, title="开放日", state="draft"), starts=at(24, 9), venue=venue)
    return make_session(make_activity(school, edition, movable=True), starts=at(25, 9), venue=room)


def grip(page: Page, session: Session) -> str:
    """Where the card's handle is."""
    return f'[data-code="{session.code}"] .grip'


def spoken(page: Page) -> str:
    return page.locator("[data-live]").inner_text()


def test_moved_by_keyboard(
    session: Session, venue: Venue, open_page: Callable[..., Page], zhou: User
) -> None:
    page = open_page(DESK)
    sign_in(page, "county-yexian")
    page.goto(BOARD)
    assert_accessible(page)
    page.locator(grip(page, session)).focus()
    with page.expect_response("**/targets/**"):
        page.keyboard.press("Enter")
    assert spoken(page).startswith("拿起了“汝瓷拉坯体验”")
    expect(page.locator("td.may.hard")).to_have_count(1)
    page.keyboard.press("ArrowRight")
    assert "已经排了“焊一盏小夜灯”" in spoken(page)
    page.keyboard.press("Escape")
    assert (spoken(page), page.locator("td.may").count(), Move.objects.count()) == ("放弃了，没有改动", 0, 0)

    with page.expect_response("**/targets/**"):
        page.keyboard.press("Space")
    expect(page.locator("td.may.hard")).to_have_count(1)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert spoken(page) == "5 月 27 日 星期四，报告厅。没有冲突"
    page.keyboard.press(
        "ArrowUp" if page.locator("tbody th").first.inner_text().startswith("实训楼") else "ArrowDown"
    )
    assert spoken(page) == "5 月 27 日 星期四，实训楼。没有冲突"
    page.keyboard.press("Enter")
    expect(page.locator("[data-live]")).to_have_text(re.compile("移到 5 月 27 日 09:00，实训楼"))
    move = Move.objects.get()
    assert (move.to_starts, move.to_venue, move.by) == (at(27, 9), venue, zhou)
    assert page.evaluate("document.activeElement.className") == "grip"
    page.get_by_role("button", name="撤回").click()
    page.wait_for_url(f"**{BOARD}")
    assert not Move.objects.exists()


def test_what_changed_meanwhile_is_refused(
    session: Session, room: Venue, open_page: Callable[..., Page], zhou: User
) -> None:
    page = open_page(DESK)
    sign_in(page, "county-yexian")
    page.goto(BOARD)
    move_session(session=session, starts=at(28, 9), ends=at(28, 10), venue=room)
    page.locator(grip(page, session)).focus()
    with page.expect_response("**/targets/**"):
        page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator("[data-live]")).to_have_text(re.compile("有人改过"))
    assert not Move.objects.exists()


def test_dragged(session: Session, open_page: Callable[..., Page], zhou: User) -> None:
    page = open_page(DESK)
    sign_in(page, "county-yexian")
    page.goto("/desk/schedule/")
    handle = page.locator(grip(page, session)).bounding_box()
    cell = page.locator('td[data-day="2021-05-27"][data-lane="yexian"]').bounding_box()
    assert handle is not None
    assert cell is not None
    page.mouse.move(handle["x"] + 10, handle["y"] + 10)
    page.mouse.down()
    page.mouse.move(cell["x"] + 20, cell["y"] + 20, steps=4)
    page.mouse.up()
    expect(page.locator("[data-live]")).to_have_text(re.compile("移到 5 月 27 日 09:00"))
    assert Move.objects.get().to_starts == at(27, 9)


def test_on_a_phone_it_is_a_list(session: Session, open_page: Callable[..., Page], zhou: User) -> None:
    page = open_page(PHONE)
    sign_in(page, "county-yexian")
    page.goto("/desk/schedule/")
    assert (page.locator(".week").is_visible(), page.locator(".week-list").is_visible()) == (False, True)
    assert_accessible(page)
    page.locator(".week-list").get_by_role("link", name="汝瓷拉坯体验").click()
    page.wait_for_url(f"**/desk/schedule/sessions/{session.code}/**")
    assert_accessible(page)
    with page.expect_response("**/clashes/**"):
        page.select_option("select[name=day]", "2021-05-26")
    expect(page.locator("#clashes")).to_have_text(re.compile("已经排了“焊一盏小夜灯”"))
    page.select_option("select[name=day]", "2021-05-27")
    page.get_by_role("button", name="移到这里").click()
    page.wait_for_url("**/desk/schedule/")
    assert Move.objects.get().to_starts == at(27, 9)
