"""Bytes to text, and text to a flat form of the same length in which all the ways of writing look alike."""

import re
import unicodedata
from dataclasses import dataclass

from skillweek.plan.reader.reading import Unreadable

#: what is looked at: a 20-page notice has some 15,000 characters in 400 lines
MOST_CHARACTERS = 200_000
MOST_LINES = 4_000
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
#: of all characters, how many must look like a Chinese text for an encoding to be believed
_PLAUSIBLE = 0.9
_SAMPLE = 50_000
_COMMON = (
    (0x4E00, 0x9FFF),
    (0x2000, 0x27BF),
    (0x3000, 0x33FF),
    (0xFF00, 0xFFEF),
    (0xA0, 0xFF),
    (0xFEFF, 0xFEFF),
)
#: characters that say nothing: controls, zero-width and direction marks, soft hyphen
_SILENT = re.compile(
    "[\u0000-\u0008\u000e-\u001f\u007f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffe]"
)
#: more blanks side by side say no more than this many
_WIDEST = 24
_WIDE = re.compile(r"\s{25,}")
_BREAKS = re.compile("\r\n|[\n\r\u000b\f\u0085\u2028\u2029]")
_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t"
_ALIKE = {
    **dict.fromkeys(map(ord, _SPACES), " "),
    **dict.fromkeys(map(ord, "—–―‒‑−─━﹣－"), "-"),
    **dict.fromkeys(map(ord, "～〜∼˜﹏"), "~"),
    **dict.fromkeys(map(ord, "「『"), "“"),
    **dict.fromkeys(map(ord, "」』"), "”"),
    **dict.fromkeys(map(ord, "○◯〇Ｏ"), "〇"),
    **dict.fromkeys(map(ord, "︰﹕∶：꞉"), ":"),
    **dict.fromkeys(map(ord, "【［﹝"), "["),
    **dict.fromkeys(map(ord, "】］﹞"), "]"),
    **dict.fromkeys(map(ord, "，﹐"), ","),
    **dict.fromkeys(map(ord, "（﹙"), "("),
    ord("．"): ".",
    ord("｡"): "。",
    ord("｜"): "|",
    ord("│"): "|",
    ord("＠"): "@",
}


def decode(data: bytes) -> str:
    """The text of ``data`` in UTF-8, UTF-16 or GB18030, with or without a mark; raises Unreadable."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _clean(data.decode(encoding, "replace"))
    try:
        text = data.decode("utf-8")
        if _plausible(text) >= _PLAUSIBLE:
            return _clean(text)
    except UnicodeDecodeError:
        pass
    guesses = [data.decode(name, "replace") for name in ("gb18030", "utf-16-le", "utf-16-be", "utf-8")]
    best = max(guesses, key=_plausible)
    if _plausible(best) < _PLAUSIBLE:
        raise Unreadable("binary")
    return _clean(best)


def _plausible(text: str) -> float:
    """The share of characters that a notice may hold."""
    sample = text[:_SAMPLE]
    if not sample:
        return 1.0
    good = sum(_may_stand(character) for character in sample)
    return good / len(sample)


def _may_stand(character: str) -> bool:
    """Common Han, ASCII without controls, punctuation of Chinese texts."""
    code = ord(character)
    if code < 0x80:
        return code >= 0x20 or character in "\t\n\r\f"
    return any(first <= code <= last for first, last in _COMMON)


def _clean(text: str) -> str:
    """Without silent characters, every line break alike."""
    return _SILENT.sub("", _BREAKS.sub("\n", text))


def flat(text: str) -> str:
    """``text`` with full-width forms, dashes, spaces and brackets made alike; not one character more or less."""
    plain = text.translate(_ALIKE)
    if plain.isascii():
        return plain
    return "".join(_narrow(c) if "\uff00" <= c <= "\uffef" or c > "\uf8ff" else c for c in plain)


def _narrow(character: str) -> str:
    form = unicodedata.normalize("NFKC", character)
    return form if len(form) == 1 else character


@dataclass(frozen=True)
class Line:
    """One line of the source: ``raw`` as it stands there, ``flat`` of the same length to look things up in.

    ``number`` counts from 1. ``kind``: text, row (cells parted by " | "), meta (a web page's description of itself),
    head (a running head), side (outside the main part of a web page), title (a heading there).
    """

    raw: str
    flat: str
    number: int
    kind: str = "text"


def line_of(raw: str, number: int, kind: str = "text") -> Line:
    """A line from its words; silent characters and outer spaces are left away."""
    clean = _WIDE.sub(lambda match: match[0][:_WIDEST], _SILENT.sub("", raw).strip())
    return Line(clean, flat(clean), number, kind)


def lines_of(pieces: list[tuple[str, str]]) -> list[Line]:
    """Lines of (words, kind), empty ones left away, numbered in order."""
    lines: list[Line] = []
    for words, kind in pieces:
        for piece in _BREAKS.split(words):
            line = line_of(piece, len(lines) + 1, kind)
            if line.raw:
                lines.append(line)
    return lines
