"""The title of a notice, whole though it stands on several lines."""

import re

from skillweek.plan.reader.head import LETTERHEAD
from skillweek.plan.reader.number import TITLE_END, is_number_line, number_before_title, number_behind_title
from skillweek.plan.reader.page import Page
from skillweek.plan.reader.parts import Parts
from skillweek.plan.reader.reading import Found
from skillweek.plan.reader.text import Line, flat
from skillweek.plan.reader.units import date_alone, is_unit

_BARE_END = re.compile(r"(?:活动|活动周|活动月|宣传周|宣传月)$")
_COLUMN = re.compile(
    r"^(?:通知公告|公告通知|公文通知|新闻\S{0,4}|\S{0,6}动态|政务公开|信息公开|文件通知|\S{0,6}文件|\S{0,4}列表|正文|详细内容|\S{0,5}中心|\S{0,6}栏)$"
)
_SITE_BEHIND = re.compile(r"(.*(?:通知|方案|公告|意见|函))\s?[-_|]{1,2}\s?[\u4e00-\u9fff]{2,20}$")
_TITLE_LONGEST = 160
_MATTER_SURE = r"关于|\d{4}\s?年|活动|工作|职业教育"
#: what the first line of a title is known by when the second one is too short to stand alone
_MATTER = _MATTER_SURE + r"|[X×x]{2,4}\s?年|宣传|教育|系统|实施|开展|举办|第[一二三四五六七八九十\d]{1,3}届"
_SHORT_END = 12
_SITE = re.compile(r"[^\s《》]{2,16}(?:网站|网|门户|平台)$")
_LABEL = re.compile(
    r"(?:第[一二三四五六七八九十\d]{1,3}篇|篇[一二三四五六七八九十]|范文[一二三四五六七八九十\d]?|标题)\s?[:：]"
)
_SITE_BEFORE = re.compile(
    r"[^\s《》关]{2,12}(?:门户网站|政府网|教育网|网站|信息网)\s?\S{0,40}(?:关于|通知|方案)"
)
#: a title that begins like this has lost its first half
_CUT = re.compile(
    r"(?:[周月日节]?(?:活动|宣传周|活动周)?(?:的)?(?:工作|实施|活动)?(?:通知|方案|意见|计划|安排))$|[的、和及与)”》]|等"
)


def title_of(parts: Parts, page: Page, promised: list[str]) -> Found[str] | None:
    """The title that stands above the address, else the page's own, else that of the plan the notice issues."""
    said = [pair for pair in page.said("title") if TITLE_END.search(pair.value) or "关于" in pair.value]
    found = _title_in(parts.head)
    if found:
        same = any(_squeezed(pair.value) == _squeezed(str(found.value)) for pair in said)
        return Found(found.value, found.quote, 0.99 if same else found.confidence, found.line)
    headline = _title_in([line for line in page.noise if line.kind == "title"])
    if headline and not said:
        return Found(headline.value, headline.quote, 0.85, headline.line)
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
        if not _ends_title(lines[at]) or is_number_line(lines[at].flat):
            continue
        first = _title_start(lines, at)
        group = lines[first : at + 1]
        words = _joined([_without_number(line) for line in group])
        if 4 < len(words) <= _TITLE_LONGEST:
            sure = 0.5 if _CUT.match(flat(words)) or _SITE_BEFORE.match(words) else 0.95
            return Found(words, _quoted(group), sure, group[0].number)
    for at in range(len(lines) - 1, -1, -1):
        if "。" not in lines[at].flat and _BARE_END.search(lines[at].flat) and len(lines[at].flat) < 50:
            return Found(lines[at].raw, lines[at].raw, 0.6, lines[at].number)
    return None


def _quoted(group: list[Line]) -> str:
    """The lines of a title as they stand there; the last one when something else stands between them."""
    adjacent = group[-1].number - group[0].number == len(group) - 1
    return "\n".join(line.raw for line in group) if adjacent else group[-1].raw


def _ends_title(line: Line) -> bool:
    text = _without_number(line)
    plain = re.sub(r"\s", "", flat(text))
    return (
        bool(TITLE_END.search(plain))
        and "。" not in plain
        and 1 < len(plain) < 120
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
        if _opens_with_verb(words) and not has_unit and not _joins_units(above.flat):
            break
        if "关于" not in words and not has_unit and not _unfinished(above.flat, words):
            break
        first, words = first - 1, above.flat + words
    return first


def _opens_with_break(words: str) -> bool:
    """Does the line begin in the middle of a title?"""
    return bool(re.match(r"等.{1,6}(?:部门|单位|厅|局)|和|及|印发|转发", words))


def _opens_with_verb(words: str) -> bool:
    """A title of its own, before which only its author may stand."""
    return bool(re.match(r"(?:印发|转发)[^。]{0,60}(?:关于|《)", words))


def _joins_units(text: str) -> bool:
    return bool(re.search(r"等.{1,4}(?:部门|单位|厅局|部委)$", text))


def _unfinished(above: str, words: str) -> bool:
    """A line that the next one completes: it names the matter, and has no ending of its own."""
    return (
        bool(re.search(_MATTER if len(words) <= _SHORT_END else _MATTER_SURE, above))
        and not re.search(r"[,。:;]$", above)
        and len(above) < 60
    )


def _may_continue(line: Line) -> bool:
    text = re.sub(r"\s", "", line.flat)
    sites = all(_SITE.match(word) for word in line.flat[:_TITLE_LONGEST].split())
    if (sites and not re.search("关于|年|活动", text)) or _LABEL.match(line.flat):
        return False
    if _COLUMN.match(text) or LETTERHEAD.match(line.flat) or _ends_title(line) or date_alone(line):
        return False
    if is_number_line(text) or line.kind in ("row", "head") or re.search(r"[。:;|>]", text):
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
    named = _SITE_BEHIND.match(line.flat)
    if named:
        return line.raw[: named.end(1)]
    first = number_before_title(line.flat)
    if first:
        return line.raw[first.end() :].strip()
    last = number_behind_title(line)
    return line.raw[: last[1]] if last else line.raw
