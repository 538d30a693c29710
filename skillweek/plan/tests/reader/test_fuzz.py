"""Whatever comes in: a reading or one sentence, and never a word that the source does not have."""

import re
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from skillweek.plan.reader import Unreadable, read
from skillweek.plan.reader.dates import Years, spans
from skillweek.plan.reader.extract import extract
from skillweek.plan.reader.text import flat, line_of
from skillweek.plan.tests.reader.documents import notice, page, word

WORDS = [
    "各学校", "各县（市、区）教育局", "：", ":", "。", "，", "、", "一、", "（一）", "1.", "1、", "①",
    "第一章", "时间", "主题", "为", "“", "”", "2031年5月3日", "5月", "至", "—", "日", "前", "报送", "总结",
    "至少", "3场", "要", "请", "开展", "活动周", "关于", "的通知", "教〔2031〕5号", "电话", "0000-8800001",
    "a@b.cn", "@", "联系人", "附件", "《", "》", "(", ")", "|", "示例市教育局", "二〇三一年", "十二", "月底",
    "星期三", "99", "即日起", "责任编辑", "印发", "负责部门：", " ", "\u3000", "\n", "\n",
]  # fmt: skip
MARKUP = ["<p>", "</div>", "<table><tr><td>", "<td>", "</table>", "<a href=x>", "&nbsp;", "<br>", "时间：",
          "2031年5月3日至5日", "一、要求", "各学校：", "<!--", "<script>"]  # fmt: skip
pieces = st.lists(st.sampled_from(WORDS), max_size=60).map("".join)
calm = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def check(data: bytes, name: str) -> None:
    try:
        reading = read(data, name)
    except Unreadable:
        return
    text = "\n".join(line.raw for line in extract(data, name).lines)
    assert [one for one in reading.sources.values() if one.quote not in text] == []
    for field in ("title", "number", "issued", "issuer", "starts", "ends", "theme", "deadline"):
        value = getattr(reading, field)
        assert value is None or (value and field in reading.sources)
    assert all(
        re.fullmatch(r"\d{4}-\d\d-\d\d", day)
        for day in (reading.starts, reading.ends, reading.deadline)
        if day
    )
    paths = [clause.path for clause in reading.clauses]
    assert len(set(paths)) == len(paths)
    if reading.starts and reading.ends:
        assert reading.starts <= reading.ends


@calm
@given(pieces)
def test_any_text_of_the_words_of_notices(text: str) -> None:
    check(text.encode(), "a.txt")


@calm
@given(st.text(max_size=400))
def test_any_text_at_all(text: str) -> None:
    check(text.encode("utf-8", "replace"), "a.txt")


@calm
@given(st.binary(max_size=600), st.sampled_from(["a.txt", "a.docx", "a.pdf", "a.html", ""]))
def test_any_bytes(data: bytes, name: str) -> None:
    check(data, name)


@calm
@given(st.integers(0, 10_000), st.integers(0, 255), st.sampled_from(["02", "05", "10"]))
def test_a_byte_changed_on_the_way(place: int, value: int, name: str) -> None:
    data = bytearray(word(notice(name)))
    data[place % len(data)] = value
    check(bytes(data), "a.docx")


@calm
@given(st.lists(st.sampled_from(MARKUP), max_size=40))
def test_any_markup(tags: list[str]) -> None:
    check(page("".join(tags)), "a.html")


@calm
@given(st.lists(st.sampled_from(notice("10").splitlines()), max_size=40))
def test_lines_of_a_notice_in_any_order(lines: list[str]) -> None:
    check("\n".join(lines).encode(), "a.txt")


@calm
@given(st.text(max_size=200))
def test_the_flat_form_is_as_long_as_the_line(text: str) -> None:
    line = line_of(text, 1)
    assert len(flat(text)) == len(text)
    assert len(line.flat) == len(line.raw)


@calm
@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2099, 12, 31)))
def test_every_day_is_read_in_every_way_of_writing(day: date) -> None:
    year, month, number = str(day).split("-")
    ways = (
        "{0}年{1}月{2}日",
        "{0} 年 {1} 月 {2} 日",
        "{0}-{1}-{2}",
        "{0}.{1}.{2}",
        "{0}/{1}/{2}",
        "{0}年{1:0>2}月{2:0>2}日",
    )
    for way in ways:
        found = spans(flat(way.format(year, int(month), int(number))))
        assert [str(Years().resolve(span.first)) for span in found] == [str(day)], way
