"""Files of every kind made from lines of text, for tests."""

import io
from pathlib import Path

import docx
import typst
from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

NOTICES = Path(__file__).parent / "notices"
FONTS = Path(__file__).parents[3] / "report" / "fonts"
_LEVELS = (("chineseCountingThousand", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3."))


def notice(name: str) -> str:
    """The invented notice whose file name begins with ``name``."""
    return next(NOTICES.glob(f"{name}*.txt")).read_text(encoding="utf-8")


def saved(document: Document) -> bytes:
    """The bytes of a Word document."""
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def word(text: str) -> bytes:
    """A Word document with a paragraph for every line."""
    document = docx.Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    return saved(document)


def numbered(document: Document) -> str:
    """A list of three levels (一、 （一） 1.) in the document's numbering; gives its id."""
    part = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{way}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (way, text) in enumerate(_LEVELS)
    )
    abstract = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{levels}</w:abstractNum>')
    part.insert(0, abstract)
    part.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    return "77"


def listed(document: Document, words: str, list_id: str, depth: int) -> None:
    """A paragraph that Word numbers by itself."""
    properties = document.add_paragraph(words)._p.get_or_add_pPr()
    number = OxmlElement("w:numPr")
    for tag, value in (("w:ilvl", str(depth)), ("w:numId", list_id)):
        child = OxmlElement(tag)
        child.set(qn("w:val"), value)
        number.append(child)
    properties.append(number)


def page(text: str, *, head: str = "", before: str = "", after: str = "") -> bytes:
    """A web page with a paragraph for every line in its main part."""
    body = "".join(f"<p>{line}</p>\n" for line in text.splitlines() if line.strip())
    main = f'<div class="wrap">{before}<div id="content">{body}</div>{after}</div>'
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'>{head}</head><body>{main}</body></html>".encode()
    )


def pdf(text: str) -> bytes:
    """A PDF on A4 with paragraphs that wrap and pages that are numbered."""
    special = "#*_`$<>@[]\\~=-+/"
    lines = ["".join(f"\\{sign}" if sign in special else sign for sign in line) for line in text.splitlines()]
    body = "\n\n".join(lines)
    head = (
        '#set text(font: "Noto Serif SC", size: 16pt, lang: "zh")\n'
        '#set page(paper: "a4", numbering: "— 1 —")\n'
        "#set par(justify: true, first-line-indent: (amount: 2em, all: true))\n"
    )
    return typst.compile((head + body).encode(), font_paths=[str(FONTS)])
