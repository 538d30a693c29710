"""What an official document is made of, before it becomes Word or PDF.

Level numbers and spacing follow GB/T 9704-2012: 一、 in 黑体, （一） in 楷体, body in 仿宋, 22 lines of 28
characters on A4.
"""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 (一、) or 2 （（一））; the number is part of the text."""

    level: int
    text: str


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
    """Title, body, signature and annexes; the number of the document is optional and never made up."""

    title: str
    body: tuple[Heading | Paragraph, ...]
    signatory: str
    signed_on: date
    annexes: tuple[Annex, ...] = field(default=())


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
