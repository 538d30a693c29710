"""The whole week as a list that can be narrowed and shared."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from skillweek.common import clock
from skillweek.website.tests.conftest import Week

BOTH = {"pottery", "cloud-class"}


def _shown(page: str) -> set[str]:
    main = page.split("<main")[1].split("</main>")[0]
    return {code for code in BOTH if f"/activities/{code}/" in main}


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", BOTH),
        ("?day=2021-05-23", BOTH),
        ("?day=2021-05-24", {"pottery"}),
        ("?place=baofeng", {"cloud-class"}),
        ("?audience=parents", {"pottery"}),
        ("?kind=online", {"cloud-class"}),
        ("?kind=online&audience=parents", set()),
        ("?q=拉坯", {"pottery"}),
        ("?q=没有这个词", set()),
        ("?free=1", BOTH),
        ("?view=calendar", BOTH),
        ("?view=map", BOTH),
        ("?near=33.7,113.3", BOTH),
        ("?near=999,1&view=nonsense&free=&q=%00", BOTH),
        ("?kind=nonsense&day=tomorrow&place=&page=99", BOTH),
    ],
)
def test_filters(query: str, shown: set[str], week: Week, get: Callable[..., str]) -> None:
    assert _shown(get(f"/schedule/{query}")) == shown


def test_a_filter_can_be_taken_away(week: Week, get: Callable[..., str]) -> None:
    page = get("/schedule/?kind=online&audience=parents")
    assert "没有符合的活动" in page
    assert '<a href="?audience=parents">' in page
    assert '<a href="?kind=online">' in page


def test_days_that_are_over_wait_to_be_asked_for(week: Week, now: datetime, get: Callable[..., str]) -> None:
    with clock.frozen(now + timedelta(days=1)):
        assert _shown(get("/schedule/")) == {"pottery"}
        assert _shown(get("/schedule/?past=1")) == BOTH
        assert _shown(get("/schedule/?day=2021-05-23")) == BOTH
    with clock.frozen(now + timedelta(days=30)):
        assert _shown(get("/schedule/")) == BOTH


def test_sessions_of_one_activity_on_a_day_stand_together(
    week: Week, now: datetime, get: Callable[..., str]
) -> None:
    from skillweek.programme.tests.factories import make_session

    make_session(week.pottery, starts=now + timedelta(hours=6))
    page = get("/schedule/?day=2021-05-23&kind=campus")
    assert page.count('class="entry"') == 1
    assert page.count('class="num"') == 2
    assert "10:00–11:30" in page
    assert "15:00–16:30" in page
