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


def test_the_theme_of_the_day_and_tags_stand_in_calendar_map_and_cards(
    week: Week, get: Callable[..., str]
) -> None:
    calendar = "/schedule/?view=calendar"
    assert "daytheme" not in get(calendar)
    assert "daythemes" not in get("/schedule/?view=map")
    week.pottery.tags.add(week.edition.tags.create(code="hands", label="动手<做>", label_en="Hands on"))
    week.edition.themedays.create(code="first", label="主题&日", label_en="First", day=week.morning.day)
    assert get(calendar).count('<p class="daytheme">主题&amp;日</p>') == 1
    on_map = get("/schedule/?view=map").split('<ul class="daythemes"')[1].split("</ul>")[0]
    assert f'href="/days/{week.morning.day}/"' in on_map
    assert "<span>主题&amp;日</span>" in on_map
    assert on_map.count("<li>") == 1  # the other days have no theme
    assert '<p class="labels"><span>动手&lt;做&gt;</span></p>' in get("/").split('class="cards')[1]
    assert "这一天的主题：主题&amp;日" in get(f"/days/{week.morning.day}/")


def test_tags_and_the_theme_of_the_day_stand_in_the_list_and_on_paper(
    week: Week, get: Callable[..., str]
) -> None:
    week.pottery.tags.add(week.edition.tags.create(code="hands", label="动手<做>", label_en="Hands on"))
    week.edition.themedays.create(code="first", label="主题&日", label_en="First", day=week.morning.day)
    page = get("/schedule/")
    assert page.count("<i>动手&lt;做&gt;</i>") == 2, "pottery stands on two days"
    assert page.count('<p class="daytheme">主题&amp;日</p>') == 1
    printed = get(f"/days/{week.morning.day}/print/")
    assert "动手&lt;做&gt;" in printed
    assert "主题&amp;日" in printed


def test_whatever_people_write_stays_text(week: Week, get: Callable[..., str]) -> None:
    hostile = "<b onclick='x'>\"&</b>"
    week.pottery.__class__.objects.filter(pk=week.pottery.pk).update(title=hostile)
    week.school.__class__.objects.filter(pk=week.school.pk).update(short_name=hostile)
    week.edition.audiences.filter(code="parents").update(label=hostile)
    page = get("/schedule/?q=%22%3E%3Cb%20onclick")
    assert "<b onclick" not in page
    assert 'value="&quot;&gt;&lt;b onclick"' in page
    shown = get("/schedule/")
    assert "<b onclick" not in shown
    assert shown.count("&lt;b onclick=&#x27;x&#x27;&gt;&quot;&amp;&lt;/b&gt;</a></h3>") == 2
