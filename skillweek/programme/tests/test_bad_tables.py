"""Files that are no table, or one that would not fit: a sentence, never a crash, and bounds that hold."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from skillweek.programme.sheets.opening import MOST_BYTES, TableRefused, sheets_of
from skillweek.programme.sheets.reading import read_table
from skillweek.programme.sheets.remarks import with_remarks
from skillweek.programme.tests.drawing import Drawn, workbook
from skillweek.programme.tests.legacy import biff8, container

GOOD = workbook(Drawn("S", "活动名称 | 时间 | 地点 | 主办单位\n甲 | 5月22日9:00-10:00 | A | 示例学校"))
PART = "xl/worksheets/sheet1.xml"
WEEK = (date(2021, 5, 22), date(2021, 5, 28))


def changed(change: Callable[[bytes], bytes], **more: bytes) -> bytes:
    """The good table with its sheet's XML changed, and parts added."""
    out = BytesIO()
    with ZipFile(BytesIO(GOOD)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == PART else old.read(name))
        for name, data in more.items():
            new.writestr(name.replace("__", "/"), data)
    return out.getvalue()


def with_rows(rows: bytes) -> bytes:
    return changed(lambda xml: xml.replace(b"</sheetData>", rows + b"</sheetData>"))


FAR = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
BOMB = b"<worksheet><sheetData>" + b" " * (64 << 20)
#: each entity stands for ten of the one before it
ENTITIES = (
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%b">' % (98 + step, b"&%c;" % (97 + step) * 10) for step in range(9))
    + b']><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
    b'<c r="A1" t="inlineStr"><is><t>&j;</t></is></c></row></sheetData></worksheet>'
)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (GOOD[: len(GOOD) // 2], "已损坏"),
        (b"x" * (MOST_BYTES + 1), "超过 20 MB"),
        (with_rows(FAR), "最边上还有内容"),
        (changed(lambda xml: BOMB), "解压后太大"),
        (changed(lambda xml: ENTITIES), "打不开"),
        (changed(lambda xml: b"<worksheet><sheetData/></worksheet>", xl__media__image1__png=b"\x89PNG"), "只有图片"),
        (container({"EncryptedPackage": b"x" * 5000, "EncryptionInfo": b"y" * 300}), "去掉密码"),
        (container({"WordDocument": b"x" * 5000}), "已损坏"),
    ],
    ids=["half", "large", "far", "bomb", "entities", "pictures", "password", "words"],
)  # fmt: skip
def test_it_is_refused_with_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(TableRefused, match=sentence):
        sheets_of(data)


def test_empty_formatted_rows_cost_nothing() -> None:
    rows = b"".join(b'<row r="%d"><c r="A%d" s="1"/></row>' % (row, row) for row in range(3, 100_003))
    table = read_table(with_rows(rows), week=WEEK)
    assert [(row.row, row.title) for row in table.rows] == [(2, "甲")]


def test_macros_are_left_alone() -> None:
    table = read_table(changed(lambda xml: xml, xl__vbaProject__bin=b"\xd0\xcf"), week=WEEK)
    assert [row.title for row in table.rows] == ["甲"]


def test_a_range_merged_to_the_end_of_the_sheet_ends_with_the_table() -> None:
    merged = b'</sheetData><mergeCells count="1"><mergeCell ref="A3:XFD1048576"/></mergeCells>'
    grids = sheets_of(changed(lambda xml: xml.replace(b"</sheetData>", merged)))
    (again,) = sheets_of(with_remarks(grids, {("S", 2): "…"}))
    assert [row[1] for row in again.rows] == ["活动名称", "甲"]


def test_hidden_sheets_and_days_stay_what_they_were() -> None:
    head = "活动名称 | 日期 | 时间 | 地点"
    data = workbook(
        Drawn("草稿", f"{head}\n废 | @2021-05-22 | 上午 | A", hidden=False),
        Drawn("旧", f"{head}\n旧 | @2021-05-22T09:30 | @10:00 | A", hidden=True),
    )
    grids = sheets_of(data)
    again = sheets_of(with_remarks(grids, {}))
    assert [(one.name, one.hidden, [row[1:] for row in one.rows]) for one in again] == [
        (one.name, one.hidden, one.rows) for one in grids
    ]


LINES = [["活动名称", "时间", "地点", "主办单位"], ["茶艺课", "5月22日9:00-10:00", "一号楼", "示例学校"]]


def test_a_table_of_excel_97_is_read() -> None:
    (row,) = read_table(container({"Workbook": biff8("安排", LINES)}), week=WEEK).rows
    assert (row.sheet, row.row, row.title) == ("安排", 2, "茶艺课")


@pytest.mark.parametrize("code", ["gb18030", "utf-8-sig", "utf-16"])
def test_a_table_of_commas_is_read_in_the_codes_of_offices(code: str) -> None:
    text = "\r\n".join(",".join(line) for line in LINES)
    (row,) = read_table(text.encode(code), week=WEEK).rows
    assert row.title == "茶艺课"


def test_words_named_xlsx_are_a_table_of_one_column() -> None:
    assert read_table("今天开会，没有表".encode(), week=WEEK).rows == []
