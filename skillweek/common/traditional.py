"""Simplified to Traditional Chinese on output, text nodes and readable attributes only (OpenCC ``s2twp``)."""

import re
from functools import lru_cache

import opencc

#: what OpenCC's phrase table does not settle for this field
PHRASES = (("活動周", "活動週"), ("職業教育活動周", "職業教育活動週"))
_TOKEN = re.compile(r"(<(script|style|textarea)\b.*?</\2\s*>|<!--.*?-->|<[^>]*>)", re.S | re.I)
_ATTRIBUTE = re.compile(r'(\s(?:title|alt|placeholder|aria-label|content|label)=")([^"]*)(")', re.I)


@lru_cache(maxsize=1)
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("s2twp")


def text(simplified: str) -> str:
    """``simplified`` in Traditional characters and Taiwan phrases."""
    converted = _converter().convert(simplified)
    for wrong, right in PHRASES:
        converted = converted.replace(wrong, right)
    return converted


def _attributes(tag: str) -> str:
    return _ATTRIBUTE.sub(lambda m: f"{m[1]}{text(m[2])}{m[3]}", tag)


def html(page: str) -> str:
    """``page`` with its text nodes and readable attributes converted; addresses and scripts untouched."""
    out: list[str] = []
    position = 0
    for token in _TOKEN.finditer(page):
        out.append(text(page[position : token.start()]))
        tag = token[0]
        raw = (
            tag.startswith("<!")
            or tag[1:7].lower() in {"script", "style>", "style "}
            or tag[1:9].lower() == "textarea"
        )
        out.append(tag if raw else _attributes(tag))
        position = token.end()
    out.append(text(page[position:]))
    return "".join(out)
