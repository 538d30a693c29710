"""What changed between two versions of a text: paragraph by paragraph, and inside a paragraph sign by sign."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

#: a paragraph longer than this is shown as taken out and put in as a whole
LONGEST = 2000


@dataclass(frozen=True)
class Piece:
    """Some text that stayed (``same``), was put in (``ins``) or taken out (``del``)."""

    kind: str
    text: str


def paragraphs(text: str) -> list[str]:
    """The lines of a text that are not empty."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def differences(old: str, new: str) -> list[list[Piece]]:
    """Every paragraph of both versions in reading order, as pieces."""
    before, after = paragraphs(old), paragraphs(new)
    found: list[list[Piece]] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            found += [[Piece("same", text)] for text in before[a:b]]
        else:
            found += _replaced(before[a:b], after[c:d])
    return found


def _replaced(before: list[str], after: list[str]) -> Iterator[list[Piece]]:
    pairs = min(len(before), len(after))
    for old, new in zip(before[:pairs], after[:pairs], strict=True):
        yield _within(old, new)
    yield from ([Piece("del", text)] for text in before[pairs:])
    yield from ([Piece("ins", text)] for text in after[pairs:])


def _within(old: str, new: str) -> list[Piece]:
    if max(len(old), len(new)) > LONGEST:
        return [Piece("del", old), Piece("ins", new)]
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < 0.3:  # nearly nothing in common: sign by sign would be a riddle
        return [Piece("del", old), Piece("ins", new)]
    pieces = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            pieces.append(Piece("same", old[a:b]))
            continue
        pieces += [Piece("del", old[a:b])] if b > a else []
        pieces += [Piece("ins", new[c:d])] if d > c else []
    return pieces
