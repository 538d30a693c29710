"""The gate's camera: a QR code held before it opens the gate, once; typing stays when there is no camera."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import pyvips
import segno
from playwright.sync_api import Browser, Page

from skillweek.accounts.models import User
from skillweek.booking.actions import book_visit, set_places
from skillweek.booking.models import Booking, Checkin
from skillweek.common import clock
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Audience, Edition
from skillweek.programme.tests.factories import make_activity, make_session
from tests.browser.conftest import CHROMIUM, FLAGS, PHONE, sign_in

GATE = "/gate/MORNING234/"
WIDE, HIGH = 640, 480


@pytest.fixture
def booking(
    transactional_db: None,
    week_clock: Callable[[datetime], None],
    school: Organisation,
    venue: Venue,
    edition: Edition,
    he: User,
    men: User,
) -> Booking:
    """陈 has booked two places of a session that begins in an hour."""
    activity = make_activity(school, edition, audiences=("parents",), code="pottery")
    session = make_session(activity, starts=clock.now() + timedelta(hours=1), venue=venue, code="MORNING234")
    set_places(session=session, places=10, by=he)
    parents = Audience.objects.get(edition=edition, code="parents")
    return book_visit(
        session=session, name="陈示例", phone="13900000001", party=2, audience=parents, consent=True
    )


def film(text: str, path: Path) -> Path:
    """A film of a QR code, as Chromium's make-believe camera wants it."""
    png = path.with_suffix(".png")
    segno.make(text, error="m").save(str(png), scale=10, border=4)
    code = pyvips.Image.new_from_file(str(png)).colourspace("b-w")[0]
    grey = code.gravity("centre", WIDE, HIGH, extend="white").cast("uchar").write_to_memory()
    colour = bytes([128]) * (WIDE * HIGH // 2)
    header = f"YUV4MPEG2 W{WIDE} H{HIGH} F10:1 Ip A1:1 C420jpeg\n".encode()
    path.write_bytes(header + (b"FRAME\n" + grey + colour) * 2)
    return path


@pytest.fixture
def before_the_camera(tmp_path: Path, chromium: Browser, live_server: Any) -> Iterator[Callable[[str], Page]]:
    """A phone whose camera sees ``text``; no camera at all when there is none."""
    browsers: list[Browser] = []

    def hold(text: str) -> Page:
        camera = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"] if text else []
        if text:
            camera.append(f"--use-file-for-fake-video-capture={film(text, tmp_path / 'camera.y4m')}")
        browser = chromium.browser_type.launch(executable_path=CHROMIUM, args=[*FLAGS, *camera])
        browsers.append(browser)
        grants = ["camera"] if text else []
        context = browser.new_context(viewport=PHONE, base_url=live_server.url, permissions=grants)
        return context.new_page()

    yield hold
    for browser in browsers:
        browser.close()


def test_a_code_before_the_camera_opens_once(
    booking: Booking, before_the_camera: Callable[[str], Page]
) -> None:
    page = before_the_camera(booking.code)
    sign_in(page, "gate")
    page.goto(GATE)
    page.click("[data-scan]")
    page.wait_for_selector(".result.in", timeout=20_000)
    assert page.inner_text(".result.in p") == "陈**，2 人"
    page.wait_for_selector("video:not([hidden])", timeout=20_000)  # it looks for the next one …
    page.wait_for_timeout(1500)  # … and the same code, still there, is let alone
    assert page.locator(".result.in").count() == 1
    assert Checkin.objects.count() == 1


def test_without_a_camera_the_code_is_typed(
    booking: Booking, before_the_camera: Callable[[str], Page]
) -> None:
    page = before_the_camera("")
    sign_in(page, "gate")
    page.goto(GATE)
    page.click("[data-scan]")
    page.wait_for_selector("[data-scan-failed]:not([hidden])")
    page.keyboard.type(booking.code)
    page.keyboard.press("Enter")
    page.wait_for_selector(".result.in")
    assert Checkin.objects.count() == 1
