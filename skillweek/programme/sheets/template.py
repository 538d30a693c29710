"""An empty table to fill in: headings, choices where the city has a list, and a page that says how."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import xlsxwriter

from skillweek.programme.sheets.vocabulary import HEAD

#: columns of the table, without the code that only a downloaded programme has, and how wide they are
COLUMNS = HEAD[1:]
_WIDTHS = {"活动名称": 28, "地点": 20, "线上地址": 24, "主办单位": 24, "承办单位": 20, "协办单位": 20, "内容简介": 36,
           "参加对象": 18}  # fmt: skip
#: columns that offer known names, by what is known
KINDS, HOSTS, PLACES, AUDIENCES = "活动类别", "主办单位", "地点", "参加对象"
_FILLED, _NEEDED = 300, ("活动名称", "活动类别", "日期", "开始时间", "结束时间", "地点", "主办单位")


def template(
    *, title: str, help_title: str, advice: Sequence[str], choices: dict[str, Sequence[str]]
) -> bytes:
    """The xlsx file; ``choices`` are the known names by column, offered in the cells and listed on the second page."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page, words = book.add_worksheet(title), book.add_worksheet(help_title)
        lists = _explain(book, words, advice, choices)
        _head(book, page)
        for name, where in lists.items():
            column = COLUMNS.index(name)
            page.data_validation(1, column, _FILLED, column, {
                "validate": "list", "source": f"='{help_title}'!{where}", "error_type": "information",
            })  # fmt: skip
    return out.getvalue()


def _head(book: Any, page: Any) -> None:
    needed = book.add_format({"bold": True, "bg_color": "#F7DFDB", "border": 1, "align": "center"})
    other = book.add_format({"bold": True, "bg_color": "#EFEFEF", "border": 1, "align": "center"})
    for column, name in enumerate(COLUMNS):
        page.set_column(column, column, _WIDTHS.get(name, 12), _cell(book, name))
        page.write_string(0, column, name, needed if name in _NEEDED else other)
    page.set_row(0, 24)
    page.freeze_panes(1, 1)


def _cell(book: Any, name: str) -> Any:
    """How cells of a column are kept: days as days, times and telephone numbers as they are typed."""
    shapes = {"日期": "yyyy-mm-dd", "开始时间": "@", "结束时间": "@", "电话": "@"}
    look = {"text_wrap": True, "valign": "top"}
    return book.add_format(look | ({"num_format": shapes[name]} if name in shapes else {}))


def _explain(
    book: Any, page: Any, advice: Sequence[str], choices: dict[str, Sequence[str]]
) -> dict[str, str]:
    """Write the second page; the range of cells of every list."""
    bold = book.add_format({"bold": True})
    page.set_column(0, 8, 30)
    for row, line in enumerate(advice):
        page.write_string(row, 0, line)
    top, ranges = len(advice) + 2, {}
    for column, (name, known) in enumerate(choices.items()):
        page.write_string(top - 1, column, name, bold)
        for row, word in enumerate(known):
            page.write_string(top + row, column, word)
        if known:
            letter = chr(ord("A") + column)
            ranges[name] = f"${letter}${top + 1}:${letter}${top + len(known)}"
    return ranges
