"""Official documents: the page of the standard, line for line, as PDF and as Word."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from itertools import pairwise
from typing import Any

import pytest
from docx import Document as WordDocument
from docx.oxml.ns import qn
from pypdf import PageObject, PdfReader

from skillweek.library.document import Document, Heading, Paragraph, blocks, numbered, signature, width
from skillweek.library.render import docx, page, pdf

DAY = date(2021, 4, 26)


def notice(**facts: Any) -> Document:
    facts = {"title": "关于做好工作的通知", "body": blocks("请认真落实。"), "signatory": "示例市教育体育局",
             "signed_on": DAY} | facts  # fmt: skip
    return Document(**facts)


def pages(document: Document) -> Iterator[PageObject]:
    yield from PdfReader(BytesIO(pdf.render(document))).pages


def lines(found: PageObject) -> list[tuple[float, int]]:
    """Height and number of characters of every line on a page, from the top; the folio is the last."""
    counted: Counter[float] = Counter()

    def visit(text: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:
        if text.strip():
            counted[round(tm[5] * cm[3] + cm[5], 1)] += len(text.strip())

    found.extract_text(visitor_text=visit)
    return sorted(counted.items(), reverse=True)


def test_levels_are_told_by_their_numbers() -> None:
    typed = "导语。\n\n　一、总体要求\n（一）时间。五月。\n(二)地点\n1.第一点\n（1）小点\n一、" + "长" * 60
    assert blocks(typed) == (
        Paragraph("导语。"), Heading(1, "一、总体要求"), Heading(2, "（一）时间。", "五月。"), Heading(2, "(二)地点"),
        Paragraph("1.第一点"), Paragraph("（1）小点"), Paragraph("一、" + "长" * 60),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "begins", "day_begins"),
    [("示例市教育体育局", 18, 20), ("某局", 17.5, 19.5), ("长" * 40, 0, 2)],
)
def test_the_date_begins_two_characters_after_the_name(name: str, begins: float, day_begins: float) -> None:
    (_name, first), (day, second) = signature(notice(signatory=name))
    assert (first, second, day) == (begins, day_begins, "2021年4月26日")
    assert second + width(day) <= 26.5


def test_a_full_page_has_22_lines_of_28_characters() -> None:
    _first, second, *_more = pages(notice(body=(Paragraph("好" * 28 * 60),)))
    *body, folio = lines(second)
    assert [number for _height, number in body] == [28] * 22
    steps = {round(upper - lower, 1) for (upper, _n), (lower, _m) in pairwise(body)}
    assert steps <= {28.9, 29.0}
    assert folio[1] == len("— 2 —")


def test_page_numbers_stand_outside() -> None:
    found = list(pages(notice(body=(Paragraph("好" * 28 * 60),))))
    begins: list[float] = []

    def visit(text: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:
        if "—" in text:
            begins.append(cm[4])

    for one in found[:2]:
        one.extract_text(visitor_text=visit)
    left, right = 28 / 25.4 * 72, (210 - 26) / 25.4 * 72
    assert begins[1] == pytest.approx(left + 14, abs=0.5)
    assert right - 14 - 40 < begins[0] < right - 14


def test_letterhead_number_and_rule_only_when_given() -> None:
    plain, full = notice(), notice(mark="示例市教育体育局", number="示教〔2021〕5号")
    with_mark, without = (next(pages(one)) for one in (full, plain))
    assert "示教〔2021〕5号" in with_mark.extract_text()
    assert with_mark.extract_text().count("示例市教育体育局") == 2
    assert without.extract_text().count("示例市教育体育局") == 1
    assert "号" not in without.extract_text()
    reds = [b" 1 0 0 sc" in one.get_contents().get_data() for one in (with_mark, without)]
    assert reds == [True, False]


def test_every_part_of_a_pdf_in_its_order() -> None:
    passed_on = notice(title="原通知", attachments=("安排表", "名单"))
    found = [one.extract_text().replace("\n", "") for one in pages(
        notice(to="各学校：", attachments=("附表",), note="联系人：示例", enclosed=(passed_on,))
    )]  # fmt: skip
    assert [part in found[0] for part in ("附件：附表", "（联系人：示例）")] == [True, True]
    order = [
        found[0].index(part)
        for part in ("各学校：", "请认真落实。", "附件：附表", "2021年4月26日", "（联系人")
    ]
    assert order == sorted(order)
    assert [found[1].count(part) for part in ("原通知", "附件：1.安排表", "2.名单")] == [1, 1, 1]


def test_fonts_are_embedded_and_no_glyph_is_missing() -> None:
    rare = "郏县滍阳镇堃喆珺玥㎡〔2021〕"
    (found,) = pages(notice(body=(Paragraph(rare),)))
    assert rare in found.extract_text().replace("\n", "")
    fonts = found["/Resources"]["/Font"]
    for name in fonts:
        descriptor = fonts[name]["/DescendantFonts"][0]["/FontDescriptor"]
        assert {"/FontFile2", "/FontFile3"} & set(descriptor), fonts[name]["/BaseFont"]


def test_word_names_the_official_fonts_and_sets_indents_in_characters() -> None:
    document = notice(
        mark="示例市教育体育局", number="示教〔2021〕5号", to="各学校：", attachments=("安排表", "名单"),
        note="联系人：示例",
        body=blocks("一、要求\n（一）时间。五月。\n请落实。"), enclosed=(notice(title="原通知"),),
    )  # fmt: skip
    word = WordDocument(BytesIO(docx.render(document)))
    found = {paragraph.text: paragraph for paragraph in word.paragraphs if paragraph.text}
    assert list(found) == [
        "示例市教育体育局", "示教〔2021〕5号", "关于做好工作的通知", "各学校：", "一、要求", "（一）时间。五月。",
        "请落实。", "附件：1.安排表", "2.名单", "2021年4月26日", "（联系人：示例）", "原通知", "请认真落实。",
    ]  # fmt: skip
    faces = [
        [run._r.rPr.rFonts.get(qn("w:eastAsia")) for run in found[text].runs if run.text]
        for text in ("关于做好工作的通知", "各学校：", "一、要求", "（一）时间。五月。")
    ]
    assert faces == [["方正小标宋简体"], ["仿宋_GB2312"], ["黑体"], ["楷体_GB2312", "仿宋_GB2312"]]
    mark = word.paragraphs[0].runs[-1].font
    assert (str(mark.color.rgb), mark.size.pt) == ("FF0000", pytest.approx(52, abs=0.5))
    border = found["示教〔2021〕5号"]._p.pPr.find(qn("w:pBdr")).find(qn("w:bottom"))
    assert border.get(qn("w:color")) == "FF0000"
    day = found["2021年4月26日"].paragraph_format.left_indent.pt
    assert day == pytest.approx(20 * page.CHARACTER_PITCH, abs=0.1)
    assert len(word.sections) == 2


def test_titles_of_attachments() -> None:
    assert numbered(("名单",)) == ("名单",)
    assert numbered(("名单", "表")) == ("1.名单", "2.表")


def test_a_sign_that_no_font_has_spoils_nothing() -> None:
    (found,) = pages(notice(title="通知\x08", body=(Paragraph("参观😀从这里开始\x1b。"),)))
    assert "从这里开始。" in found.extract_text()
    word = WordDocument(BytesIO(docx.render(notice(title="通知\x08\ufffe"))))
    assert (word.paragraphs[0].text, word.core_properties.title) == ("通知", "通知")
