"""An official document as PDF (PDF/A-2b) by typst, on the same page, with substitutes for the standard's fonts."""

import json
import tempfile
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path

import typst
from django.conf import settings

from skillweek.report.document import Document, Heading, han_date

#: folders looked into for fonts, the office's own first
BUNDLED = Path(str(files("skillweek.report"))) / "fonts"


def render(document: Document) -> bytes:
    """The bytes of the PDF; raises typst.TypstError when a font of the stack is missing altogether."""
    blocks = [
        {"kind": f"level{block.level}" if isinstance(block, Heading) else "paragraph", "text": block.text}
        for block in document.body
    ]
    data = {
        "title": document.title,
        "body": blocks,
        "signatory": document.signatory,
        "signed_on": han_date(document.signed_on),
        "annexes": [asdict(annex) for annex in document.annexes],
    }
    template = files("skillweek.report.render") / "document.typ"
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "document.typ"
        source.write_text(template.read_text(encoding="utf-8"), encoding="utf-8")
        (Path(folder) / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        return typst.compile(source, root=Path(folder), font_paths=list(font_paths()), pdf_standards="a-2b")


def font_paths() -> list[Path]:
    """Folders that exist, the office's own first."""
    candidates = [Path(settings.FONT_DIR)] if settings.FONT_DIR else []
    return [path for path in (*candidates, BUNDLED) if path.is_dir()]
