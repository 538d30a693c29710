"""Sentences of lines, and places in them that other words refer to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from skillweek.plan.reader.text import Line

_END = re.compile("[。；;！!？?]+[”」』)]?")
_PIECE = 4000


@dataclass(frozen=True)
class Sentence:
    """A sentence inside a line, from ``start`` to ``end``."""

    line: Line
    start: int
    end: int

    @property
    def flat(self) -> str:
        """The sentence in flat form."""
        return self.line.flat[self.start : self.end]

    def raw(self, start: int = 0, end: int | None = None) -> str:
        """The words as they stand in the source, between places of the sentence."""
        stop = self.end if end is None else self.start + end
        return self.line.raw[self.start + start : stop]


def sentences(line: Line, start: int = 0) -> Iterator[Sentence]:
    """The sentences of ``line`` from ``start`` on; none longer than a page."""
    at = start
    for match in _END.finditer(line.flat, start):
        yield from _pieces(line, at, match.end())
        at = match.end()
    yield from _pieces(line, at, len(line.flat))


def _pieces(line: Line, start: int, end: int) -> Iterator[Sentence]:
    while start < end and line.flat[start] == " ":
        start += 1
    for at in range(start, end, _PIECE):
        yield Sentence(line, at, min(end, at + _PIECE))
