"""The theme of the activity."""

import re
from collections.abc import Iterator
from itertools import pairwise

from skillweek.plan.reader.outline import Node
from skillweek.plan.reader.reading import Found, Reading
from skillweek.plan.reader.text import Line

_KIND_BEFORE = r"(?:活动|宣传|年度|总|今年|本届|本次|活动周|活动月|宣传周|宣传月|[周月日届])?的?"
_LABEL = re.compile(
    rf"(?P<kind>{_KIND_BEFORE})主\s{{0,3}}题(?:口号|词)?"
    r"(?P<mark>\s?(?:确定为|定为|分别为|为|是|[:|])\s?[:|]?\s*|\s(?=[“\"])|(?=[“\"]))"
)
_LABEL_ALONE = re.compile(rf"(?:{_KIND_BEFORE}主\s{{0,3}}题)\s?:?$")
_BY = re.compile(r"(?:以|围绕|紧扣|聚焦|突出|按照|把|将)[^,。;“\"]{0,14}(?P<open>[“\"])")
_BY_AFTER = re.compile(
    r"[”\"]?\s?[^,。;“\"]{0,14}?主题(?!教育|班会|团日|党日|宣讲|日|活动|征文|展|讲座|演讲)"
)
_CLOSE = {"“": "”", '"': '"', "《": "》", "‘": "’", "[": "]"}
_STOP = re.compile("[。；;！!\n]")
_NEXT_FIELD = re.compile(
    r"[,，]?\s?(?:活动)?(?:时间|地点|对象|口号)\s?[:：为]|[,，]\s?(?:各地|各校|各单位|请各|时间|开展|旨在|现将|通过|从|于)|\s\|\s"
)
_NO_THEME = re.compile(
    r"\s*(?:另行|待定|见附件|自定|自拟|自选|由各|不限|暂定|详见|为?指导|切实|鲜明|突出|教育|班会|明确|统一)"
)
_SHARED = re.compile(r"(?:全国|全省|国家|教育部|省|上级)\S{0,3}$")
_OURS = re.compile(r"(?:我[市校县院区省州]|本[市校县院区])\S{0,3}$")
_NOT_OURS = re.compile(r"(?:每日|分|子|日|第[一二三四五六七\d]天|各)\s?$")
_HEADING = re.compile(
    r"(?:^|[及和与、])(?:活动|宣传|年度|统一|总|今年|本届|本次|本年度|大会|\S{0,12}[周月日节])?的?主\s?题(?:口号)?(?:$|[及和与、])"
)
#: the theme of what is written or made for a contest: taken when the activity has none
_OF_WORKS = re.compile(r"(?:征文|创作|作品|参赛|演讲|比赛|竞赛|征集)(?:活动)?的?$")
_WORKS_HEADING = re.compile(r"(?:征文|创作|作品|参赛|演讲|比赛|竞赛|征集)(?:活动)?的?主\s?题$")
_LONGEST = 90


def read_theme(reading: Reading, nodes: list[Node], lines: list[Line], year: int | None) -> None:
    """Set ``theme`` with its source; ask when two themes are given."""
    found = [one for one in _candidates(nodes, lines, year) if one.value]
    if not found:
        return
    best = max(found, key=lambda one: one.confidence)
    others = [
        one
        for one in found
        if _bare(one) != _bare(best) and one.confidence >= 0.8 and best.confidence - one.confidence < 0.1
    ]
    if others:
        best = Found(best.value, best.quote, 0.5, best.line)
        reading.ask("theme", "other_theme", best.quote, other=str(others[0].value))
    reading.theme = reading.note("theme", best)


def _bare(found: Found[str]) -> str:
    return re.sub(r"[\W_]+", "", found.value or "")


def _candidates(nodes: list[Node], lines: list[Line], year: int | None) -> Iterator[Found[str]]:
    following = dict(pairwise(lines))
    headings = {node.line.number: node for node in nodes}
    for line in lines:
        yield from _labelled(line, year)
        yield from _by(line)
        node = headings.get(line.number)
        after = following.get(line)
        alone = _LABEL_ALONE.match(line.flat[:60].strip(" :"))
        named = node is not None and node.heading is not None and _HEADING.search(node.heading)
        if node is not None and node.heading and node.body and _WORKS_HEADING.match(node.heading):
            yield from _taken(*node.body[0], 0.6)
        if not (alone or named):
            continue
        if named and node is not None and node.body:
            first, at = node.body[0]
            if "主题" not in first.flat[at : at + 30] and not _speaks_of_time(first.flat[at:]):
                yield from _taken(first, at, 0.93)
        elif alone and after is not None and after.number not in headings:
            yield from _taken(after, 0, 0.9)


def _speaks_of_time(text: str) -> bool:
    return bool(re.match(r"\s?\(?\S{0,6}时\s?间|.{0,12}\d\s?月", text))


def _labelled(line: Line, year: int | None) -> Iterator[Found[str]]:
    """主题: X, 主题为“X”, 主题是 X."""
    for match in _LABEL.finditer(line.flat[:6000]):
        before = line.flat[max(0, match.start() - 24) : match.start() + 1]
        if _NOT_OURS.search(line.flat[max(0, match.end("kind") - 4) : match.end("kind")]):
            continue
        near = re.split("[,;。:]", before)[-1]
        other = re.findall(r"(?:19|20)\d\d(?=\s?年)", near)
        if year and other and int(other[-1]) != year:
            continue
        strong = (
            ":" in match["mark"] or "|" in match["mark"] or line.flat[match.end() : match.end() + 1] in '“"'
        )
        confidence = 0.95 if strong else 0.8
        shown = line.flat[max(0, match.start() - 8) : match.start()]
        confidence -= 0.35 if _OF_WORKS.search(shown) else 0.0
        confidence += 0.02 if _OURS.search(shown) else -0.15 if _SHARED.search(shown) else 0.0
        yield from _taken(line, match.end(), confidence)


def _by(line: Line) -> Iterator[Found[str]]:
    """以“X”为主题, 围绕“X”这一主题."""
    for match in _BY.finditer(line.flat[:6000]):
        close = line.flat.find(_CLOSE[match["open"]], match.end(), match.end() + _LONGEST)
        if close > 0 and _BY_AFTER.match(line.flat, close):
            words = line.raw[match.end() : close]
            yield Found(_trimmed(words), words, 0.82, line.number)


def _taken(line: Line, at: int, confidence: float) -> Iterator[Found[str]]:
    """The theme that begins at ``at``: inside its quotes, or up to the end of the sentence."""
    text = line.flat
    while at < len(text) and text[at] in " :":
        at += 1
    if (
        at >= len(text)
        or _NO_THEME.match(text, at)
        or (line.kind == "row" and "|" not in text[max(0, at - 200) : at])
    ):
        return
    if text[at] in _CLOSE:
        closing = _closing(text, at)
        if closing > at and _whole(text, at, closing):
            words = line.raw[at + 1 : closing]
            yield Found(_trimmed(words), words, confidence, line.number)
            return
    reach = min(len(text), at + _LONGEST + 2)
    stop = _STOP.search(text, at, reach)
    end = stop.start() if stop else reach
    field = _NEXT_FIELD.search(text, at + 2, end)
    end = field.start() if field else end
    words = line.raw[at:end].strip()
    if 2 <= len(words) <= _LONGEST and not re.match(r"[,、)的]", words):
        yield Found(
            _trimmed(words), words, confidence - (0.0 if stop or end == len(text) else 0.1), line.number
        )


def _whole(text: str, opened: int, closing: int) -> bool:
    """Do the quotes hold the whole theme? Not so in “技能”成就未来."""
    rest = text[closing + 1 : closing + 12]
    if rest.startswith("-"):
        return False
    if rest.startswith(("的", "主题")) or text[closing - 1] in "。!":
        return True
    return text[opened] != "[" and not re.match(r"[\u4e00-\u9fff]", rest)


def _closing(text: str, at: int) -> int:
    """Where the quotes opened at ``at`` end; quotes inside quotes are allowed."""
    close = _CLOSE[text[at]]
    if close == text[at]:
        return text.find(close, at + 1, at + 1 + _LONGEST)
    depth = 0
    for place in range(at, min(len(text), at + _LONGEST)):
        depth += (text[place] == text[at]) - (text[place] == close)
        if depth == 0:
            return place
    return -1


def _trimmed(words: str) -> str | None:
    """Without quotes around it and punctuation behind it."""
    words = words.strip()
    while True:
        shorter = words.strip(" \u3000").rstrip("。.,，;；、:：")
        if (
            len(shorter) > 2
            and shorter[0] in '“"「『‘《【'
            and shorter[-1] in '”"」』’》】'
            and not re.search("[”」』》】]", shorter[1:-1])
        ):
            shorter = shorter[1:-1]
        if shorter == words:
            return words or None
        words = shorter
