"""The desk without a mouse: an officer signs in, works through the inbox, approves, returns with a reason, reads the
history; letters do nothing while somebody writes, and can be switched off."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page

from skillweek.accounts.models import User
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Edition
from skillweek.programme.actions import submit_activity
from skillweek.programme.models import Activity
from skillweek.programme.tests.factories import make_activity, make_session
from skillweek.review.models import Decision
from tests.browser.conftest import DESK, PHONE, assert_accessible
from tests.cast import PASSWORD, ZONE

pytestmark = pytest.mark.django_db(transaction=True)
MOMENT = datetime(2021, 5, 18, 9, 0, tzinfo=ZONE)


@pytest.fixture
def waiting(
    week_clock: Callable[[datetime], None], edition: Edition, school: Organisation, venue: Venue, he: User
) -> list[Activity]:
    """Four activities of school A that wait at its county, the longest waiting first."""
    found = []
    for number, title in enumerate(("拉坯", "剪纸", "焊接", "护理")):
        week_clock(MOMENT - timedelta(hours=10 - number))
        activity = make_activity(school, edition, state="draft", title=title)
        starts = datetime(2021, 5, 22, 9, tzinfo=ZONE) + timedelta(hours=2 * number)
        make_session(activity, starts=starts, venue=venue)
        submit_activity(activity=activity, by=he)
        found.append(activity)
    week_clock(MOMENT)
    return found


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.innerText || document.activeElement.name || ''")).strip()


def outlined(page: Page) -> bool:
    """True when one can see where the focus is."""
    return bool(
        page.evaluate(
            "(() => { const s = getComputedStyle(document.activeElement);"
            " return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 })()"
        )
    )


def enter(page: Page, username: str) -> None:
    """Sign in with the keyboard alone."""
    page.goto("/accounts/login/")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "login":
            break
    page.keyboard.type(username)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/**")


def test_an_officer_works_by_keyboard(
    waiting: list[Activity], open_page: Callable[..., Page], zhou: User
) -> None:
    page = open_page(DESK)
    enter(page, "county-yexian")
    page.keyboard.press("Tab")
    assert (focused(page), outlined(page)) == ("跳到正文", True)
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    assert_accessible(page)

    page.keyboard.press("j")
    assert (focused(page), outlined(page)) == ("拉坯", True)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/desk/activities/{waiting[0].pk}/")
    assert "第 1 项，共 4 项" in page.locator(".queue").inner_text()
    page.keyboard.press("a")  # goes to the button, decides nothing
    assert (focused(page).startswith("通过"), outlined(page), Decision.objects.filter(verdict="approved").count()) == (
        True, True, 0,
    )  # fmt: skip
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/desk/activities/{waiting[1].pk}/")
    assert "“拉坯”已通过" in page.locator("main").inner_text()

    page.keyboard.press("n")
    page.wait_for_url(f"**/desk/activities/{waiting[2].pk}/")
    page.keyboard.press("p")
    page.wait_for_url(f"**/desk/activities/{waiting[1].pk}/")
    page.keyboard.press("r")
    assert focused(page) == "reason"
    page.keyboard.type("gin x j a")  # letters are letters while one writes
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/desk/activities/{waiting[2].pk}/")
    returned = Decision.objects.get(verdict="returned")
    assert (returned.review.title, returned.reason, returned.by) == ("剪纸", "gin x j a", zhou)

    page.keyboard.press("g")
    page.keyboard.press("i")
    page.wait_for_url("**/desk/")
    assert "2 件事等您办" in page.locator("h1").inner_text()
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert page.locator("[data-tick]:checked").count() == 2
    page.keyboard.press("a")
    page.wait_for_url("**/desk/reviews/many/**")
    assert_accessible(page)
    page.keyboard.press("a")
    page.keyboard.press("Enter")
    page.locator("h1", has_text="2 项已通过").wait_for()
    assert_accessible(page)
    assert Decision.objects.filter(verdict="approved", by=zhou).count() == 3

    page.keyboard.press("g")
    page.keyboard.press("h")
    page.wait_for_url("**/desk/journal/")
    page.keyboard.press("j")
    assert_accessible(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/history/**")
    assert "由数据库自动记下" in page.locator("main").inner_text()
    assert_accessible(page)


def test_one_focused_thing_is_reviewed_without_ticking(
    waiting: list[Activity], open_page: Callable[..., Page], zhou: User
) -> None:
    page = open_page(DESK)
    enter(page, "county-yexian")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q" or page.locator("[name=q]").count() == 0
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("r")
    page.keyboard.press("a")
    page.wait_for_url("**/desk/reviews/many/**")
    assert page.locator("h1").inner_text() == "一起审核 1 项"
    page.keyboard.press("r")
    assert focused(page) == "reason"
    page.keyboard.type("请写明年龄")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("h1", has_text="1 项已退回").wait_for()
    assert Decision.objects.get(verdict="returned").review.title == "剪纸"


def test_the_dialog_explains_and_switches_off(
    waiting: list[Activity], open_page: Callable[..., Page], zhou: User
) -> None:
    page = open_page(DESK)
    enter(page, "county-yexian")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="键盘快捷键")
    assert dialog.is_visible()
    assert "审核选中的" in dialog.inner_text()
    assert_accessible(page)
    page.keyboard.press("j")  # nothing behind the dialog moves
    assert page.evaluate("document.activeElement.closest('dialog') !== null")
    page.keyboard.press("Escape")
    assert not dialog.is_visible()

    page.keyboard.press("?")
    page.get_by_label("使用快捷键").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Escape")
    for letters in ("gi", "j", "a", "?"):
        page.keyboard.type(letters)
    assert (dialog.is_visible(), page.url.endswith("/desk/")) == (False, True)
    assert page.evaluate("document.activeElement.closest('[data-row]')") is None
    page.reload()
    page.keyboard.press("?")
    assert not dialog.is_visible(), "it stays off"
    page.get_by_role("button", name="键盘快捷键").first.click()
    page.get_by_label("使用快捷键").check()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    assert focused(page) == "拉坯"


def test_pages_at_a_phones_size(waiting: list[Activity], open_page: Callable[..., Page], zhou: User) -> None:
    page = open_page(PHONE)
    enter(page, "county-yexian")
    for path in (
        "/desk/", "/desk/late/", "/desk/late/yexian/", "/desk/journal/", f"/desk/activities/{waiting[0].pk}/",
        f"/desk/history/programme.activity/{waiting[0].pk}/",
    ):  # fmt: skip
        page.goto(path)
        assert_accessible(page)
    page.goto("/desk/")
    page.locator("[data-tick]").first.check()
    page.get_by_role("button", name="审核选中的").click()
    assert_accessible(page)


def test_without_script_the_same_is_done_with_more_clicks(
    waiting: list[Activity], chromium: object, live_server: object, zhou: User
) -> None:
    context = chromium.new_context(java_script_enabled=False, base_url=live_server.url)  # type: ignore[attr-defined]  # a browser
    page = context.new_page()
    page.goto("/accounts/login/")
    page.fill("input[name=login]", "county-yexian")
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.locator("input[name=pick]").nth(0).check()
    page.locator("input[name=pick]").nth(1).check()
    page.get_by_role("button", name="审核选中的").click()
    page.get_by_role("button", name="通过打勾的 2 项").click()
    assert page.locator("h1").inner_text() == "2 项已通过"
    assert not page.get_by_role("button", name="键盘快捷键").first.is_visible()
    context.close()
