"""Typst pages: a template of this folder with its data, compiled with the fonts of the house."""

import json
import tempfile
from importlib.resources import files
from pathlib import Path
from typing import Any

import segno
import typst

from skillweek.library.document import fit
from skillweek.library.render.pdf import font_paths

FOLDER = files("skillweek.ceremonies.printing")


def compiled(template: str, data: dict[str, Any]) -> bytes:
    """The PDF of ``template`` (without its ending) for ``data``, which it reads as ``data.json``."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for source in (template, "common"):
            text = (FOLDER / f"{source}.typ").read_text(encoding="utf-8")
            (folder / f"{source}.typ").write_text(text, encoding="utf-8")
        (folder / "data.json").write_text(json.dumps(_fit(data), ensure_ascii=False), encoding="utf-8")
        return typst.compile(folder / f"{template}.typ", root=folder, font_paths=list(font_paths()))


def _fit(value: Any) -> Any:
    """``value`` with every text in it made fit for paper."""
    if isinstance(value, str):
        return fit(value)
    if isinstance(value, dict):
        return {key: _fit(one) for key, one in value.items()}
    return [_fit(one) for one in value] if isinstance(value, list | tuple) else value


def qr(address: str) -> str:
    """``address`` as a QR code in SVG."""
    return str(segno.make(address, error="m", micro=False).svg_inline(border=0, omitsize=True))


def spread(name: str) -> str:
    """A name of two characters with a space between, as it is printed on plates."""
    return "　".join(name) if len(name) == 2 and all(ord(sign) > 0x2E80 for sign in name) else name
