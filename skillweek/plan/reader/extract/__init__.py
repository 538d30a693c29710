"""From a file of any kind that is taken to its lines of text."""

from dataclasses import dataclass

from skillweek.plan.reader.extract import docx, html, pdf, plain
from skillweek.plan.reader.extract.mending import mended
from skillweek.plan.reader.reading import Unreadable
from skillweek.plan.reader.text import MOST_CHARACTERS, MOST_LINES, Line, lines_of

MOST_BYTES = 20 << 20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_FOREIGN = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"{\\rtf", b"\x7fELF",
            b"II*\0", b"MM\0*", b"BM")  # fmt: skip


@dataclass(frozen=True)
class Extract:
    """The lines of a file; ``whole`` is False when only its beginning was taken."""

    lines: list[Line]
    whole: bool


def extract(data: bytes, name: str) -> Extract:
    """The lines of the file ``name`` with the bytes ``data``; raises Unreadable."""
    if len(data) > MOST_BYTES:
        raise Unreadable("too_large", limit=f"{MOST_BYTES >> 20} MB")
    if not data.strip(b"\0 \r\n\t"):
        raise Unreadable("empty")
    pieces, left = [], MOST_CHARACTERS
    for words, kind in _pieces(data, name):
        if left <= 0:
            break
        pieces.append((words[:left], kind))
        left -= len(words)
    lines = lines_of(mended(pieces))
    if not any(line.kind != "meta" for line in lines):
        raise Unreadable("no_text")
    return Extract(lines[:MOST_LINES], left >= 0 and len(lines) <= MOST_LINES)


def _pieces(data: bytes, name: str) -> list[tuple[str, str]]:
    """Words and their kind, by what the bytes are; the name only helps."""
    if data.startswith(_OLE):
        raise Unreadable("encrypted" if _PACKAGE in data else "old_office")
    if data.startswith(b"PK"):
        return docx.pieces(data)
    if b"%PDF-" in data[:1024]:
        return pdf.pieces(data)
    if data.startswith(_FOREIGN):
        raise Unreadable("binary" if not data.startswith(b"{\\rtf") else "not_notice")
    if html.looks_like(data, name):
        return html.pieces(data)
    return plain.pieces(data)
