"""The grammar of dates: every way in which notices write them."""

from datetime import date

import pytest

from skillweek.plan.reader.dates import Years, spans
from skillweek.plan.reader.text import flat

YEARS = Years(2031, date(2031, 4, 20))

RANGES = {
    "2031年5月22日至28日": ("2031-05-22", "2031-05-28"),
    "2031年5月22日-28日": ("2031-05-22", "2031-05-28"),
    "5月8日—14日": ("2031-05-08", "2031-05-14"),
    "5月8—14日": ("2031-05-08", "2031-05-14"),
    "5月8日——14日": ("2031-05-08", "2031-05-14"),
    "5月8日~5月14日": ("2031-05-08", "2031-05-14"),
    "5月8日～6月2日": ("2031-05-08", "2031-06-02"),
    "5月8日到14日": ("2031-05-08", "2031-05-14"),
    "从5月8日起至5月14日止": ("2031-05-08", "2031-05-14"),
    "2031年5月14日至2031年5月20日": ("2031-05-14", "2031-05-20"),
    "2031年5月14日（星期三）至5月20日（星期二）": ("2031-05-14", "2031-05-20"),
    "5月14日上午9:00至5月20日下午5点": ("2031-05-14", "2031-05-20"),
    "2031.5.8-5.14": ("2031-05-08", "2031-05-14"),
    "2031.5.8—2031.5.14": ("2031-05-08", "2031-05-14"),
    "2031-05-08至2031-05-14": ("2031-05-08", "2031-05-14"),
    "2031/5/8-5/14": ("2031-05-08", "2031-05-14"),
    "２０３１年５月８日至１４日": ("2031-05-08", "2031-05-14"),
    "2031 年 5 月 8 日 至 14 日": ("2031-05-08", "2031-05-14"),
    "二〇三一年四月二十六日至五月三日": ("2031-04-26", "2031-05-03"),
    "二○三一年十月十日至二十日": ("2031-10-10", "2031-10-20"),
    "二0三一年十二月三十一日": ("2031-12-31", "2031-12-31"),
    "12月28日至1月3日": ("2031-12-28", "2032-01-03"),
    "2031年12月28日至2032年1月3日": ("2031-12-28", "2032-01-03"),
    "6月底前": ("2031-06-30", "2031-06-30"),
    "2月29日": (None, None),
    "5月32日": (None, None),
    "1月10日": ("2031-01-10", "2031-01-10"),
}


@pytest.mark.parametrize("words", RANGES)
def test_a_range_as_written(words: str) -> None:
    found = spans(flat(words))
    assert len(found) == 1 or words == "5月32日"
    first, last = YEARS.both(found[0])
    assert (first and first.isoformat(), last and last.isoformat()) == RANGES[words]


@pytest.mark.parametrize(
    "words",
    [
        "6月2日前",
        "6月2日之前",
        "6月2日以前",
        "6月2日（星期一）前",
        "6月2日17:00前",
        "6月2日下午5点前",
        "6月2日截止",
        "6月底前",
    ],
)
def test_by_a_day(words: str) -> None:
    assert [span.before for span in spans(flat(words))] == [True]


@pytest.mark.parametrize(
    "words", ["6月2日", "6月2日前后", "6月2日上午", "从5月1日起至6月2日止", "6月2日前往"]
)
def test_on_a_day(words: str) -> None:
    assert [span.before for span in spans(flat(words))] == [False]


@pytest.mark.parametrize(
    "words",
    [
        "6月上旬",
        "5月",
        "2031年5月",
        "5月中旬",
        "年底",
        "1.5倍",
        "3.14",
        "第5条",
        "2031年度",
        "5-6人",
        "一月一次",
    ],
)
def test_what_is_no_day(words: str) -> None:
    assert [span for span in spans(flat(words)) if span.first.day is not None] == []


def test_a_day_of_the_new_year_belongs_to_it_when_the_notice_is_of_december() -> None:
    years = Years(2031, date(2031, 12, 10))
    found = spans(flat("1月5日前报送"))[0]
    assert years.both(found, after=date(2031, 12, 10))[0] == date(2032, 1, 5)
    assert Years(None, None).both(found)[0] is None


def test_days_of_the_week_are_kept() -> None:
    assert [span.first.weekday for span in spans(flat("5月22日（星期四）5月23日(周五) 5月25日星期天"))] == [
        3,
        4,
        6,
    ]
