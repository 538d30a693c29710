"""Halls, tours, prospectuses, articles and services in a real browser: no axe violation, nothing too small."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from skillweek.accounts.models import User
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Edition
from tests.browser.conftest import DESK, PHONE, assert_accessible, sign_in
from tests.guards.world import World, build

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(
    week_clock: object, school: Organisation, edition: Edition, venue: Venue, he: User, zhou: User, lin: User
) -> World:
    return build({"he": he, "zhou": zhou, "lin": lin}, school, edition, venue)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_public_pages(world: World, open_page: Callable[..., Page], size: dict[str, int]) -> None:
    exhibit = world.exhibit.exhibit.code
    page = open_page(size)
    for path in (
        "/cloud/", "/halls/", world.hall.get_absolute_url(), f"/halls/{world.hall.slug}/{exhibit}/", "/tours/",
        "/prospectuses/", world.prospectus.get_absolute_url(), "/articles/", world.article.get_absolute_url(),
        "/services/", "/services/?when=today", world.point.get_absolute_url(), "/en/cloud/", "/zh-hant/services/",
    ):  # fmt: skip
        page.goto(path)
        assert_accessible(page)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_desk_pages(world: World, open_page: Callable[..., Page], size: dict[str, int]) -> None:
    page = open_page(size)
    sign_in(page, "school-a")
    work = world.work.get_desk_url()
    for path in (
        "/desk/works/", "/desk/works/hall/", work, f"{work}edit/", f"{work}exhibits/new/", "/desk/works/article/new/",
        world.tour.get_desk_url(), world.prospectus.get_desk_url(), "/desk/services/",
        f"/desk/services/{world.point.activity.pk}/",
    ):  # fmt: skip
        page.goto(path)
        assert_accessible(page)
