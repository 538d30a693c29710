"""Word documents: paragraphs with the numbers Word shows, tables, text boxes and running heads."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from lxml import etree

from skillweek.library.archives import ArchiveRefused, check_archive
from skillweek.plan.reader.extract.numbering import Numbering, W, numbering_of
from skillweek.plan.reader.reading import Unreadable

Piece = tuple[str, str]

MOST_INFLATED = 60 << 20
#: one part; the text of twenty pages has less than a tenth of this
MOST_XML = 12 << 20
_REFUSALS = {"encrypted": "encrypted", "too_big": "too_long", "too_many": "too_long", "broken": "damaged"}
_OWN_TYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_WORDS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_SKIPPED = {_FALLBACK, f"{W}del", f"{W}moveFrom", f"{W}pPr", f"{W}rPr", f"{W}instrText", f"{W}txbxContent"}


def pieces(data: bytes) -> list[Piece]:
    """Words and kind of every paragraph and row."""
    parts = _parts(data)
    body = parts.get("word/document.xml")
    if body is None:
        raise Unreadable("not_notice")
    styles = _style_lists(parts.get("word/styles.xml"))
    numbering = numbering_of(parts.get("word/numbering.xml"))
    walk = _Walk(numbering, styles)
    made: list[Piece] = []
    for name, root in sorted(parts.items()):
        if name.startswith("word/header"):
            made += [(words, "head") for words, _kind in _Walk(Numbering(), {}).blocks(root)]
    return list(dict.fromkeys(made)) + list(walk.blocks(body))


def _parts(data: bytes) -> dict[str, Any]:
    """The XML parts that matter, parsed; raises Unreadable."""
    stream = io.BytesIO(data)
    try:
        names = check_archive(stream, most_bytes=MOST_INFLATED)
    except ArchiveRefused as refused:
        raise Unreadable(_REFUSALS.get(refused.code, "unsound")) from refused
    if "word/document.xml" not in names:
        raise Unreadable("not_notice")
    wanted = {"word/document.xml", "word/styles.xml", "word/numbering.xml"}
    wanted |= {name for name in names if name.startswith("word/header") and name.endswith(".xml")}
    try:
        with zipfile.ZipFile(stream) as archive:
            read = {name: archive.read(name) for name in sorted(wanted & names)}
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, zlib.error) as error:
        raise Unreadable("damaged") from error  # the head of a part says something else than the directory
    return {name: _parsed(part) for name, part in read.items()}


def _parsed(data: bytes) -> Any:
    """The root of an XML part without entities, network or a document type of its own."""
    if _OWN_TYPE.search(data, 0, 100_000):
        raise Unreadable("unsound")
    if len(data) > MOST_XML:
        raise Unreadable("too_long")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False,
                             remove_comments=True, remove_pis=True)  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("damaged") from error
    if root.getroottree().docinfo.doctype:
        raise Unreadable("unsound")
    return root


def _style_lists(root: Any | None) -> dict[str, tuple[str, int]]:
    """Which styles number their paragraphs: style -> (list, depth)."""
    made: dict[str, tuple[str, int]] = {}
    parents: dict[str, str] = {}
    for style in () if root is None else root.findall(f"{W}style"):
        name = style.get(f"{W}styleId") or ""
        own = _list_of(style.find(f"{W}pPr"))
        based = style.find(f"{W}basedOn")
        if own is not None:
            made[name] = own
        if based is not None:
            parents[name] = based.get(f"{W}val") or ""
    for name in parents:
        above, steps = name, 0
        while above in parents and above not in made and steps < 20:
            above, steps = parents[above], steps + 1
        if above in made:
            made.setdefault(name, made[above])
    return made


def _list_of(properties: Any | None) -> tuple[str, int] | None:
    """The list and depth that paragraph properties name."""
    numbered = None if properties is None else properties.find(f"{W}numPr")
    if numbered is None:
        return None
    list_id, depth = numbered.find(f"{W}numId"), numbered.find(f"{W}ilvl")
    level = "0" if depth is None else depth.get(f"{W}val") or "0"
    if list_id is None or not level.isdigit():
        return None
    return list_id.get(f"{W}val") or "", int(level)


class _Walk:
    """Goes through a story of the document in reading order."""

    def __init__(self, numbering: Numbering, styles: dict[str, tuple[str, int]]) -> None:
        self.numbering = numbering
        self.styles = styles

    def blocks(self, root: Any) -> Iterator[Piece]:
        """Every paragraph and row below ``root``, text boxes after the paragraph that holds them."""
        todo = [root]
        while todo:
            element = todo.pop()
            if element.tag == f"{W}p":
                yield self._paragraph(element), "text"
                boxes = [box for box in element.iter(f"{W}txbxContent") if not _in_fallback(box, element)]
                todo.extend(reversed([box for box in boxes if _outermost(box, element)]))
            elif element.tag == f"{W}tbl":
                yield from self._table(element)
            elif element.tag not in (_FALLBACK, f"{W}sectPr", f"{W}del"):
                todo.extend(reversed(element))

    def _paragraph(self, paragraph: Any) -> str:
        """Words of one paragraph, with the number that Word puts in front."""
        words = "".join(_runs(paragraph))
        properties = paragraph.find(f"{W}pPr")
        listed = _list_of(properties)
        if listed is None and properties is not None and properties.find(f"{W}pStyle") is not None:
            listed = self.styles.get(properties.find(f"{W}pStyle").get(f"{W}val") or "")
        if listed is None or not words.strip():
            return words
        return self.numbering.label(*listed) + words.lstrip()

    def _table(self, table: Any) -> Iterator[Piece]:
        """Rows as cells parted by bars; a frame around text gives the text."""
        for row in _below(table, f"{W}tr"):
            cells = [list(self._cell(cell)) for cell in _below(row, f"{W}tc")]
            filled = [cell for cell in cells if cell]
            if len(filled) == 1:
                yield from ((words, "text") for words in filled[0])
            elif len(filled) == 2 and len(filled[1]) > 1 and len(filled[0]) == 1:
                yield f"{filled[0][0]} | {filled[1][0]}", "row"
                yield from ((words, "text") for words in filled[1][1:])
            elif filled:
                yield " | ".join(" ".join(" ".join(cell).split()) for cell in cells), "row"

    def _cell(self, cell: Any) -> Iterator[str]:
        for words, _kind in self.blocks_of(cell):
            if words.strip():
                yield words

    def blocks_of(self, cell: Any) -> Iterator[Piece]:
        """Blocks inside a cell; tables in tables come as lines."""
        for child in cell:
            yield from self.blocks(child)


def _below(element: Any, tag: str) -> Iterator[Any]:
    """Children with ``tag``, also inside content controls."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins"):
            yield from _below(child, tag)


def _in_fallback(box: Any, paragraph: Any) -> bool:
    for above in box.iterancestors():
        if above is paragraph:
            return False
        if above.tag == _FALLBACK:
            return True
    return False


def _outermost(box: Any, paragraph: Any) -> bool:
    above = box.getparent()
    while above is not None and above is not paragraph:
        if above.tag == f"{W}txbxContent":
            return False
        above = above.getparent()
    return True


def _runs(paragraph: Any) -> Iterator[str]:
    """Words of a paragraph; hidden, deleted and boxed ones aside."""
    todo = list(reversed(paragraph))
    while todo:
        element = todo.pop()
        if element.tag == f"{W}t":
            yield element.text or ""
        elif element.tag in _WORDS:
            yield _WORDS[element.tag]
        elif element.tag == f"{W}r" and element.find(f"{W}rPr/{W}vanish") is not None:
            continue
        elif element.tag not in _SKIPPED:
            todo.extend(reversed(element))
