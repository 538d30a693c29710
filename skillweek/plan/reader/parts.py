"""The parts of a notice: head, body, signature, attachments."""

import re
from dataclasses import dataclass, field

from skillweek.plan.reader.outline import style_of
from skillweek.plan.reader.page import Page
from skillweek.plan.reader.text import Line
from skillweek.plan.reader.units import UNIT, date_alone, is_unit, signed_line

_ADDRESSEES = re.compile(
    rf"(?:^(?:各|有关|相关|全[校院体市县区]|局属|市属|省属|县属|区属|直属|校属|院属|市直|县直|区直|省直|机关|"
    rf"所属|本|驻)|{UNIT}(?:\([^()]{{1,30}}\))?"
    r"(?:[,、;]|$)|(?:学校|职业院校|高校|老师|同学|同志|教师|学生|班级|市民|单位|部门|县区|县\(市、区\))$)"
)
_NOT_ADDRESSEES = re.compile(
    r"(?:时间|主题|联系人|电话|邮箱|附件|如下|地点|要求|内容|事项|要点|名单|安排|(?:责任|负责|主办|承办|协办|"
    r"支持|参加|参与|指导|牵头|配合|组织|报送|来文)(?:单位|部门)|人员|对象|"
    r"形式|组长|成员|注意)\s?:?$|[。!?]"
)
_OPENING = re.compile(
    r"为|根据|按照|现将|现|经|今年|近日|由|遵照|依据|自|从|在|接|职业|第|\d|\S{0,12}(?:活动周|活动月|宣传周)"
)
_ATTACHED = re.compile(r"附\s?件?\s?(?:\d{1,2}|[一二三四五六七八九十])?\s?[:.]?\s?(?P<rest>.*)$")
_TITLE_AND_ADDRESS = re.compile(
    r"(?P<title>[^。:]{0,60}关于[^。:]{4,80}?的(?:通知|函|意见))\s*各[^。:]{2,200}:$"
)
_FIELD = re.compile(r"[\u4e00-\u9fff]{2,8}\s?[:|]\s?\S")
_VAGUE_DATE = re.compile(
    r"(?:20|19)?[xX×*]{2,4}\s?年\s?[\dxX×*]{1,2}\s?月\s?[\dxX×*]{1,2}\s?日$|"
    r"\d{5,8}$|\d{4}\s?年\s?\d{1,2}\s?月$|[一二〇]{4}年[一二三四五六七八九十]{1,2}月$"
)
_TAIL = re.compile(
    r"(?:联\s?系\s?人|联\s?系\s?电\s?话|咨询电话|电\s*话|手\s*机|传\s*真|邮\s*箱|电子邮[箱件]|信\s*箱|地\s*址|"
    r"邮\s*编|联系方式|"

                   r"E-?mail|附\s*件|抄\s?送|\((?:联系人|此件|信息公开))", re.I)  # fmt: skip


@dataclass
class Parts:
    """Lines of each part. ``dated`` is the line with the day of signature, ``signers`` those above it."""

    head: list[Line] = field(default_factory=list)
    addressed: list[Line] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)
    tail: list[Line] = field(default_factory=list)
    signers: list[Line] = field(default_factory=list)
    dated: Line | None = None
    attached: list[Line] = field(default_factory=list)
    salutation: int = 0

    @property
    def notice(self) -> list[Line]:
        """Body and tail of the notice itself."""
        return self.body + self.tail


def parts_of(page: Page) -> Parts:
    """Take the notice apart."""
    lines = [piece for line in page.lines for piece in _apart(line)]
    begin, end = _addressees(lines)
    parts = Parts()
    if begin is None:
        start = _first_sentence(lines)
        parts.head, rest = lines[:start], lines[start:]
    else:
        parts.head, parts.addressed, rest = lines[:begin], lines[begin:end], lines[end:]
        parts.salutation = salutation_end(parts.addressed[-1].flat)
        if parts.salutation < len(parts.addressed[-1].flat):
            rest = [parts.addressed[-1], *rest]
    signed = _signature(rest)
    if signed is not None:
        at, first = signed
        parts.dated, parts.signers = rest[at], rest[first:at]
        parts.attached = _without_imprint(rest[at + 1 :])
        rest = rest[:first]
    else:
        cut = next((at for at, line in enumerate(rest) if at > 3 and _is_attachment(line)), len(rest))
        rest, parts.attached = rest[:cut], rest[cut:]
        first = _undated_signature(rest)
        rest, parts.signers = rest[:first], rest[first:]
    parts.body, parts.tail = _split_tail(rest)
    return parts


def _apart(line: Line) -> list[Line]:
    """A title and an address that stand on one line as two lines."""
    match = _TITLE_AND_ADDRESS.match(line.flat) if len(line.flat) < 400 else None
    if not match or line.kind == "row":
        return [line]
    at = match.end("title")
    return [Line(line.raw[:at], line.flat[:at], line.number, line.kind),
            Line(line.raw[at:].lstrip(), line.flat[at:].lstrip(), line.number, line.kind)]  # fmt: skip


def salutation_end(text: str) -> int:
    """Where the words after the colon of an address line begin."""
    place, depth = -1, 0
    label = re.match(r"主\s?送\s?(?:机关|单位)?\s?[:|]", text)
    for at, sign in enumerate(text[:1500]):
        if label and at < label.end():
            continue
        depth += (sign in "(〔[") - (sign in ")〕]")
        if sign == ":" and depth <= 0:
            place = at
            break
    end = place + 1 if place >= 0 else len(text)
    while end < len(text) and text[end] == " ":
        end += 1
    return end


def _addressees(lines: list[Line]) -> tuple[int | None, int]:
    """The lines that name whom the notice is addressed to."""
    for at, line in enumerate(lines[:40]):
        text = line.flat
        if line.kind == "row" or style_of(text):
            if "、" in text[:4] and style_of(text):
                break
            continue
        end = salutation_end(text)
        named, rest = text[:end].rstrip(" "), text[end:]
        if _addressed_with_stop(lines, at):
            return at, at + 1
        if not named.endswith(":") or (rest and not _OPENING.match(rest)):
            if "。" in text and len(text) > 40:
                break
            continue
        if _names_units(named):
            return _first_addressees(lines, at), at + 1
    return None, 0


def _first_addressees(lines: list[Line], at: int) -> int:
    """The line in which an address begins that ends in line ``at``."""
    first = at
    while (
        first
        and at - first < 6
        and re.search(r"[,、;]$", above := lines[first - 1].flat)
        and "。" not in above
    ):
        first -= 1
    return first


def _addressed_with_stop(lines: list[Line], at: int) -> bool:
    """各村、各学校。 on a line of its own, and a sentence that opens a notice behind it."""
    text = lines[at].flat
    if not text.endswith("。") or len(text) > 80 or at + 1 == len(lines) or "。" in text[:-1]:
        return False
    whole = re.match(r"各|有关|相关|全[校市县区]|[局市省县区]属", text) and not re.search(
        r"[要应须请:]|必须", text
    )
    names = re.split("[、,]", text[:-1])
    follows = len(lines[at + 1].flat) > 20 and _OPENING.match(lines[at + 1].flat)
    return bool(whole and follows) and all(_ADDRESSEES.search(name) for name in names)


def _names_units(named: str) -> bool:
    words = named.rstrip(": ")
    if _NOT_ADDRESSEES.search(words) and not re.match(r"各|有关|相关|全", words):
        return False
    return "。" not in words and 2 <= len(words) < 1200 and bool(_ADDRESSEES.search(words))


def _first_sentence(lines: list[Line]) -> int:
    """Where the body begins when nobody is addressed."""
    for at, line in enumerate(lines):
        if ("。" in line.flat and len(line.flat) > 24) or line.kind == "row":
            return at
        if style_of(line.flat) or _FIELD.match(line.flat):
            return at
    return min(len(lines), 3)


def _signature(lines: list[Line]) -> tuple[int, int] | None:
    """The line with the date of signature, and the first line of the names above it."""
    dated = [at for at, line in enumerate(lines) if at and (date_alone(line) or signed_line(line))]
    for at in dated:
        first = at
        while first and at - first < 16 and is_unit(lines[first - 1].flat) and lines[first - 1].kind != "row":
            first -= 1
        if first < at or signed_line(lines[at]):
            return at, first
    return (dated[0], dated[0]) if dated else None


def _undated_signature(lines: list[Line]) -> int:
    """Where the names begin that end a notice without a date; the number of lines when there are none."""
    end = len(lines)
    if end and _VAGUE_DATE.match(lines[-1].flat):
        end -= 1
    first = end
    while first > 1 and end - first < 4 and lines[first - 1].kind != "row" and is_unit(lines[first - 1].flat):
        first -= 1
    return first if first < end else len(lines)


def _is_attachment(line: Line) -> bool:
    """A line that begins an attached text, not one that only lists it."""
    match = _ATTACHED.match(line.flat)
    return bool(match) and not match["rest"].strip() and len(line.flat) < 12  # type: ignore[index]  # matched above


def _without_imprint(lines: list[Line]) -> list[Line]:
    """Copies to, printed by: the last lines of a document are no attachment."""
    return [line for line in lines if not re.match(r"抄\s?送|主题词|.{0,40}\d{1,2}日印发", line.flat)]


def _split_tail(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """Contacts and the list of attachments after the last clause."""
    cut = len(lines)
    for at in range(len(lines) - 1, -1, -1):
        text = lines[at].flat
        if style_of(text) and not _listed(lines, at):
            break
        if _TAIL.match(text):
            cut = at
        elif "。" in text or len(text) > 80:
            break
    if (
        cut
        and cut < len(lines)
        and re.search("联系方式|联系人", lines[cut - 1].flat)
        and style_of(lines[cut - 1].flat)
    ):
        return lines, []
    return lines[:cut], lines[cut:]


def _listed(lines: list[Line], at: int) -> bool:
    """Is a numbered line one of a list that the word 附件 opens?"""
    for line in reversed(lines[max(0, at - 20) : at]):
        if re.match(r"附\s*件", line.flat):
            return True
        if "。" in line.flat:
            return False
    return False
