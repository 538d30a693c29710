"""Plain text: lines as they are, unless they were broken at a fixed width."""

import html
import re
import unicodedata

from skillweek.plan.reader.text import MOST_CHARACTERS, decode, flat

_NUMBERED = re.compile(
    r"\s*(?:[一二三四五六七八九十百]+\s*[、.]|\([一二三四五六七八九十\d]+\)|\d+\s*[.、)]|第[一二三四五六七八九十\d]+[章条节]|[①-⑳]|附件)"
)
_INDENT = re.compile(r"(?:\u3000| {2,}|\t)")
_LOST_BREAK = re.compile("\u3000{2,}")
_ROW = re.compile(r" ?\| ?|\t+")


def pieces(data: bytes) -> list[tuple[str, str]]:
    """Words and kind of every line."""
    lines = [piece for line in decode(data)[: MOST_CHARACTERS + 1].split("\n") for piece in _paragraphs(line)]
    return [(_row(line), "row") if _is_row(line) else (line, "text") for line in unwrapped(lines)]


def _paragraphs(line: str) -> list[str]:
    """A whole text on one line, its paragraphs parted by indents, as one line each."""
    line = html.unescape(line) if "&nbsp;" in line else line
    return _LOST_BREAK.split(line) if len(line) > 300 and len(_LOST_BREAK.findall(line)) >= 2 else [line]


def _is_row(line: str) -> bool:
    """Cells of a table, parted by bars or tabs."""
    cells = [cell for cell in _ROW.split(line.strip().strip("|")) if cell.strip()]
    return (line.count("|") >= 2 and len(cells) >= 2) or ("\t" in line.strip() and len(cells) >= 3)


def _row(line: str) -> str:
    return " | ".join(cell.strip() for cell in _ROW.split(line.strip().strip("|")))


def width(line: str) -> int:
    """Columns on paper: a Han character takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def unwrapped(lines: list[str]) -> list[str]:
    """Paragraphs of a text that was broken at a fixed width; other texts come back as they are."""
    widths = [width(line.rstrip()) for line in lines if line.strip()]
    if len(widths) < 8 or max(widths) > 120:
        return lines
    edge = max(widths)
    full = [line.rstrip() for line in lines if width(line.rstrip()) >= edge - 3]
    broken = sum(line[-1] not in "。；：:;！？!?" for line in full)
    if edge < 40 or len(full) < 2 or len(full) < 0.15 * len(widths) or broken < 0.5 * len(full):
        return lines
    joined: list[list[str]] = []
    open_end = False
    for line in lines:
        if open_end and line.strip() and _goes_on(line):
            joined[-1].append(line.strip())
        else:
            joined.append([line.rstrip()])
        open_end = width(line.rstrip()) >= edge - 3
    return ["".join(pieces) for pieces in joined]


def _goes_on(line: str) -> bool:
    """Is ``line`` the rest of a full line before it?"""
    return not _INDENT.match(line) and not _NUMBERED.match(flat(line))
