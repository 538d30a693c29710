"""The run of show as a Word file, to be changed by hand where somebody must."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from skillweek.ceremonies.printing.sheet import head, line_of, problem
from skillweek.ceremonies.queries import Staging, by_person
from skillweek.ceremonies.rules import Timed
from skillweek.library.document import fit
from skillweek.library.render.docx import FANG, HEI

WIDTHS = (24, 14, 96, 36, 54, 40)


def run_word(stage: Staging, show: list[Timed]) -> bytes:
    """The bytes of a .docx file: A4 across, the same columns as the PDF."""
    word = Document()
    section = word.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(16)
    section.top_margin = section.bottom_margin = Mm(15)
    word.core_properties.title = fit(str(stage.ceremony.activity))
    _line(word.add_paragraph(), f"{stage.ceremony.activity} · {_('流程单')}", HEI, 18)
    _line(word.add_paragraph(), line_of(stage), FANG, 11)
    rows = [
        (
            f"{one.starts:%H:%M}–{one.ends:%H:%M}", str(one.item.minutes),
            "\n".join(filter(None, (one.item.title, _cue(one), one.item.note, problem(one)))),
            one.item.owner or _("还没有人负责"), one.item.material, one.item.place,
        )
        for one in show
    ]  # fmt: skip
    _table(word, head(), rows, WIDTHS)
    _line(word.add_paragraph(), _("各人负责的事"), HEI, 14)
    people = [
        (
            one.name or _("还没有人负责"), one.unit,
            "\n".join(f"{part.starts:%H:%M} {part.item.title}" for part in one.items),
        )
        for one in by_person(show)
    ]  # fmt: skip
    _table(word, [_("负责人"), _("单位"), _("做什么")], people, (44, 60, 160))
    out = BytesIO()
    word.save(out)
    return out.getvalue()


def _cue(one: Timed) -> str:
    return f"▶ {one.item.cue}" if one.item.cue else ""


def _line(paragraph: Any, text: str, face: str, size: float) -> None:
    run = paragraph.add_run(fit(text))
    run.font.name, run.font.size = face, Pt(size)
    run._r.get_or_add_rPr().rFonts.set(qn("w:eastAsia"), face)
    paragraph.paragraph_format.space_after = Pt(2)


def _table(word: Any, titles: list[str], rows: Sequence[tuple[str, ...]], widths: tuple[int, ...]) -> None:
    grid = word.add_table(rows=1, cols=len(titles), style="Table Grid")
    grid.autofit = False
    grid.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for number, cells in enumerate([titles, *rows]):
        row = grid.rows[0] if number == 0 else grid.add_row()
        for cell, text, width in zip(row.cells, cells, widths, strict=True):
            cell.width = Mm(width)
            _line(cell.paragraphs[0], text, HEI if number == 0 else FANG, 11)
