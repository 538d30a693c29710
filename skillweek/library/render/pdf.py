"""An official document as PDF (PDF/A-2b) by typst, on the same page, with substitutes for the standard's fonts."""

import json
import tempfile
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

from skillweek.library.document import Document, Heading, fit, mark_size, numbered, signature

#: where the build puts the open fonts
BUNDLED = Path(str(files("skillweek"))) / "report" / "fonts"


def render(document: Document) -> bytes:
    """The bytes of the PDF; raises typst.TypstError when a font of the stack is missing altogether.

    A sign that no font has (a picture sign, say) leaves a box, and an ordinary PDF: PDF/A wants every sign shown.
    """
    template = files("skillweek.library.render") / "document.typ"
    data = json.dumps(_fit(_data(document)), ensure_ascii=False)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "document.typ"
        source.write_text(template.read_text(encoding="utf-8"), encoding="utf-8")
        (Path(folder) / "data.json").write_text(data, encoding="utf-8")
        try:
            return _compiled(source, archival=True)
        except typst.TypstError as error:
            if "could not be displayed" not in str(error):
                raise
            return _compiled(source, archival=False)


def _compiled(source: Path, *, archival: bool) -> bytes:
    return typst.compile(
        source, root=source.parent, font_paths=list(font_paths()), pdf_standards="a-2b" if archival else None
    )


def _fit(value: Any) -> Any:
    """``value`` with every text in it made fit."""
    if isinstance(value, str):
        return fit(value)
    if isinstance(value, dict):
        return {key: _fit(one) for key, one in value.items()}
    return [_fit(one) for one in value] if isinstance(value, list | tuple) else value


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
