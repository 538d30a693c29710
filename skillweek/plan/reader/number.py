"""The notice's own number (发文字号), and not one that it cites."""

import re

from skillweek.plan.reader.page import Page
from skillweek.plan.reader.parts import Parts
from skillweek.plan.reader.reading import Found
from skillweek.plan.reader.text import Line

TITLE_END = re.compile(
    r"(?:通知|方案|意见|公告|通告|通报|计划|安排|[^来信]函|办法|细则|规定|预案|倡议书?|请示|报告|决定|要点|启事|指南|章程|公示|部署|提示|邀请书|"
    r"说明|策划书?|工作提纲)(?:\s?\([^()]{1,24}\))?$"
)
NUMBER = re.compile(
    r"(?P<who>[\u4e00-\u9fff][\u4e00-\u9fffA-Za-z·]{0,14}?(?:、[\u4e00-\u9fffA-Za-z]{1,8})?)\s?[〔\[(［]\s?(?P<year>(?:19|20)\d\s?\d)\s?[〕\])］]\s?(?P<rest>第?\s?\d{1,5}\s?号)"
)
_AROUND_NUMBER = re.compile(
    r"[\s|()\[\]•·*]*(?:(?:[\u4e00-\u9fff]{2,24}(?:文件|函)?)?(?:发?文\s?字?\s?号|编号|文件编号)?\s?[:|]?\s?|[\u4e00-\u9fff\s]{2,40}文\s?件\s*)?$"
)
_AFTER_NUMBER = re.compile(r"[\s|()\]]*(?:签\s?发\s?人\s?[:|]?\s?[\u4e00-\u9fff\s]{0,12})?$")
_TITLE_BEFORE = re.compile(r".*(?:通知|方案|意见|公告|办法|文件|文号|字号|编号)")


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
        match = own_number(line.flat) or number_before_title(line.flat)
        if match:
            return _found(line, match, confidence)
    return None


def number_before_title(text: str) -> re.Match[str] | None:
    """The number that a title follows on the same line."""
    match = NUMBER.match(text)
    rest = text[match.end() :].lstrip() if match else ""
    return match if rest.startswith("关于") or ("关于" in rest and TITLE_END.search(rest)) else None


def _told(page: Page) -> Found[str] | None:
    for pair in page.said("number"):
        match = NUMBER.search(pair.value)
        if match and not pair.value[: match.start()].strip():
            return Found(written(match), pair.line.raw[pair.start : pair.end], 0.95, pair.line.number)
    return None


def number_behind_title(line: Line) -> tuple[re.Match[str], int] | None:
    """The number that ends a title line, and where the title before it ends."""
    for match in NUMBER.finditer(line.flat):
        before = line.flat[: _number_start(match)].rstrip(" (")
        last = not line.flat[match.end() :].strip(" )")
        if last and TITLE_END.search(before) and not _cites(line.flat, match):
            return match, len(before)
    return None


def _behind_title(lines: list[Line]) -> Found[str] | None:
    for line in lines:
        found = number_behind_title(line)
        if found:
            return _found(line, found[0], 0.85)
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


def is_number_line(text: str) -> bool:
    """Does the line only hold a number?"""
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
