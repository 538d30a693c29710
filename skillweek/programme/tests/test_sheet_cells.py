"""Cells in fifty forms, and cells that nobody foresaw: always an answer, quickly, and never a value from nowhere."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skillweek.programme.sheets.grid import Grid
from skillweek.programme.sheets.people import people
from skillweek.programme.sheets.phones import contact_and_phones
from skillweek.programme.sheets.reading import read_grids
from skillweek.programme.sheets.text import han_number, plain, with_digits
from skillweek.programme.sheets.when import Context, read_when
from skillweek.programme.sheets.when.tokens import tokens

WEEK = (date(2021, 5, 22), date(2021, 5, 28))
CONTEXT = Context(week=WEEK)
#: what such cells are made of
PIECES = st.sampled_from([
    "5月22日", "22日", "5.22", "2021-05-24", "5/25", "第三天", "周六", "（周日）", "上午", "下午", "晚",
    "9:00", "9：30", "2点半", "14时30分", "10", "-", "—", "至", "~", "，", "、", "和", "\n", " ", "每天", "全天",
    "次日",
    "活动周期间", "待定", "前", "起", "约", "签到", "(", ")", "2021年", "五月", "二十三日", "十点", "一", "报告厅",
    "24:00",
    "0900", "AM", "pm", "月", "日", "点", "32日",
])  # fmt: skip
CELLS = st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=60)


def when(text: str, style: str = "both") -> tuple[list[tuple[str | None, str | None]], list[str]]:
    read = read_when(tokens(text, style), CONTEXT, text)
    return [(span.starts_text, span.ends_text) for span in read.spans], [
        problem.code for problem in read.problems
    ]


FORMS = [
    ("5月22日 9:00-11:30", [("2021-05-22T09:00", "2021-05-22T11:30")], []),
    ("２０２１年５月２２日 上午９：００—１１：３０", [("2021-05-22T09:00", "2021-05-22T11:30")], []),
    ("2021.5.22 9:00~11:30", [("2021-05-22T09:00", "2021-05-22T11:30")], []),
    ("2021/5/22 9:00", [("2021-05-22T09:00", None)], ["no_end_time"]),
    ("20210522", [("2021-05-22", None)], ["no_start_time"]),
    ("5月22日下午2点半", [("2021-05-22T14:30", None)], ["no_end_time"]),
    ("5月22日14时30分至16时", [("2021-05-22T14:30", "2021-05-22T16:00")], []),
    ("22日上午9点-11点", [("2021-05-22T09:00", "2021-05-22T11:00")], []),
    ("5月22日 上午9—11点", [("2021-05-22T09:00", "2021-05-22T11:00")], []),
    ("5月22日9:30一11:30", [("2021-05-22T09:30", "2021-05-22T11:30")], []),
    ("5.22-5.28", [("2021-05-22", "2021-05-28")], []),
    ("5.22-28", [("2021-05-22", "2021-05-28")], []),
    ("22-28日", [("2021-05-22", "2021-05-28")], []),
    ("22-28", [("2021-05-22", "2021-05-28")], []),
    ("5-22", [("2021-05-22", None)], ["no_start_time"]),
    ("5月22日至28日每天9:00-17:00", [("2021-05-22T09:00", "2021-05-28T17:00")], []),
    ("周三上午", [("2021-05-26", None)], ["half_day"]),
    ("星期一至星期五8:00-12:00", [("2021-05-24T08:00", "2021-05-28T12:00")], []),
    ("第2天 14:00-16:00", [("2021-05-23T14:00", "2021-05-23T16:00")], []),
    ("五月二十三日上午九点半至十一点", [("2021-05-23T09:30", "2021-05-23T11:00")], []),
    ("5月22日、24日 9:00-10:00",
     [("2021-05-22T09:00", "2021-05-22T10:00"), ("2021-05-24T09:00", "2021-05-24T10:00")], []),
    ("5月22日9:00-10:00；14:00-15:00",
     [("2021-05-22T09:00", "2021-05-22T10:00"), ("2021-05-22T14:00", "2021-05-22T15:00")], []),
    ("5月22日9:00-5月23日17:00", [("2021-05-22T09:00", "2021-05-23T17:00")], []),
    ("5月22日20:00-次日7:00", [("2021-05-22T20:00", "2021-05-23T07:00")], []),
    ("5月22日晚7:00-9:00", [("2021-05-22T19:00", "2021-05-22T21:00")], []),
    ("5月22日中午11:30-1:00", [("2021-05-22T11:30", "2021-05-22T13:00")], []),
    ("5月22日9:00 AM-3:00 PM", [("2021-05-22T09:00", "2021-05-22T15:00")], []),
    ("5月22日22:00-24:00", [("2021-05-22T22:00", "2021-05-23T00:00")], []),
    ("5月22日全天", [("2021-05-22", "2021-05-22")], []),
    ("5月22日9.30-11.30", [("2021-05-22T09:30", "2021-05-22T11:30")], []),
    ("5月22日8:30签到，9:00开始", [("2021-05-22T09:00", None)], ["no_end_time"]),
    ("5月22日2:30-4:00", [("2021-05-22", None)], ["no_half"]),
    ("5月22日9:00-5:00", [("2021-05-22T09:00", None)], ["backwards"]),
    ("5月24日（周二）9:00-10:00", [("2021-05-24T09:00", "2021-05-24T10:00")], ["weekday"]),
    ("5月32日", [], ["no_such_day"]),
    ("5月下旬", [], ["day_unclear"]),
    ("待定", [], ["pending"]),
    ("5月22日十点二十三日", [("2021-05-22T10:00", None), ("2021-05-23", None)], ["no_end_time", "no_start_time"]),
    ("", [], ["no_day"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "spans", "problems"), FORMS, ids=[text for text, _spans, _problems in FORMS]
)
def test_forms_of_time(text: str, spans: list[tuple[str, str]], problems: list[str]) -> None:
    assert when(text) == (spans, problems)


@settings(deadline=None)
@given(CELLS, st.sampled_from(["day", "time", "both"]))
def test_any_cell_about_time_has_an_answer(text: str, style: str) -> None:
    spans, problems = when(text, style)
    moment = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d)?")
    for starts, ends in spans:
        assert all(one is None or moment.fullmatch(one) for one in (starts, ends))
        assert starts is None or ends is None or starts[:10] <= ends[:10]
    if not spans or any(None in span for span in spans):
        assert problems


@settings(deadline=None)
@given(CELLS)
def test_no_digit_comes_from_nowhere(text: str) -> None:
    """Every minute of a time stands in the cell, as digits or as a word."""
    spans, _problems = when(text)
    for moment in (one for span in spans for one in span if one and "T" in one):
        minute = int(moment[-2:])
        numbers = {int(number) for number in re.findall(r"\d+", with_digits(plain(text), "年月日号时点分"))}
        assert minute == 0 or minute in numbers or re.search("半|刻|分|00", text)


@settings(deadline=None)
@given(st.text(alphabet="约共近全校师生人名余多-至~,.0123456789万千百二三十每场班、（）() /", max_size=30))
def test_any_number_of_people_has_an_answer(text: str) -> None:
    number, problems = people(text)
    assert (number is None) <= bool(problems or not plain(text))
    assert number is None or 0 <= number <= 10_000_000


@settings(deadline=None)
@given(st.text(alphabet="张三 李四0123456789-—()（）转+、/\n.eE", max_size=40))
def test_any_telephone_has_an_answer(text: str) -> None:
    _names, numbers, _problems = contact_and_phones(text)
    digits = re.sub(r"\D", "", plain(text))
    assert all(set(re.sub(r"\D", "", number)) <= set(digits) for number in numbers)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(CELLS | st.floats(allow_nan=False, allow_infinity=False) | st.integers(0, 60_000).map(float),
                         max_size=6), max_size=8))  # fmt: skip
def test_any_sheet_is_read_and_no_line_is_lost(rows: list[list[object]]) -> None:
    head: list[object] = ["活动名称", "日期", "时间", "地点", "主办单位", "预计人数"]
    table = read_grids([Grid("S", [head, *rows], merges=[])], week=WEEK)
    known = {one.row for one in [*table.rows, *table.ignored]}
    filled = {
        number for number, row in enumerate([head, *rows], start=1)
        if any(cell is not None and str(cell).strip() for cell in row)
    }  # fmt: skip
    assert known == filled


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("二十二", 22),
        ("三百五十", 350),
        ("二〇二一", 2021),
        ("一万二千", 12000),
        ("十", 10),
        ("两百", 200),
        ("人", None),
    ],
)
def test_chinese_numbers(text: str, value: int | None) -> None:
    assert han_number(text) == value
