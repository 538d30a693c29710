"""The 360° tour in a real browser: it draws, leads on, turns by keys, and does without WebGL."""

from collections.abc import Callable
from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from skillweek.accounts.models import User
from skillweek.exhibition.tests.factories import publish
from skillweek.organisations.models import Organisation
from skillweek.plan.models import Edition
from skillweek.tours.models import Tour
from skillweek.tours.tests.factories import make_tour
from tests.browser.conftest import DESK, PHONE, assert_accessible

pytestmark = pytest.mark.django_db(transaction=True)
HERE = "#tour .psv-caption-content"


@pytest.fixture
def tour(
    week_clock: Callable[[datetime], None], school: Organisation, edition: Edition, zhou: User, lin: User
) -> Tour:
    return publish(make_tour(school, scenes=3), zhou, lin)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_it_draws_and_leads_on(tour: Tour, open_page: Callable[..., Page], size: dict[str, int]) -> None:
    page = open_page(size)
    page.goto(tour.get_absolute_url())
    expect(page.locator("#tour canvas")).to_be_visible()
    expect(page.locator(HERE)).to_have_text("场景 0")
    assert_accessible(page)
    page.click(".stops a >> text=场景 1")
    expect(page.locator(HERE)).to_have_text("场景 1")
    expect(page.locator(".stops [aria-current]")).to_contain_text("场景 1")


def test_an_arrow_in_the_view_leads_on_by_keyboard(tour: Tour, open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto(tour.get_absolute_url())
    expect(page.locator(HERE)).to_have_text("场景 0")
    page.get_by_role("button", name="场景 1").press("Enter")
    expect(page.locator(HERE)).to_have_text("场景 1")


def test_arrow_keys_turn_the_view_only_while_it_has_the_focus(
    tour: Tour, open_page: Callable[..., Page]
) -> None:
    page = open_page()
    page.goto(tour.get_absolute_url())
    expect(page.locator(HERE)).to_have_text("场景 0")
    before = page.locator("#tour canvas").screenshot()
    page.locator("#tour").focus()
    page.keyboard.press("ArrowRight", delay=900)
    page.wait_for_timeout(800)
    assert page.evaluate("scrollY") == 0
    assert page.locator("#tour canvas").screenshot() != before
    page.locator(".stops a").first.focus()
    page.keyboard.press("PageDown")
    page.wait_for_timeout(600)
    assert page.evaluate("scrollY") > 0


def test_without_webgl_the_still_picture_and_the_stops_remain(
    tour: Tour, open_page: Callable[..., Page]
) -> None:
    page = open_page(PHONE)
    page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    page.goto(tour.get_absolute_url())
    expect(page.locator("#tour > img.still")).to_be_visible()
    expect(page.locator("#tour canvas")).to_have_count(0)
    page.click(".stops a >> text=场景 2")
    expect(page.locator("article.stop >> text=场景 2").first).to_be_in_viewport()
    assert_accessible(page)
