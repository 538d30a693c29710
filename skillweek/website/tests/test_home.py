"""The front page before, during and after the Week."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from skillweek.common import clock
from skillweek.website.tests.conftest import Week


def test_before_it_counts_the_days(week: Week, now: datetime, get: Callable[..., str]) -> None:
    with clock.frozen(now - timedelta(days=1)):
        assert "今天是第 <b>1</b> 天" in get("/")
    with clock.frozen(now - timedelta(days=2)):  # published at `now`, so nothing is public yet
        page = get("/")
    assert "还有 <b>1</b> 天开幕" in page
    assert "活动正在准备" in page


def test_during_it_says_which_day_it_is(week: Week, get: Callable[..., str]) -> None:
    page = get("/")
    assert "今天是第 <b>2</b> 天" in page
    strip = page.split('class="days')[1].split("</ul>")[0]
    assert strip.count('class="day') == 7
    assert strip.count('class="day now"') == 1
    assert strip.count('class="day past"') == 1
    assert "10:00 汝瓷拉坯体验" in strip
    assert "2 场" in strip
    assert "今天可以去" in page


def test_after_it_says_thanks_and_counts(week: Week, now: datetime, get: Callable[..., str]) -> None:
    with clock.frozen(now + timedelta(days=10)):
        page = get("/")
    assert "圆满结束" in page
    figures = page.split('class="figures"')[1].split("</ul>")[0]
    assert '<b class="num">3</b><span>场活动如期举行</span>' in figures
    assert '<b class="num">2</b><span>所院校打开大门</span>' in figures
    assert "人走进现场" not in figures  # nobody was checked in
    assert "今天可以去" not in page


def test_cards_tell_the_day_when_it_is_not_today(week: Week, now: datetime, get: Callable[..., str]) -> None:
    with clock.frozen(now + timedelta(hours=12)):
        page = get("/")
    assert "接下来可以去" in page
    assert "5 月 24 日 星期一 09:00–10:30" in page


def test_sections_without_content_hide(week: Week, get: Callable[..., str]) -> None:
    page = get("/")
    assert "云上校园" not in page.split("<main")[1].split("</main>")[0]
    assert "职教故事" not in page
    assert 'class="piece' in page
    week.edition.audiences.all().delete()
    assert "人人有收获" not in get("/")


@pytest.mark.usefixtures("week")
def test_units_without_coordinates_are_in_the_list_alone(get: Callable[..., str]) -> None:
    from skillweek.organisations.models import Organisation

    Organisation.objects.filter(code="baofeng").update(latitude=None)
    page = get("/places/")
    assert page.count('class="piece') == 1
    assert page.count('class="place') == 2 + page.count('class="places"')
    Organisation.objects.update(latitude=None)
    assert 'class="map"' not in get("/places/")
