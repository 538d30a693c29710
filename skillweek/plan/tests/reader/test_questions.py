"""What contradicts itself is asked, never decided."""

import re

import pytest

from skillweek.plan.reader import Reading, read
from skillweek.plan.reader.wording import QUESTIONS, REFUSALS

FRAME = (
    "{title}\n各学校：\n为办好今年的活动周，现将有关事项通知如下。\n一、要求\n{body}\n示例教育局\n{issued}\n"
)
PLAIN = "关于开展2031年职业教育活动周的通知"


def of(body: str, title: str = PLAIN, issued: str = "2031年4月20日") -> Reading:
    return read(FRAME.format(title=title, body=body, issued=issued).encode(), "a.txt")


CASES = {
    "end first": ("活动时间：5月18日至5月12日", "starts", "ends_before_starts", None),
    "two times": ("活动时间：5月12日至18日\n活动周定于5月19日至25日举行。", "starts", "other_dates", "2031-05-12"),
    "weekday": ("活动时间：5月12日（星期三）至18日", "starts", "weekday", "2031-05-12"),
    "weekday of the end": ("活动时间：5月12日至18日（星期三）", "ends", "weekday", "2031-05-18"),
    "no such day": ("活动时间：5月30日至5月32日", "ends", "no_such_day", None),
    "no day": ("活动时间：5月中旬", "starts", "not_a_day", None),
    "early deadline": ("活动时间：5月12日至18日\n5月2日前报送总结。",
                       "deadline", "deadline_before_start", "2031-05-02"),
    "two deadlines": ("6月2日前报送总结。\n总结应于6月5日前报送。", "deadline", "other_deadline", "2031-06-02"),
    "vague deadline": ("活动结束后一周内报送总结。", "deadline", "not_a_day", None),
    "two themes": ("主题：“甲乙丙丁”。\n主题：“戊己庚辛”。", "theme", "other_theme", "甲乙丙丁"),
    "weekday elsewhere": ("5月14日（星期一）举办讲座。", "clauses", "weekday", None),
}  # fmt: skip


@pytest.mark.parametrize(("body", "field", "code", "value"), CASES.values(), ids=CASES.keys())
def test_a_contradiction_is_a_question(body: str, field: str, code: str, value: str | None) -> None:
    reading = of(body)
    assert [(one.field, one.code) for one in reading.questions] == [(field, code)]
    if field != "clauses":
        assert getattr(reading, field) == value
    if value:
        assert reading.sources[field].confidence <= 0.5


def test_a_notice_of_after_the_week() -> None:
    reading = of("活动时间：2031年5月12日至18日", issued="2031年6月20日")
    assert [(one.field, one.code) for one in reading.questions] == [("issued", "issued_after_start")]


def test_another_year_in_the_title() -> None:
    reading = of("活动时间：2029年5月12日至18日", issued="2029年4月20日")
    assert [(one.field, one.code) for one in reading.questions] == [("starts", "year_differs")]
    assert reading.sources["starts"].confidence <= 0.5


def test_days_without_any_year_stay_open() -> None:
    text = "关于开展活动周的通知\n各学校：\n一、活动时间：5月12日至18日\n二、6月2日前报送总结。\n"
    reading = read(text.encode(), "a.txt")
    assert (reading.starts, reading.ends, reading.deadline) == (None, None, None)
    assert [one.code for one in reading.questions] == ["year_unknown", "year_unknown", "year_unknown"]
    assert reading.sources["starts"].quote == "5月12日至18日"


def test_a_sound_notice_raises_no_question() -> None:
    reading = of("活动时间：5月12日（星期一）至18日\n主题：用心。\n6月2日前报送总结。")
    assert reading.questions == []


def test_every_sentence_is_in_both_languages_with_the_same_facts() -> None:
    for wording in [*REFUSALS.values(), *QUESTIONS.values()]:
        assert re.search("[\u4e00-\u9fff]", wording.chinese)
        assert not re.search("[\u4e00-\u9fff]", wording.english)
        plain = {name.removesuffix("_en") for name in re.findall(r"{(\w+)}", wording.english)}
        assert plain <= {name.removesuffix("_en") for name in re.findall(r"{(\w+)}", wording.chinese)}
