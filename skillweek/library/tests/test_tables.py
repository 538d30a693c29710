"""Sheets: what goes in comes out, and nothing of it is a formula."""

import re
from datetime import date, datetime
from io import BytesIO
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import python_calamine

from skillweek.library.sheets import sheet

NASTY = [
    "=1+1",
    "+86 139 0000 0000",
    "-2",
    "@SUM(A1)",
    "＝1+1",
    '=HYPERLINK("http://example.invalid","x")',
    "\t=1",
]


def test_texts_that_look_like_formulas_stay_texts() -> None:
    data = sheet(name="a/b:c", head=["内容"], rows=[[text] for text in NASTY])
    book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(data))
    assert book.sheet_names == ["a b c"]
    assert [row[0] for row in book.get_sheet_by_index(0).to_python()] == ["内容", *NASTY]
    with ZipFile(BytesIO(data)) as archive:
        page = archive.read("xl/worksheets/sheet1.xml").decode()
        styles = archive.read("xl/styles.xml").decode()
        assert not [name for name in archive.namelist() if "rels" in name and "sheet1" in name]
    assert "<f>" not in page
    marked = re.findall(r'<c r="A\d+" s="(\d+)"', page)
    quoted = re.findall(r"<xf [^>]*>", styles.split("<cellXfs")[1].split("</cellXfs>")[0])
    assert [('quotePrefix="1"' in quoted[int(number)]) for number in marked] == [False] + [True] * len(NASTY)


def test_numbers_days_and_moments_keep_their_kind() -> None:
    at = datetime(2021, 5, 22, 1, 30, tzinfo=ZoneInfo("UTC"))
    data = sheet(name="s", head=["n", "d", "m", "e"], rows=[[3, date(2021, 5, 22), at, None]])
    rows = python_calamine.CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()
    number, day, moment, empty = rows[1]
    assert (number, day, empty) == (3.0, date(2021, 5, 22), "")
    assert moment == at.astimezone(ZoneInfo("Asia/Shanghai")).replace(tzinfo=None)
