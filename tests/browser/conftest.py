"""A real Chromium against a live server, at a phone's and a desk's size, with the clock in the Week."""

import os
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from skillweek.common import clock
from tests.cast import PASSWORD, ZONE

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
]  # fmt: skip
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser."""
    for item in items:
        if Path(item.path).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    # Playwright's loop runs in this thread, and the tests use the ORM beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def week_clock(settings: Any, tmp_path: Path) -> Iterator[Callable[[datetime], None]]:
    """Sets the rehearsal clock of server and test alike; starts on the second morning of the Week."""
    settings.REHEARSAL = True
    settings.CLOCK_FILE = tmp_path / "clock"
    clock.travel(datetime(2021, 5, 23, 9, 0, tzinfo=ZONE))
    yield clock.travel
    clock.travel(None)


@pytest.fixture
def open_page(chromium: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """``open_page(size=PHONE)`` gives a page of a fresh visitor; problems of the console fail the test."""
    contexts, problems = [], []

    def enter(size: dict[str, int] = DESK) -> Page:
        context = chromium.new_context(
            viewport=size, base_url=live_server.url, locale="zh-CN", has_touch=size is PHONE
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(f"{page.url}: {error}"))
        page.on("console", lambda m: problems.append(f"{page.url}: {m.text}") if wrong(m) else None)
        return page

    yield enter
    for context in contexts:
        context.close()
    assert problems == []


def wrong(message: ConsoleMessage) -> bool:
    """True for what a page should not say.

    No mistakes: a form that was refused (422), and a question of htmx that the person did not wait for: leaving
    the page breaks it off. What the server answers wrongly is reported by another event.
    """
    broken_off = message.text.startswith(("htmx:afterRequest", "htmx:sendError", "htmx:sendAbort"))
    return message.type == "error" and "status of 422" not in message.text and not broken_off


def sign_in(page: Page, username: str) -> None:
    """Through the sign-in page, as a person does."""
    page.goto("/accounts/login/")
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/desk/**")


def assert_accessible(page: Page) -> None:
    """No axe violation, no sideways overflow, and on a phone no target under 44 px (text links aside)."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(f"axe.run(document, {{runOnly: {{type: 'tag', values: {TAGS}}}}})")
    violations = [
        (rule["id"], [node["html"][:160] for node in rule["nodes"]][:3]) for rule in found["violations"]
    ]
    assert violations == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
        f"sideways overflow: {page.url}"
    )
    if page.viewport_size == PHONE:
        assert page.evaluate(SMALL_TARGETS) == [], page.url


#: targets smaller than 44 px that are neither inside a sentence nor hidden, nor spread over their whole card
SMALL_TARGETS = """
() => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary')]
  .filter(e => e.checkVisibility() && !e.closest('.vh, .skip, p, dd, li > small, .prose') && !e.matches('.vh, .skip'))
  .filter(e => getComputedStyle(e, '::after').inset !== '0px')
  .filter(e => { const t = e.matches('input[type=checkbox], input[type=radio]') && e.closest('label') || e;
                 const b = t.getBoundingClientRect(); return b.height > 0 && b.height < 43.5 })
  .map(e => e.outerHTML.slice(0, 120))
"""
