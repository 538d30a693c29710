"""The head of a notice: its letterhead, and whom it is addressed to."""

import re
from collections.abc import Iterator

from skillweek.plan.reader.number import NUMBER
from skillweek.plan.reader.parts import Parts
from skillweek.plan.reader.reading import Found
from skillweek.plan.reader.text import Line

LETTERHEAD = re.compile(r"^(?P<who>[\u4e00-\u9fff\s()、·]{4,60}?)\s*(?:文\s?件|\(\s?通知\s?\)|\(函\))$")


def recipients_of(parts: Parts) -> Found[list[str]] | None:
    """Everybody the notice is addressed to, each as printed."""
    if not parts.addressed:
        return None
    names: list[str] = []
    quotes: list[str] = []
    for line in parts.addressed:
        end = parts.salutation if line is parts.addressed[-1] else len(line.raw)
        quotes.append(line.raw[:end].rstrip())
        names += _names(line, end)
    if not names:
        return None
    adjacent = parts.addressed[-1].number - parts.addressed[0].number < len(quotes)
    return Found(names, "\n".join(quotes) if adjacent else quotes[-1], 0.95, parts.addressed[0].number)


def _names(line: Line, end: int) -> Iterator[str]:
    """Names of one line, parted by 、 , ; outside brackets."""
    depth, start = 0, 0
    words = line.flat[:end].rstrip(" :。")
    prefix = re.match(r"主\s?送\s?(?:机关|单位)?\s?[:|]?\s?", words)
    start = prefix.end() if prefix else 0
    for at in range(start, len(words) + 1):
        sign = words[at] if at < len(words) else "、"
        depth += (sign in "(〔[") - (sign in ")〕]")
        if sign in "、,;" and (depth <= 0 or at == len(words)):
            name = line.raw[start:at].strip()
            if name:
                yield name
            start = at + 1


def letterhead_of(parts: Parts) -> Found[str] | None:
    """The organisation that a letterhead such as 某市教育局文件 names."""
    for line in parts.head:
        words = NUMBER.sub("", line.flat).strip(" |")
        match = LETTERHEAD.match(words)
        if match and len(match["who"].replace(" ", "")) > 3:
            name = "".join(match["who"].split()) if _spaced(match["who"]) else match["who"].split()[0]
            return Found(
                name,
                line.raw[: len(match[0])] if line.flat.startswith(match[0]) else line.raw,
                0.9,
                line.number,
            )
    return None


def _spaced(words: str) -> bool:
    """Are the characters spread over the width of the paper?"""
    return all(len(word) <= 2 for word in words.split())
