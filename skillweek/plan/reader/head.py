"""The head of a notice: title, number, whom it is addressed to."""

import re
from collections.abc import Iterator

from skillweek.plan.reader.page import Page
from skillweek.plan.reader.parts import Parts, date_alone, is_unit
from skillweek.plan.reader.reading import Found
from skillweek.plan.reader.text import Line, flat

_TITLE_END = re.compile(
    r"(?:通知|方案|意见|公告|通告|通报|计划|安排|[^来信]函|办法|细则|规定|预案|倡议书?|请示|报告|决定|要点|启事|指南|章程|公示|部署|提示|邀请书|"
    r"说明|策划书?|工作提纲)(?:\s?\([^()]{1,24}\))?$"
)
_BARE_END = re.compile(r"(?:活动|活动周|活动月|宣传周|宣传月)$")
NUMBER = re.compile(
    r"(?P<who>[\u4e00-\u9fff][\u4e00-\u9fffA-Za-z·]{0,14}?)\s?[〔\[(［]\s?(?P<year>(?:19|20)\d\s?\d)\s?[〕\])］]\s?(?P<rest>第?\s?\d{1,5}\s?号)"
)
_AROUND_NUMBER = re.compile(
    r"[\s|()\[\]]*(?:(?:[\u4e00-\u9fff]{2,24}(?:文件|函)?)?(?:发?文\s?字?\s?号|编号|文件编号)?\s?[:|]?\s?|[\u4e00-\u9fff\s]{2,40}文\s?件\s*)?$"
)
_AFTER_NUMBER = re.compile(r"[\s|()\]]*(?:签\s?发\s?人\s?[:|]?\s?[\u4e00-\u9fff\s]{0,12})?$")
_TITLE_BEFORE = re.compile(r".*(?:通知|方案|意见|公告|办法|文件|文号|字号|编号)")
_COLUMN = re.compile(
    r"^(?:通知公告|公告通知|公文通知|新闻\S{0,4}|\S{0,6}动态|政务公开|信息公开|文件通知|\S{0,6}文件|\S{0,4}列表|正文|详细内容|\S{0,5}中心|\S{0,6}栏)$"
)
_LETTERHEAD = re.compile(r"^(?P<who>[\u4e00-\u9fff\s()、·]{4,60}?)\s*(?:文\s?件|\(\s?通知\s?\)|\(函\))$")
_TITLE_LONGEST = 160


def title_of(parts: Parts, page: Page, promised: list[str]) -> Found[str] | None:
    """The title that stands above the address, else the page's own, else that of the plan the notice issues."""
    said = [pair for pair in page.said("title") if _TITLE_END.search(pair.value) or "关于" in pair.value]
    found = _title_in(parts.head)
    if found:
        same = any(_squeezed(pair.value) == _squeezed(str(found.value)) for pair in said)
        return Found(found.value, found.quote, 0.99 if same else found.confidence, found.line)
    if said:
        pair = said[0]
        return Found(
            pair.line.raw[pair.start : pair.end], pair.line.raw[pair.start : pair.end], 0.8, pair.line.number
        )
    if not promised:
        return None
    inside = _title_in(_opening(parts.attached))
    return inside and Found(inside.value, inside.quote, 0.8, inside.line)


def _opening(lines: list[Line]) -> list[Line]:
    """Lines before the first sentence."""
    stop = next((at for at, line in enumerate(lines[:8]) if "。" in line.flat), min(len(lines), 8))
    return lines[:stop]


def _squeezed(text: str) -> str:
    return re.sub(r"[\s\W]+", "", text)


def _title_in(lines: list[Line]) -> Found[str] | None:
    """The last group of lines that reads as a title."""
    for at in range(len(lines) - 1, -1, -1):
        if not _ends_title(lines[at]) or _is_number_line(lines[at].flat):
            continue
        first = _title_start(lines, at)
        group = lines[first : at + 1]
        words = _joined([_without_number(line) for line in group])
        if len(words) <= _TITLE_LONGEST:
            return Found(words, "\n".join(line.raw for line in group), 0.95, group[0].number)
    for at in range(len(lines) - 1, -1, -1):
        if "。" not in lines[at].flat and _BARE_END.search(lines[at].flat) and len(lines[at].flat) < 50:
            return Found(lines[at].raw, lines[at].raw, 0.6, lines[at].number)
    return None


def _ends_title(line: Line) -> bool:
    text = _without_number(line)
    plain = re.sub(r"\s", "", flat(text))
    return (
        bool(_TITLE_END.search(plain))
        and "。" not in plain
        and 4 < len(plain) < 120
        and not _COLUMN.match(plain)
    )


def _title_start(lines: list[Line], at: int) -> int:
    """How far up the title reaches that ends in line ``at``."""
    words = lines[at].flat
    first = at
    while first and at - first < 4:
        above = lines[first - 1]
        if not _may_continue(above) or len(words) + len(above.flat) > _TITLE_LONGEST:
            break
        has_unit = is_unit(above.flat)
        if "关于" in words and not words.startswith("关于") and not _opens_with_break(words) and not has_unit:
            break
        if words.startswith("关于") and not has_unit and not _joins_units(above.flat):
            break
        if "关于" not in words and not has_unit and not _unfinished(above.flat, words):
            break
        first, words = first - 1, above.flat + words
    return first


def _opens_with_break(words: str) -> bool:
    """Does the line begin in the middle of a title?"""
    return bool(re.match(r"等.{1,6}(?:部门|单位|厅|局)|和|及|印发|转发", words))


def _joins_units(text: str) -> bool:
    return bool(re.search(r"等.{1,4}(?:部门|单位|厅局|部委)$", text))


def _unfinished(above: str, words: str) -> bool:
    """A line that the next one completes: it names the matter, and has no ending of its own."""
    return (
        bool(re.search(r"关于|\d{4}\s?年|活动|工作|职业教育", above))
        and not re.search(r"[,。:;]$", above)
        and len(above) < 60
    )


def _may_continue(line: Line) -> bool:
    text = re.sub(r"\s", "", line.flat)
    if _COLUMN.match(text) or _LETTERHEAD.match(line.flat) or _ends_title(line) or date_alone(line):
        return False
    if _is_number_line(text) or line.kind in ("row", "head") or re.search(r"[。:;|>]", text):
        return False
    return len(text) >= 2


def _joined(words: list[str]) -> str:
    """Lines of one title; spaces inside Han words that only widen them go."""
    made = ""
    for word in words:
        made += (" " if made and is_unit(flat(made)) and is_unit(flat(word)) else "") + word.strip()
    return re.sub(r"(?<=[\u4e00-\u9fff])[ \u3000](?=[\u4e00-\u9fff][ \u3000])", "", made)


def _without_number(line: Line) -> str:
    """The words of a title line without brackets around it and a number that stands behind it."""
    if line.flat.startswith("[") and line.flat.endswith("]"):
        return line.raw[1:-1].strip()
    for match in NUMBER.finditer(line.flat):
        before = line.flat[: _number_start(match)].rstrip(" (")
        if (
            not line.flat[match.end() :].strip(" )")
            and _TITLE_END.search(before)
            and not _cites(line.flat, match)
        ):
            return line.raw[: len(before)]
    return line.raw


def number_of_notice(parts: Parts, page: Page) -> Found[str] | None:
    """The notice's own number: on a line of its own in the head, told by the page, or behind the title."""
    return (
        _standing_alone([line for line in parts.head if line.kind != "head"], 0.97)
        or _told(page)
        or _standing_alone(
            [line for line in [*parts.head, *page.noise] if line.kind in ("head", "side")], 0.85
        )
        or _behind_title(parts.head)
    )


def _standing_alone(lines: list[Line], confidence: float) -> Found[str] | None:
    for line in lines:
        match = own_number(line.flat)
        if match:
            return _found(line, match, confidence)
    return None


def _told(page: Page) -> Found[str] | None:
    for pair in page.said("number"):
        match = NUMBER.search(pair.value)
        if match and not pair.value[: match.start()].strip():
            return Found(written(match), pair.line.raw[pair.start : pair.end], 0.95, pair.line.number)
    return None


def _behind_title(lines: list[Line]) -> Found[str] | None:
    for line in lines:
        for match in NUMBER.finditer(line.flat):
            before = line.flat[: _number_start(match)].rstrip(" (")
            if (
                _TITLE_END.search(before)
                and not line.flat[match.end() :].strip(" )")
                and not _cites(line.flat, match)
            ):
                return _found(line, match, 0.85)
    return None


def _number_start(match: re.Match[str]) -> int:
    """Where the number begins when a title stands right before it."""
    title = _TITLE_BEFORE.match(match["who"])
    return match.start() + (title.end() if title else 0)


def own_number(text: str) -> re.Match[str] | None:
    """The number that a line consists of, a letterhead or a signer beside it allowed."""
    if len(text) > 120:
        return None
    for match in NUMBER.finditer(text):
        if _AROUND_NUMBER.match(text[: match.start()]) and _AFTER_NUMBER.match(text[match.end() :]):
            return match
    return None


def _is_number_line(text: str) -> bool:
    return own_number(text) is not None


def _cites(text: str, match: re.Match[str]) -> bool:
    """Does the number belong to a document that the line cites?"""
    before = text[: match.start()]
    return before.count("《") > before.count("》") or before.rstrip(" (").endswith("》") or "转发" in before


def _found(line: Line, match: re.Match[str], confidence: float) -> Found[str]:
    return Found(written(match), line.raw[_number_start(match) : match.end()], confidence, line.number)


def written(match: re.Match[str]) -> str:
    """A number as the standard writes it: 〔〕 around the year, no spaces."""
    squeezed = {name: re.sub(r"\s", "", words) for name, words in match.groupdict().items()}
    who = _TITLE_BEFORE.sub("", squeezed["who"])
    return f"{who}〔{squeezed['year']}〕{squeezed['rest']}"


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
    return Found(names, "\n".join(quotes), 0.95, parts.addressed[0].number)


def _names(line: Line, end: int) -> Iterator[str]:
    """Names of one line, parted by 、 , ; outside brackets."""
    depth, start = 0, 0
    words = line.flat[:end].rstrip(" :")
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
        match = _LETTERHEAD.match(words)
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
