"""An official document as a Word file with the fonts' official names, so that offices that have them see them."""

from io import BytesIO
from typing import Any

from docx import Document as WordDocument
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from skillweek.library.document import (
    Annex,
    Document,
    Heading,
    Paragraph,
    Table,
    fit,
    mark_size,
    numbered,
    signature,
)
from skillweek.library.render import page

SONG, FANG, KAI, HEI = "方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体"
FACE = {1: HEI, 2: KAI}
RED = "FF0000"


def render(document: Document) -> bytes:
    """The bytes of a .docx file."""
    word = WordDocument()
    word.core_properties.title = fit(document.title)
    word.core_properties.author = fit(document.signatory)
    _page(word.sections[0])
    _base_style(word)
    _letterhead(word, document)
    _write(word, document)
    for number, annex in enumerate(document.annexes, start=1):
        _annex(word, number, annex)
    for enclosed in document.enclosed:
        word.add_section(WD_SECTION.NEW_PAGE)
        _write(word, enclosed, enclosed=True)
    out = BytesIO()
    word.save(out)
    return out.getvalue()


def _page(section: Any) -> None:
    section.page_width, section.page_height = Mm(page.WIDTH), Mm(page.HEIGHT)
    section.top_margin, section.bottom_margin = Mm(page.TOP), Mm(page.BOTTOM)
    section.left_margin, section.right_margin = Mm(page.LEFT), Mm(page.RIGHT)
    section.footer_distance = Mm(page.BOTTOM - page.FOLIO_GAP - 5)
    grid = OxmlElement("w:docGrid")
    grid.set(qn("w:type"), "linesAndChars")
    grid.set(qn("w:linePitch"), str(round(page.LINE_PITCH * 20)))
    grid.set(qn("w:charSpace"), str(round((page.CHARACTER_PITCH - page.BODY) * 4096)))
    for old in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(old)
    section._sectPr.append(grid)
    _folio(section.footer.paragraphs[0], WD_ALIGN_PARAGRAPH.RIGHT)
    _folio(section.even_page_footer.paragraphs[0], WD_ALIGN_PARAGRAPH.LEFT)


def _folio(paragraph: Any, side: Any) -> None:
    """``— 1 —`` in 四号 宋体, right on odd and left on even pages, one character from the edge."""
    paragraph.alignment = side
    indent = Pt(page.FOLIO)
    if side == WD_ALIGN_PARAGRAPH.RIGHT:
        paragraph.paragraph_format.right_indent = indent
    else:
        paragraph.paragraph_format.left_indent = indent
    _run(paragraph, "— ", "宋体", page.FOLIO)
    run = _run(paragraph, "", "宋体", page.FOLIO)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)
    _run(paragraph, " —", "宋体", page.FOLIO)


def _base_style(word: Any) -> None:
    word.settings.odd_and_even_pages_header_footer = True
    style = word.styles["Normal"]
    style.font.name, style.font.size = FANG, Pt(page.BODY)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FANG)
    style.paragraph_format.space_after = style.paragraph_format.space_before = Pt(0)
    style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    style.paragraph_format.line_spacing = Pt(round(page.LINE_PITCH, 2))


def _run(paragraph: Any, text: str, face: str, size: float = page.BODY) -> Any:
    run = paragraph.add_run(fit(text))
    run.font.name, run.font.size = face, Pt(size)
    run._r.get_or_add_rPr().rFonts.set(qn("w:eastAsia"), face)
    return run


def _line(word: Any, text: str, face: str, size: float = page.BODY, *, centred: bool = False) -> Any:
    paragraph = word.add_paragraph()
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if size > page.BODY:
        paragraph.paragraph_format.line_spacing = Pt(36)
    _run(paragraph, text, face, size)
    return paragraph


def _indented(word: Any, text: str, *, left: float = 0, first: float = 0) -> Any:
    """A line of the body; ``left`` and ``first`` (from ``left``) in characters of the grid."""
    paragraph = _line(word, text, FANG)
    paragraph.paragraph_format.left_indent = Pt(left * page.CHARACTER_PITCH)
    paragraph.paragraph_format.first_line_indent = Pt(first * page.CHARACTER_PITCH)
    return paragraph


def _letterhead(word: Any, document: Document) -> None:
    """The red mark, the number two lines below it, the red rule 4 mm below that; then two lines."""
    if not document.mark:
        return
    size = mark_size(document)
    mark = _line(word, "", SONG, centred=True)
    mark.paragraph_format.space_before = Mm(page.MARK_GAP)
    mark.paragraph_format.line_spacing = Pt(size * 1.2)
    _run(mark, document.mark, SONG, size).font.color.rgb = RGBColor.from_string(RED)
    _line(word, "", FANG)
    _line(word, "", FANG)
    number = _line(word, document.number, FANG, centred=True)
    borders, rule = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "12"), ("space", "11"), ("color", RED)):
        rule.set(qn(f"w:{name}"), value)
    borders.append(rule)
    number._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:outlineLvl"
    )
    _line(word, "", FANG)
    _line(word, "", FANG)


def _write(word: Any, document: Document, *, enclosed: bool = False) -> None:
    """Title, addressees, body, attachments, signature and note."""
    _line(word, document.title, SONG, page.TITLE, centred=True)
    if document.number and (enclosed or not document.mark):
        _line(word, document.number, KAI, centred=True)
    _line(word, "", FANG)
    if document.to:
        _line(word, document.to, FANG)
    for block in document.body:
        _block(word, block)
    if document.attachments:
        _line(word, "", FANG)
        _attachments(word, numbered(document.attachments))
    _line(word, "", FANG)
    _signature(word, document)
    if document.note:
        _indented(word, f"（{document.note}）", first=2)


def _block(word: Any, block: Heading | Paragraph) -> None:
    face = FACE[block.level] if isinstance(block, Heading) else FANG
    paragraph = _line(word, block.text, face)
    paragraph.paragraph_format.first_line_indent = Pt(2 * page.CHARACTER_PITCH)
    if not isinstance(block, Heading):
        return
    if block.rest:
        _run(paragraph, block.rest, FANG)
        return
    paragraph.paragraph_format.keep_with_next = True
    level = OxmlElement("w:outlineLvl")
    level.set(qn("w:val"), str(block.level - 1))
    paragraph._p.get_or_add_pPr().append(level)


def _attachments(word: Any, titles: tuple[str, ...]) -> None:
    """``附件：1.`` two characters from the left; what follows stands under the first title."""
    hanging = 1 if len(titles) > 1 else 0
    _indented(word, f"附件：{titles[0]}", left=5 + hanging, first=-3 - hanging)
    for title in titles[1:]:
        _indented(word, title, left=6, first=-1)


def _signature(word: Any, document: Document) -> None:
    for text, left in signature(document):
        _indented(word, text, left=left).paragraph_format.keep_with_next = text == document.signatory


def _annex(word: Any, number: int, annex: Annex) -> None:
    word.add_section(WD_SECTION.NEW_PAGE)
    _line(word, f"附件{number}", HEI)
    _line(word, "", FANG)
    _line(word, annex.title, SONG, page.TITLE, centred=True)
    _line(word, "", FANG)
    _table(word, annex.table)


def _table(word: Any, table: Table) -> None:
    grid = word.add_table(rows=1, cols=len(table.head), style="Table Grid")
    grid.autofit = False
    head = OxmlElement("w:tblHeader")
    grid.rows[0]._tr.get_or_add_trPr().append(head)
    for position, cells in enumerate((table.head, *table.rows)):
        row = grid.rows[0] if position == 0 else grid.add_row()
        for cell, text, share in zip(row.cells, cells, table.widths, strict=True):
            cell.width = Mm(156 * share)
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.line_spacing = Pt(20)
            if position == 0 or text.isdecimal():
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            _run(paragraph, text, HEI if position == 0 else FANG, 12)
