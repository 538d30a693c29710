"""An official document as PDF (PDF/A-2b) by typst, on the same page, with substitutes for the standard's fonts."""

import json
import tempfile
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

from skillweek.library.document import Document, Heading, mark_size, numbered, signature

#: where the build puts the open fonts
BUNDLED = Path(str(files("skillweek"))) / "report" / "fonts"


def render(document: Document) -> bytes:
    """The bytes of the PDF; raises typst.TypstError when a font of the stack is missing altogether."""
    template = files("skillweek.library.render") / "document.typ"
    data = json.dumps(_data(document), ensure_ascii=False)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "document.typ"
        source.write_text(template.read_text(encoding="utf-8"), encoding="utf-8")
        (Path(folder) / "data.json").write_text(data, encoding="utf-8")
        return typst.compile(source, root=Path(folder), font_paths=list(font_paths()), pdf_standards="a-2b")


def _data(document: Document) -> dict[str, Any]:
    blocks = [
        {"kind": f"level{block.level}", "text": block.text, "rest": block.rest}
        if isinstance(block, Heading)
        else {"kind": "paragraph", "text": block.text, "rest": ""}
        for block in document.body
    ]
    return {
        "title": document.title,
        "mark": document.mark,
        "mark_size": mark_size(document),
        "number": document.number,
        "to": document.to,
        "body": blocks,
        "attachments": numbered(document.attachments),
        "signatory": document.signatory,
        "signature": signature(document),
        "note": document.note,
        "annexes": [asdict(annex) for annex in document.annexes],
        "enclosed": [_data(enclosed) for enclosed in document.enclosed],
    }


def font_paths() -> list[Path]:
    """Folders that exist, the office's own first."""
    candidates = [Path(settings.FONT_DIR)] if settings.FONT_DIR else []
    return [path for path in (*candidates, BUNDLED) if path.is_dir()]
