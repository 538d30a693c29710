"""What an official document is made of, before it becomes Word or PDF.

Level numbers and spacing follow GB/T 9704-2012: 一、 in 黑体, （一） in 楷体, body in 仿宋, 22 lines of 28
characters on A4. There is no seal here, and a number only when somebody gave one.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date

#: characters in a line of the body
LINE = 28
#: a numbered first sentence that is longer is not a heading
LONGEST_HEADING = 40
#: signs that neither a page nor XML can hold
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LEVELS = (re.compile(r"[一二三四五六七八九十]{1,3}、"), re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]"))


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 (一、) or 2 （（一））; the number is part of the text, ``rest`` goes on in 仿宋."""

    level: int
    text: str
    rest: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the body, its first line indented by two characters."""

    text: str


@dataclass(frozen=True)
class Table:
    """A table with a head row; every row has as many cells as the head."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    #: share of the width per column, summing to 1
    widths: tuple[float, ...]


@dataclass(frozen=True)
class Annex:
    """An annex on a page of its own: ``附件1``, its title, its table."""

    title: str
    table: Table


@dataclass(frozen=True)
class Document:
    """Title, body, signature and what may stand around them; nothing that is empty is printed.

    ``mark`` is the red name at the head (发文机关标志) above a red rule, ``to`` the line of addressees, ``attachments``
    the titles of what goes with it, ``note`` what stands in brackets under the date, ``enclosed`` the documents that
    this one passes on, each on a page of its own.
    """

    title: str
    body: tuple[Heading | Paragraph, ...]
    signatory: str
    signed_on: date
    annexes: tuple[Annex, ...] = field(default=())
    mark: str = ""
    number: str = ""
    to: str = ""
    attachments: tuple[str, ...] = ()
    note: str = ""
    enclosed: tuple["Document", ...] = ()


def han_date(day: date) -> str:
    """Arabic numerals without leading zeros, as GB/T 9704 wants it: 2021年6月2日."""
    return f"{day.year}年{day.month}月{day.day}日"


NUMERALS = "一二三四五六七八九十"


def level_one(position: int, text: str) -> Heading:
    """``一、text`` for position 1."""
    return Heading(1, f"{NUMERALS[position - 1]}、{text}")


def level_two(position: int, text: str) -> Heading:
    """``（一）text`` for position 1."""
    return Heading(2, f"（{NUMERALS[position - 1]}）{text}")


def blocks(text: str) -> tuple[Heading | Paragraph, ...]:
    """Typed text as headings and paragraphs: every line that is not empty is one, its level told by its number."""
    lines = (line.strip() for line in text.splitlines())
    return tuple(_block(line) for line in lines if line)


def _block(line: str) -> Heading | Paragraph:
    for level, number in enumerate(_LEVELS, start=1):
        if number.match(line):
            head, stop, rest = line.partition("。")
            if len(head) <= LONGEST_HEADING:
                return Heading(level, head + stop, rest)
    return Paragraph(line)


def fit(text: str) -> str:
    """``text`` without control signs, which no paper shows and no file may hold."""
    return _UNFIT.sub("", text)


def width(text: str) -> float:
    """How many characters of the body ``text`` is wide; a letter or digit is half of one."""
    return sum(1 if unicodedata.east_asian_width(sign) in "WF" else 0.5 for sign in text)


def signature(document: Document) -> tuple[tuple[str, float], ...]:
    """Name and date of an unsealed document, each with how many characters it stands from the left edge.

    The name ends two characters from the right, the date begins two characters after the name's beginning; a date
    that is longer than the name ends two characters from the right, and pushes the name to the left.
    """
    name, day = document.signatory, han_date(document.signed_on)
    begin = LINE - 2 - width(name) if width(name) >= width(day) else LINE - 4 - width(day)
    return (name, max(begin, 0)), (day, max(begin, 0) + 2)


def numbered(titles: tuple[str, ...]) -> tuple[str, ...]:
    """Titles of attachments as the note under the body lists them: one alone without a number."""
    return titles if len(titles) < 2 else tuple(f"{place}.{title}" for place, title in enumerate(titles, 1))


def mark_size(document: Document) -> float:
    """Points of the red mark: as large as the line allows, never larger than the standard's 22 mm."""
    return min(62.0, 0.94 * 442.2 / max(width(document.mark), 1))
