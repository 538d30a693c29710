"""Numbering in all its forms."""

import pytest

from skillweek.plan.reader.outline import outline
from skillweek.plan.reader.text import lines_of


def paths(text: str) -> list[tuple[str, str | None]]:
    return [(node.path, node.heading) for node in outline(lines_of([(text, "text")]))]


@pytest.mark.parametrize(
    "text",
    [
        "一、甲项\n（一）乙项\n1.丙项\n（1）丁项\n①戊项\n二、己项",
        "一、甲项\n(一)乙项\n1、丙项\n(1)丁项\n①戊项\n二、己项",
        "一 、甲项\n（ 一 ）乙项\n1 ．丙项\n（１）丁项\n①、戊项\n二 、己项",
        "第一章 甲项\n一、乙项\n１．丙项\n(1)丁项\n①戊项\n第二章 己项",
        "１、甲项\n1.1 乙项\n1.1.1 丙项\n1.1.1.1 丁项\n1.1.1.1.1 戊项\n２、己项",
    ],
)
def test_every_style_makes_the_same_tree(text: str) -> None:
    wanted = [
        ("1", "甲项"),
        ("1.1", "乙项"),
        ("1.1.1", "丙项"),
        ("1.1.1.1", "丁项"),
        ("1.1.1.1.1", "戊项"),
        ("2", "己项"),
    ]
    assert paths(text) == wanted


@pytest.mark.parametrize(
    ("line", "heading", "text"),
    [
        ("一、启动仪式。各校参加。", "启动仪式", "各校参加。"),
        ("一、启动仪式：各校参加。", "启动仪式", "各校参加。"),
        ("一、活动时间 2031年5月", "活动时间", "2031年5月"),
        ("一、活动时间2031年5月12日—6月20日。", "活动时间", "2031年5月12日—6月20日。"),
        ("一、各校5月9日17:00前报送名单。", None, "各校5月9日17:00前报送名单。"),
        ("一、要精心组织好活动周。各校参加。", "要精心组织好活动周", "各校参加。"),
        ("一、要精心组织好活动周。", None, "要精心组织好活动周。"),
        ("一、启动仪式", "启动仪式", ""),
        ("一、“技能：点亮人生”展播", "“技能：点亮人生”展播", ""),
        ("一、突出重点，注重实效。", "突出重点，注重实效", ""),
        ("一、各校要突出重点，注重实效。", None, "各校要突出重点，注重实效。"),
        ("一、请于6月2日前报送。", None, "请于6月2日前报送。"),
    ],
)
def test_heading_and_text(line: str, heading: str | None, text: str) -> None:
    nodes = outline(lines_of([(line, "text")]))
    assert [(node.heading, node.text) for node in nodes] == [(heading, text)]


def test_numbers_that_begin_no_clause() -> None:
    assert paths("2031年5月\n3.5万人参加\n12个单位\n5、这里没有一二三四\n一把手负责") == []


def test_a_number_that_comes_twice_gets_a_path_of_its_own() -> None:
    assert [path for path, _heading in paths("一、甲项\n（一）乙项\n（二）丙项\n（二）丁项\n（三）戊项\n二、己项")] == [
        "1", "1.1", "1.2", "1.3", "1.4", "2",
    ]  # fmt: skip


def test_rows_of_a_table_are_no_clauses() -> None:
    nodes = outline(lines_of([("一、安排", "text"), ("1. 上午 | 开幕", "row"), ("2. 下午 | 参观", "row")]))
    assert [(node.path, node.text) for node in nodes] == [("1", "1. 上午 | 开幕\n2. 下午 | 参观")]
