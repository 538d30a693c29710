"""Sentences that a page broke in the middle, perhaps with blank lines between the pieces, made whole again."""

import re

from skillweek.plan.reader.text import flat

Piece = tuple[str, str]

_OPEN = {"(": ")", "《": "》", "“": "”", "〔": "〕"}
_CLOSING = {closing: opening for opening, closing in _OPEN.items()}
_NUMBERED = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}\s?[、.]|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}\s?[.、)](?!\d)|"
    r"第[一二三四五六七八九十\d]{1,3}[章条节]|[①-⑳•·*|]|附\s?件)"
)
_LABEL = re.compile(r"[\u4e00-\u9fff\s]{1,12}[:|]")
_RUNNING = re.compile(r"[,。;]")
_FINISHED = re.compile(r"[。;:!?…)”》\]〕|]$")
_SHORTEST = 14
_LONGEST = 1500
_REACH = 60


def mended(pieces: list[Piece]) -> list[Piece]:
    """``pieces`` with the rest of a broken sentence put back to its beginning."""
    made: list[Piece] = []
    for words, kind in pieces:
        if not words.strip():
            continue
        if made and kind == made[-1][1] == "text" and _broken(made[-1][0], words):
            made[-1] = (made[-1][0].rstrip() + words.strip(), "text")
        else:
            made.append((words, kind))
    return made


def _broken(before: str, after: str) -> bool:
    """Is ``before`` a sentence without its end, and ``after`` that end?"""
    if not _SHORTEST <= len(before) <= _LONGEST or "\n" in before or "\n" in after:
        return False
    first, rest = flat(before).strip(), flat(after).strip()
    if _NUMBERED.match(rest):
        return False
    opened = _opened(first)
    if opened:
        closes = rest.find(opened, 0, _REACH)
        return closes >= 0 and _CLOSING[opened] not in rest[:closes]
    if _FINISHED.search(first) or not _RUNNING.search(first) or _LABEL.match(first) or _LABEL.match(rest):
        return False
    if _NUMBERED.match(first) and not re.search("[。;]", first):
        return False
    return bool(_RUNNING.search(rest)) and not _address(rest)


def _opened(text: str) -> str | None:
    """The sign that would close the last bracket or quote which ``text`` leaves open."""
    waiting: list[str] = []
    for sign in text[-200:]:
        if sign in _OPEN:
            waiting.append(sign)
        elif sign in _CLOSING and waiting and waiting[-1] == _CLOSING[sign]:
            waiting.pop()
    return _OPEN[waiting[-1]] if waiting else None


def _address(text: str) -> bool:
    return text.startswith(("各", "附")) and text.endswith(":")
