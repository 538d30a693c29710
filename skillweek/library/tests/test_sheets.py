"""Writing and reading spreadsheets: nothing is evaluated, what was written reads back, strangers' files are bounded."""

from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlsxwriter
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from skillweek.library.sheets import Column, SheetRefused, SheetRow, read_sheet, write_sheet
from skillweek.library.sheets import columns as sheets

COLUMNS = (
    Column("name", _("姓名"), ("联系人",), "谁", needed=True),
    Column("phone", "电话", ("手机",)),
    Column("since", "起始（日期）"),
    Column("note", "说明"),
)


def book(rows: list[list[Any]], *more: list[list[Any]]) -> BytesIO:
    """A workbook as people make them: numbers, dates and all."""
    out = BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True})
    dates = made.add_format({"num_format": "yyyy-mm-dd"})
    for table in (rows, *more):
        sheet = made.add_worksheet()
        for y, row in enumerate(table):
            for x, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(y, x, cell, dates)
                elif cell is not None:
                    sheet.write(y, x, cell)
    made.close()
    return BytesIO(out.getvalue())


def values(rows: list[SheetRow]) -> list[tuple[int, dict[str, str]]]:
    return [(row.line, row.values) for row in rows]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", "+8613900000000", "-5", "@SUM(A1)", "＝1+1", "=HYPERLINK(\"http://example.invalid\",\"x\")", "https://example.invalid",
        "00123", "1e5", "13900000000", "两行\n一格", "<b>&\"'", "TRUE", "2021-05-01", "#REF!", "𠮷", "_x0041_",
    ],
)  # fmt: skip
def test_what_was_written_reads_back(text: str) -> None:
    data = write_sheet("人员", COLUMNS, [{"name": "示例-甲", "note": text}])
    assert values(read_sheet(BytesIO(data), COLUMNS)) == [
        (2, {"name": "示例-甲", "phone": "", "since": "", "note": text})
    ]
    with ZipFile(BytesIO(data)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        assert ("<f>" in sheet, "hyperlink" in sheet) == (False, False)
        quoted = "quotePrefix" in parts.read("xl/styles.xml").decode()
    assert quoted is (text[0] in "=+-@＝＋－＠"), "typing it again would make a formula"


def test_what_people_do_to_sheets() -> None:
    file = book([
        ["联系人登记表（2021 年）"],
        [],
        ["说明", " 手 机 ", "序号", "*姓名（必填）", "起始(日期)"],
        [None, 13900000000, 1, " 示例-甲 ", date(2021, 5, 1)],
        [None, None, None, None, None],
        ["补充", "+86 139-0000-0001", 2, "示例-乙", "2021/5/2"],
        [0.1, 1.5, True, "示例-丙", 44317],
    ])  # fmt: skip
    assert values(read_sheet(file, COLUMNS)) == [
        (4, {"name": "示例-甲", "phone": "13900000000", "since": "2021-05-01", "note": ""}),
        (6, {"name": "示例-乙", "phone": "+86 139-0000-0001", "since": "2021/5/2", "note": "补充"}),
        (7, {"name": "示例-丙", "phone": "1.5", "since": "44317", "note": "0.1"}),
    ]


def test_only_columns_that_are_there_count() -> None:
    assert values(read_sheet(book([["姓名"], ["示例-甲"]]), COLUMNS)) == [(2, {"name": "示例-甲"})]


def test_the_right_sheet_is_found_in_any_language() -> None:
    with translation.override("en"):
        data = write_sheet("People", COLUMNS, [{"name": "A"}])
    assert [row.values["name"] for row in read_sheet(BytesIO(data), COLUMNS)] == ["A"]
    file = book([["别的"], ["一"]], [["姓名"], ["示例-甲"]])
    assert values(read_sheet(file, COLUMNS)) == [(2, {"name": "示例-甲"})]


def test_remarks_stand_in_front_and_are_not_read() -> None:
    data = write_sheet(
        "人员", COLUMNS, [{"name": "示例-甲"}, {"name": "示例-乙"}], remarks=["电话：应为 11 位", ""]
    )
    assert [row.values["name"] for row in read_sheet(BytesIO(data), COLUMNS)] == ["示例-甲", "示例-乙"]
    rows = read_sheet(BytesIO(data), (Column("said", "核对结果"),))
    assert values(rows) == [(2, {"said": "电话：应为 11 位"})]


def zip_of(**parts: bytes) -> BytesIO:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/"), content)
    return BytesIO(out.getvalue())


REFUSED = {
    "empty": (b"", "这不是 xlsx 表格"),
    "csv": ("姓名,电话\n示例,1".encode(), "这不是 xlsx 表格"),
    "old xls": (b"\xd0\xcf\x11\xe0" + bytes(600), "这不是 xlsx 表格"),
    "cut": (write_sheet("x", COLUMNS, [{"name": "x"}])[:-300], "已损坏"),
    "a word file": (zip_of(word__document=b"x").getvalue(), "这不是 xlsx 表格"),
    "hollow": (zip_of(**{"xl__workbook.xml": b"<nothing/>"}).getvalue(), "打不开"),
    "bomb": (zip_of(**{"xl__workbook.xml": bytes(30 << 20)}).getvalue(), "解压后太大"),
    "other columns": (book([["代码", "电话"], ["a", "b"]]).getvalue(), "没有找到这些列：姓名"),
    "no rows": (book([["姓名", "电话"]]).getvalue(), "只有标题"),
    "no sheet": (book([]).getvalue(), "没有找到这些列"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_with_a_sentence(name: str) -> None:
    data, said = REFUSED[name]
    with pytest.raises(SheetRefused, match=said):
        read_sheet(BytesIO(data), COLUMNS)


def test_too_big_and_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    file = book([["姓名"], *[[f"示例-{n}"] for n in range(4)]])
    assert len(read_sheet(file, COLUMNS, most_rows=4)) == 4
    with pytest.raises(SheetRefused, match="一次最多导入 3 行"):
        read_sheet(file, COLUMNS, most_rows=3)
    monkeypatch.setattr(sheets, "MOST_BYTES", 100)
    with pytest.raises(SheetRefused, match="文件超过"):
        read_sheet(file, COLUMNS)


def test_a_sheet_that_claims_a_billion_cells() -> None:
    """The far corner is filled in: a reader that makes a table of it would need all memory there is."""
    out = BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = made.add_worksheet()
    sheet.write(0, 0, "姓名")
    sheet.write(1, 0, "示例-甲")
    sheet.write(1_048_575, 16_383, "x")
    made.close()
    with pytest.raises(SheetRefused, match="打不开"):
        read_sheet(BytesIO(out.getvalue()), COLUMNS)
