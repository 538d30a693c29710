"""What a line is when it is no activity: a title, a section, a total, a footnote, a signature."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from skillweek.programme.sheets.text import is_unit, plain
from skillweek.programme.sheets.when.days import DAYS, Context, NoDay, day_of, inside
from skillweek.programme.sheets.when.tokens import tokens

_TOTAL = re.compile(
    r"^(?:(?:本[页表日]|全[市县校]|总|各[类项]|活动)?(?:合\s?计|总\s?计|小\s?计|共\s?计|累\s?计|汇总)"
    r"(?:$|[::(\d\s场项个])|以上(?:合计|共)|共\s?\d+\s?(?:场|项|个|次|条)|"
    r"[^::,，。、]{2,20}?\s?(?:合\s?计|小\s?计|总\s?计)$|"
    r"[^::]{0,6}总(?:人数|人次|场次|场数|项数|数)\s?(?:[::(\d]|$))"
)
_NOTE = re.compile(
    r"^(?:(?:附?\s?注|备\s?注|说\s?明|填[表报写]说明|附|注意(?:事项)?|温馨提示|"
    r"特别提示|提示|要求|联系方式|填报要求|其他|预约(?:电话|方式)|咨询电话|报名(?:电话|"
    r"方式))\s?\d*\s?[::.、\d(]|"
    r"[*※★▲●]|(?:填[表报写]说明|说明|备注|注)$|\(?(?:注|说明|备注)[::])"
)
_SIGNATURE = re.compile(
    r"(?:填\s?表\s?人|制\s?表\s?人?|填\s?报\s?人|审\s?核\s?人?|审\s?批\s?人?|经办人|"
    r"单位负责人|分管领导|主管领导|校\s?长|"
    r"负责人(?=\s?\((?:签|盖))|负责人(?:签字|签名|签章)|领导签[字名]|联系人签字|签\s?字|盖\s?章|公\s?章|"
    r"填[表报]日期|填[表报]时间|制表日期|制表时间|报送日期|打印日期|上报日期)"
    r"(?:\s?\((?:签字|签名|盖章|签章)\))?\s?(?:[::(\d]|$)"
)
_EXAMPLE = re.compile(
    r"^[\[【(]?(?:示例|样例|范例|例如?|举例|填写示例|参考示例)[\]】)]?\s?[::1]?$|"
    r"^[\[【(](?:示例|样例|范例|例)[\]】)]|^例[::]"
)
_TITLE = re.compile(
    r"(?:安排表?|一览表?|日程表?|计划表?|汇总表?|明细表?|统计表?|清单|活动表|登记表|"
    r"备案表|申报表|时间表|预告|(?:日程|活动)安排|方案)(?:\(.*\))?$|^附[件表]\s?\d*"
)
_SECTION = re.compile(
    r"^(?:\(?[一二三四五六七八九十]{1,3}\)?[、.,\s)]|"
    r"第[一二三四五六七八九十\d]{1,3}(?:部分|板块|篇|单元|类)|"
    r"[(（]?[一二三四五六七八九十\d]{1,2}[)）]|\d{1,2}[.、](?!\d))\s?"
)
_COUNTED = re.compile(r"\s?\((?:共|计|合计)?\s?\d+\s?(?:项|个|场|次|条)[^()]{0,6}\)$")
_FILLER = re.compile(
    r"(?:填报|报送|申报|上报|主办|举办|学校|编制|制表)?(?:单位|学校|院校|"
    r"部门)(?:名称)?\s?(?:\((?:盖章|公章|章|签章)\))?\s?[::]\s?(.{2,40}?)(?:\(?(?:盖章|"
    r"公章|章)\)?)?(?=\s{2,}|\s(?:填|联|日|审|制|负|时|电)|$)"
)
_FILLED_BY = re.compile(
    r"(?:填报|报送|申报|上报|主办|举办|编制|制表)?(?:单位|学校|院校|部门)(?:名称)?\s?"
    r"(?:\((?:盖章|公章|章|签章)\))?\s?:?"
)
_FROM_TO = re.compile(r"[月日号/.\d]\s?(?:-|至|到)\s?\d")
_YEAR = re.compile(r"(?<!\d)(20\d{2})\s?(?:年|-20\d{2})|(?<!\d)(20\d{2})(?=职业|活动|届)")
_HINT = re.compile(
    r"^\(?(?:必填|选填|可选|下拉|格式|全称|填写|请填|请选|示例|例如?[::]|如[::]|不超过|限\d+字|单选|多选|自动生成|按实际)"
)
#: schools that a title names, and words that only sound like one
_ISSUER_SCHOOL = re.compile(
    r"^(?:附件?\s?\d*[::]?\s*)?(.{2,28}?(?:学校|学院|大学|中专|技校|职校|职高|职专|高中|教育中心|职教中心))"
    r"(?=职教|校园|活动|开放|技能|日程|安排|服务|体验|招生)"
)
_ALONE = re.compile(
    r"^([\u4e00-\u9fff()×xX○]{2,28}(?:学校|学院|大学|中学|小学|中专|技校|职校|职高|职专|高中|教育中心|职教中心|"
    r"公司|集团|局|[一二三四五六七八九十]校))$"
)
_NO_ISSUER = re.compile(
    r"各|全[市县区省体]|所有|有关|相关|部分|中小学|^(?:走进|送|面向|服务|开放|便民|进)|"
    r"(?:^|[市县区省])(?:中等|高等)?职业(?:学校|院校)$"
)
_ISSUER = re.compile(
    r"^(?:附件?\s?\d*[::]?\s*)?(.{2,28}?(?:学校|学院|大学|中心|中专|技校|职校|公司|职高|"
    r"社区|医院))(?=20\d\d|二[〇零○]|第[一二三四五六七八九十\d]+届|关于|职业教育活动周|"
    r"活动周|[\"“《])"
)


@dataclass(frozen=True)
class Line:
    """A row that is no activity: why, and what it says for the rows below."""

    why: str
    day: tuple[date, date] | None = None
    half: str = ""
    host: str = ""
    heading: str = ""


def total(texts: list[str]) -> bool:
    """Whether one of the first cells says that the row adds up others."""
    return any(_TOTAL.match(plain(text)) for text in texts[:3] if len(text) <= 24)


def example(texts: list[str]) -> bool:
    """Whether the row only shows or says how to fill in."""
    hints = sum(bool(_HINT.match(plain(text))) for text in texts)
    return (hints > 1 and hints * 2 > len(texts)) or any(_EXAMPLE.match(plain(text)) for text in texts[:2])


def signature(text: str) -> bool:
    """Whether the line says who filled in or signs."""
    return bool(_SIGNATURE.search(plain(text)))


def note(text: str) -> bool:
    """Whether the line is a footnote."""
    return bool(_NOTE.match(plain(text)))


def continued(text: str) -> bool:
    """Whether a line below a footnote goes on with it: it is numbered and ends like a sentence."""
    return bool(_SECTION.match(plain(text))) and text.rstrip().endswith(("。", "；", ";"))


def year_in(text: str) -> int | None:
    """A year that the line names."""
    match = _YEAR.search(plain(text))
    return int(match[1] or match[2]) if match else None


def issuer(text: str) -> str:
    """The unit whose table the title says it is, or that the line 填报单位：… names."""
    words = plain(text)
    filler = _FILLER.search(words)
    if filler and not re.fullmatch(r"[_\s.]*", filler[1]):
        return filler[1].strip(" _(")
    match = _ISSUER.match(words) or _ISSUER_SCHOOL.match(words) or _ALONE.match(words)
    return match[1].strip() if match and not _NO_ISSUER.search(match[1]) else ""


def named_unit(cells: list[str]) -> str:
    """The unit in a cell beside the label 单位, 填报单位 and the like."""
    for one, other in pairwise(cells):
        if _FILLED_BY.fullmatch(plain(one)) and other and not other.endswith((":", "：")):
            return other
    return ""


def days_in(text: str, context: Context) -> tuple[date, date] | None:
    """The day, or the first and last day, that a title or section names; only days near the Week count."""
    found = []
    for token in tokens(text[:200], "both"):
        if token.kind in DAYS - {"dotted", "weekday"} or (token.kind == "dotted" and "月" not in text):
            try:
                found.append(day_of(token, context))
                context = context.with_month_of(found[-1])
            except NoDay:
                continue
    if not found:
        return None
    first, last = min(found), max(found)
    near = context.week is None or all(inside(day, context.week, slack=10) for day in found)
    spans = first < last <= first + timedelta(62) and _FROM_TO.search(plain(text))
    return (first, last) if near or spans else None


def line(text: str, context: Context) -> Line:
    """What a line of one text says: a title of a table, or a section with a day, a half of a day, a unit."""
    words = plain(text).replace("\n", " ")
    bare = _COUNTED.sub("", _SECTION.sub("", words)).strip(" :【】[]()-—《》*")
    day = days_in(words, context)
    halves = [token.text for token in tokens(bare, "both") if token.kind == "half"] if len(bare) <= 24 else []
    if _TITLE.search(bare) and len(bare) > 5:
        return Line("title", day=day, half=halves[0] if halves else "", host=issuer(words))
    host = bare if is_unit(bare) else issuer(words)
    if day or halves or host or _SECTION.match(words) or len(bare) <= 20:
        return Line("section", day=day, half=halves[0] if halves else "", host=host,
                    heading="" if day or halves or host else bare)  # fmt: skip
    return Line("note")
