"""PDF: runs of text put back into lines, lines into paragraphs."""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from skillweek.plan.reader.reading import Unreadable
from skillweek.plan.reader.text import flat

Piece = tuple[str, str]

MOST_PAGES = 200
_PAGE_NUMBER = re.compile(
    r"\s*(?:[-·]\s*)?(?:第\s*)?\d{1,3}(?:\s*页)?(?:\s*[/,共]+\s*\d{1,3}\s*页?)?\s*(?:[-·]\s*)?$"
)
_NUMBERED = re.compile(
    r"\s*(?:[一二三四五六七八九十]+\s*、|\([一二三四五六七八九十\d]+\)|\d+\s*[.、)](?!\d)|第[一二三四五六七八九十]+[章条]|[①-⑳]|附件)"
)
#: typesetters set a little space between Han characters and digits or letters
_AUTOSPACE = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[0-9A-Za-z])|(?<=[0-9A-Za-z]) (?=[\u4e00-\u9fff])")
_WIDE = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")
_STRETCHED = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef(),:]) (?=[\u3000-\u9fff\uff00-\uffef(),:])")


@dataclass
class _Row:
    """One line on paper."""

    text: str
    left: float
    right: float
    size: float
    page: int
    gap: float = 0.0
    cells: bool = False


def pieces(data: bytes) -> list[Piece]:
    """Words and kind of every paragraph."""
    import pypdfium2  # only for those who read a PDF: it takes longer to load than most notices to read

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Unreadable("encrypted" if "assword" in str(error) else "damaged") from error
    try:
        if len(document) > MOST_PAGES:
            raise Unreadable("too_long")
        rows = [row for number in range(len(document)) for row in _page_rows(document[number], number)]
    except pypdfium2.PdfiumError as error:
        raise Unreadable("damaged") from error
    finally:
        document.close()
    return _paragraphs(_without_running(rows))


def _page_rows(page: Any, number: int) -> list[_Row]:
    """The lines of one page, top to bottom."""
    words = page.get_textpage()
    runs = []
    for index in range(words.count_rects()):
        left, bottom, right, top = words.get_rect(index)
        text = words.get_text_bounded(left, bottom, right, top).replace("\r", "").replace("\n", "")
        if text.strip():
            runs.append((top, bottom, left, right, text))
    runs.sort(key=lambda run: (-(run[0] + run[1]) / 2, run[2]))
    lines: list[list[tuple[float, float, float, float, str]]] = []
    for run in runs:
        middle = (run[0] + run[1]) / 2
        if lines and lines[-1][0][1] <= middle <= lines[-1][0][0]:
            lines[-1].append(run)
        else:
            lines.append([run])
    return _spaced([_row_of(sorted(line, key=lambda run: run[2]), number) for line in lines], lines)


def _spaced(rows: list[_Row], lines: list[list[tuple[float, float, float, float, str]]]) -> list[_Row]:
    """The rows with the white space above each."""
    for row, above, here in zip(rows[1:], lines, lines[1:], strict=False):
        row.gap = above[0][1] - here[0][0]
    return rows


def _row_of(runs: list[tuple[float, float, float, float, str]], number: int) -> _Row:
    """Runs side by side as one line; a wide gap between them parts cells.

    Justified lines stand wider apart all over, so a gap counts by what is usual in its line.
    """
    size = max(run[0] - run[1] for run in runs)
    gaps = [run[2] - before[3] for before, run in pairwise(runs)]
    usual = max(0.0, median(gaps)) if len(gaps) > 6 else 0.0
    text, wide = runs[0][4], 0
    for gap, run in zip(gaps, runs[1:], strict=True):
        cell = gap > 2 * size + usual
        wide += cell
        text += (" | " if cell else " " if gap > 0.3 * size + 1.4 * usual else "") + run[4]
    tidy = _AUTOSPACE.sub("", _gathered(text.strip()))
    return _Row(tidy, runs[0][2], max(run[3] for run in runs), size, number, cells=wide > 0)


def _gathered(text: str) -> str:
    """Words of a stretched line, in which blanks stand between almost all characters."""
    apart = len(_STRETCHED.findall(text))
    return _STRETCHED.sub("", text) if apart > 8 and apart > 0.6 * len(_WIDE.findall(text)) else text


def _without_running(rows: list[_Row]) -> list[_Row]:
    """Page numbers and lines that come back on most pages are left away."""
    pages = len({row.page for row in rows})
    seen = Counter(row.text for row in rows)
    often = {text for text, times in seen.items() if pages > 2 and times > 0.6 * pages and len(text) < 60}
    ends = {id(one) for page in range(pages) for one in _first_and_last([r for r in rows if r.page == page])}
    return [
        row
        for row in rows
        if row.text not in often and not (id(row) in ends and _PAGE_NUMBER.match(flat(row.text)))
    ]


def _first_and_last(rows: list[_Row]) -> list[_Row]:
    return [rows[0], rows[-1]] if rows else []


def _paragraphs(rows: list[_Row]) -> list[Piece]:
    """Lines that go on are joined: a full line, and no indent, number or wider gap after it."""
    if not rows:
        return []
    left, right = _margins(rows)
    made: list[Piece] = []
    before: _Row | None = None
    for row in rows:
        if before is not None and not row.cells and not before.cells and _goes_on(before, row, left, right):
            made[-1] = (_join(made[-1][0], row.text), "text")
        else:
            made.append((row.text, "row" if row.cells else "text"))
        before = row
    return made


def _margins(rows: list[_Row]) -> tuple[float, float]:
    """Where lines usually begin and end."""
    lefts = Counter(round(row.left / 4) for row in rows)
    rights = sorted(row.right for row in rows)
    common = [place for place, times in lefts.items() if times >= max(2, 0.1 * len(rows))]
    return 4.0 * min(common or lefts), rights[int(len(rights) * 0.9) - 1 if len(rights) > 1 else 0]


def _goes_on(before: _Row, row: _Row, left: float, right: float) -> bool:
    if _NUMBERED.match(flat(row.text)) or abs(before.size - row.size) > 0.25 * before.size:
        return False
    if before.page == row.page and row.gap > 1.8 * max(row.size, 1):
        return False
    full = before.right > right - 2.2 * before.size
    return full and row.left < left + 1.2 * row.size


def _join(before: str, after: str) -> str:
    """Words of two lines; only Latin words need a space between them."""
    return f"{before} {after}" if before[-1:].isascii() and before[-1:].isalpha() and after[:1].isalpha() and after[
        :1].isascii() else before + after  # fmt: skip
