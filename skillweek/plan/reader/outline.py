"""The numbering of a notice: 第一章, 一、, (一), 1., 1.1, (1), ① in any width, as a tree of clauses."""

import re
from dataclasses import dataclass, field

from skillweek.plan.reader.dates import number_of
from skillweek.plan.reader.text import Line

_CN = "[一二三四五六七八九十]"
#: from the outermost to the innermost
_STYLES = (
    ("part", re.compile(
        r"第\s?(?P<n>[一二三四五六七八九十百\d]{1,4})\s?[编部分章篇]{1,2}(?=\s|[:、.]|[\u4e00-\u9fff])\s?[:、.]?\s"
        r"?"
    )),
    ("article", re.compile(r"第\s?(?P<n>[一二三四五六七八九十百\d]{1,5})\s?[节条]\s?[:、.]?\s?")),
    ("han", re.compile(rf"(?P<n>{_CN}{{1,3}})\s?(?:[、.．]|(?=\s)|,(?!{_CN}))\s*")),
    ("han_brackets", re.compile(rf"\(\s?(?P<n>{_CN}{{1,3}})\s?\)\s?[、.,]?\s*")),
    ("path", re.compile(r"(?P<n>\d{1,2}(?:\s?\.\s?\d{1,2}){1,4})\s?[.、]?\s*(?=[\u4e00-\u9fff“《(])")),
    ("digit", re.compile(r"(?P<n>\d{1,2})\s?(?:[.、](?!\d)|,(?=[\u4e00-\u9fff]))\s*")),
    ("digit_brackets", re.compile(r"\(?\s?(?P<n>\d{1,2})\s?\)\s?[、.,]?\s*")),
    ("circled", re.compile(r"(?P<n>[①-⑳])\s?[、.]?\s*")),
)  # fmt: skip
_FIRST = frozenset("第(（一二三四五六七八九十0123456789①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
_RANK = {name: rank for rank, (name, _pattern) in enumerate(_STYLES)}
_SENTENCE_LIKE = re.compile(
    r"^请|[,、]请|请[于各将把在]|联系\S{2,4},|\d\s?日|前将|前报|不得|不少于|不低于|至少|将于|定于|[^,]{0,14}设在|^(?:今年|本次|本届|根据|按照|为(?:贯彻|深入|进一步|了|做好|落实|推|加强|认真|切实|全面|营造|规范|保))|"
    r"^(?:各|所有|全体|每)[^,、。]{1,14}?(?:要|应|须|需|可|请|必须|负责|结合|围绕|根据|于|在|将|至少|每)|未尽事宜"
)
#: a sentence when it stands alone, a heading when more follows
_OBLIGES = re.compile("要(?!求|点|素)")
_LABEL = re.compile(
    r"(?P<label>(?:[\u4e00-\u9fff]{0,6}(?:时间|日期|主题|地点|对象|范围|人员|单位|方式|名称|目的|宗旨|目标)))\s{1"
    r",4}(?=\S)|(?P<time>[\u4e00-\u9fff]{0,6}(?:时间|日期))(?=\d)"
)
_QUOTES = {"“": "”", "《": "》", "(": ")", "[": "]", "〔": "〕", '"': '"', "‘": "’"}
_CLOCK = re.compile(r"\d:\d\d")
_LONGEST_HEADING = 60
_LONGEST_LABEL = 22


@dataclass
class Node:
    """One clause: where its number stands, its heading and its words (lines with the places they begin)."""

    path: str
    printed: str
    line: Line
    heading: str | None
    heading_at: int
    depth: int
    body: list[tuple[Line, int]] = field(default_factory=list)
    repeated: bool = False

    @property
    def text(self) -> str:
        """Its words as the source has them, without heading and sub-clauses."""
        return "\n".join(line.raw[at:] for line, at in self.body if line.raw[at:].strip()).strip()


@dataclass
class _Open:
    """A style of numbering in use."""

    style: str
    number: int
    node: Node


def style_of(text: str) -> tuple[str, str, int] | None:
    """Style, number as written and the place after it, for a flat line that begins with a number."""
    if text[:1] not in _FIRST:
        return None
    for name, pattern in _STYLES:
        match = pattern.match(text)
        if match and match.end() < len(text) + (name == "part"):
            return name, match["n"], match.end()
    return None


def outline(lines: list[Line]) -> list[Node]:
    """The clauses of ``lines`` in order; lines before the first number belong to none."""
    building = _Outline()
    for line in lines:
        building.take(line)
    return building.nodes


class _Outline:
    """Builds the tree line by line."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.stack: list[_Open] = []
        self.paths: set[str] = set()

    def take(self, line: Line) -> None:
        """A numbered line begins a clause; any other one belongs to the clause that is open."""
        found = style_of(line.flat) if line.kind != "row" else None
        if found and self._begin(line, *found):
            return
        if self.stack:
            self.stack[-1].node.body.append((line, 0))

    def _begin(self, line: Line, style: str, printed: str, end: int) -> bool:
        if style == "path":
            return self._begin_path(line, printed, end)
        number = ord(printed) - ord("①") + 1 if style == "circled" else number_of(printed)
        depth = next((at for at, one in enumerate(self.stack) if one.style == style), None)
        if depth is None:
            depth = self._new_depth(style, number)
            if depth is None:
                return False
        elif not self._follows(self.stack[depth].number, style, number):
            return False
        repeated = (
            depth < len(self.stack)
            and self.stack[depth].style == style
            and self.stack[depth].number == number
        )
        number += repeated
        del self.stack[depth:]
        above = f"{self.stack[-1].node.path}." if self.stack else ""
        self._add(line, style, f"{above}{number}", number, end, repeated)
        return True

    def _follows(self, before: int, style: str, number: int) -> bool:
        """A list goes on by one; articles count through chapters, and authors skip or repeat a number."""
        return before <= number <= before + 3 or (style == "article" and number > before)

    def _new_depth(self, style: str, number: int) -> int | None:
        """How deep a style that is not in use begins; None when this is no list."""
        if style == "article":
            depth = next((at for at, one in enumerate(self.stack) if one.style != "part"), len(self.stack))
            return depth
        if number != 1 and not (number == 2 and style in ("han", "han_brackets") and not self.stack):
            return None
        if self.stack and _RANK[style] < _RANK[self.stack[0].style]:
            return 0
        return len(self.stack)

    def _begin_path(self, line: Line, printed: str, end: int) -> bool:
        """1.1 stands below 1, whatever style 1 was written in."""
        numbers = [int(one) for one in printed.replace(" ", "").split(".")]
        depth = len(numbers) - 1
        kept = [one.number for one in self.stack[:depth]]
        if kept != numbers[:-1] or (len(self.stack) <= depth and numbers[-1] != 1):
            return False
        del self.stack[depth:]
        self._add(line, "path", ".".join(map(str, numbers)), numbers[-1], end, False)
        return True

    def _add(self, line: Line, style: str, path: str, number: int, end: int, repeated: bool) -> None:
        if path in self.paths:
            stem, _dot, last = path.rpartition(".")
            taken = int(last)
            while f"{stem}{_dot}{taken}" in self.paths:
                taken += 1
            path, repeated = f"{stem}{_dot}{taken}", True
        self.paths.add(path)
        heading, at, rest = split_heading(line.flat, end) if style != "article" else (0, end, end)
        node = Node(path, line.raw[:end].strip(), line, line.raw[at : at + heading] if heading else None, at,
                    len(self.stack), repeated=repeated)  # fmt: skip
        if rest < len(line.raw):
            node.body.append((line, rest))
        self.nodes.append(node)
        self.stack.append(_Open(style, number, node))


def split_heading(text: str, at: int) -> tuple[int, int, int]:
    """Length of the heading at ``at`` (0 for none), where it begins, and where the words after it begin."""
    stop = _outside(text, "。;!？?", at)
    colon = _outside(text[: stop if stop > 0 else len(text)], ":", at)
    comma = _outside(text, ",", at)
    if at < colon <= at + _LONGEST_LABEL and (comma < 0 or comma > colon):
        return colon - at, at, _skip(text, colon + 1)
    label = _LABEL.match(text, at)
    if label and (stop < 0 or label.end() < stop):
        return len(label["label"] or label["time"]), at, label.end()
    if stop < 0:
        words = text[at:].rstrip(" :;,、.")
        return _judged(words, True, at, len(text))
    rest = _skip(text, stop + 1)
    return _judged(text[at:stop].rstrip(), rest < len(text), at, rest)


def _judged(words: str, followed: bool, at: int, rest: int) -> tuple[int, int, int]:
    """``words`` as a heading unless they are a sentence of their own."""
    longest = _LONGEST_HEADING if followed else 26
    if _OBLIGES.match(words) and not followed:
        return 0, at, at
    if not words or len(words) > longest or _SENTENCE_LIKE.search(words):
        return 0, at, at
    return len(words), at, rest


def _outside(text: str, signs: str, at: int) -> int:
    """The first of ``signs`` from ``at`` on that no quotes or brackets hold, or -1."""
    closing: list[str] = []
    for place in range(at, min(len(text), at + 400)):
        sign = text[place]
        if closing and sign == closing[-1]:
            closing.pop()
        elif sign in _QUOTES:
            closing.append(_QUOTES[sign])
        elif sign in signs and not closing and not (sign == ":" and _CLOCK.match(text, place - 1)):
            return place
    return -1


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in " :":
        at += 1
    return at
