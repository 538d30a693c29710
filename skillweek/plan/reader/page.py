"""From lines to a page: what the page says of itself, the notice proper, and the noise around it."""

import re
from dataclasses import dataclass, field
from itertools import zip_longest

from skillweek.plan.reader.text import Line

_KEYS = {
    "number": r"发文字号|发文文号|公文文号|文件编号|备注/文号|文\s?号",
    "issuer": r"颁布单位|发文机关|发文机构|发布机构|发布单位|发文单位|制发机关|制定机关|公开机构",
    "origin": r"信息来源|稿件来源|文章来源|来\s?源",
    "issued": r"颁布时间|颁布日期|公文生成日期|成文日期|生成日期|发文日期|制发日期|成文时间|发文时间",
    "published": r"发布时间|发布日期|上传时间|发表时间|公开日期|公开时间|更新时间|录入时间|添加时间|时\s?间|日\s?期",
    "title": r"法规标题|信息名称|公文名称|文件名称|公文标题|标\s?题|名\s?称",
    "other": (
        r"信息索引|索\s?引\s?号|主题分类|信息类别|主题词|体裁分类|服务对象|有\s?效\s?性|内容概述|内容概况|"
        r"关键词|浏览次数|浏览量|"
        r"点击次数|点击量|点击数|点击率|点击|浏览|阅读次数|阅读量|阅读|访问量|访问次数|作\s?者|责任编辑|编辑|"
        r"审核人?|摄影|供稿|撰稿|发布人|录入人?|"
        r"字号|字体|分享到?|公开方式|公开范围|信息公开类别|所属栏目|栏目|效力状态|发布者|上传者|发稿|图文"
    ),
}
_KEY = re.compile("|".join(f"(?P<{name}>{words})" for name, words in _KEYS.items()))
_PAIR_START = re.compile(r"[\s•·\[(|*>]*")
_NAVIGATION = re.compile(
    r"(?:^(?:首\s?页|网站首页|返回首页|主页)|当前位置|您(?:现在)?(?:所在)?的位置|所在位置|您所在|^位置[:>]|"
    r"欢迎(?:光临|访问|来到|您)|"
    r"今天是|设为首页|加入收藏|无障碍|长者|^繁体|^简体|English|^登录|^注册|手机版|>>|\S\s?>\s?\S+\s?>|^搜索|"
    r"站内搜索|^\[?\s?(?:大|中|小)\s)"
)
_BUTTONS = re.compile(
    r"^[\[(【\s]*(?:打印(?:本页|此页)?|关闭(?:窗口|本页)?|返回(?:顶部|列表|上一页)?|分享(?:到)?|收藏|复制链接|"
    r"微信|微博|扫一扫.*|"
    r"(?:大|中|小)|保存|刷新|点赞|附件下载|下载附件|点击下载.*|我要纠错)[\s\])】:|]*(?:[\[(【\s]*(?:打印|"
    r"关闭|返回|分享|收藏)\S{0,4}[\s\])】]*)*$"
)
_FOOTER = re.compile(
    r"责任编辑|^\W*编辑\s?:|版权所有|ICP备|ICP证|公网安备|网站标识码|技术支持|^\W*上一[篇条]|^\W*下一[篇条]|"
    r"打印本页|关闭窗口|\[打印\]|\[关闭\]|"
    r"返回顶部|分享到|扫一扫|Copyright|©|^相关(?:链接|文章|阅读|新闻|附件)|^友情链接|^网站地图|^主办(?:单位)?:.{2"
    r",40}(?:ICP|承办|技术)|All Rights"
)
_DISCLAIMER = re.compile(r"(?:申明敬告|免责声明|版权声明|版权申明|本站|温馨提示)[\s:]")
_FILE_NAME = re.compile(r"[^。,;]{2,120}\.(?:docx?|pdf|wps|rar|zip)\s*$", re.I)
_NUMBERED = re.compile(r"(?:[一二三四五六七八九十]{1,3}\s?[、.]|\([一二三四五六七八九十]{1,3}\))")
_DIGIT_ONE = re.compile(r"1\s?[.、]\s?[\u4e00-\u9fff]")
_YEAR = re.compile(r"(?:19|20)\d\d")
_CLOCKED = re.compile(r"\d{1,2}:\d\d")
_EMPTY = re.compile(r"[\W_]*$")
_SENTENCE = re.compile(r"[。；]|,[^,]*,")
#: 发布 2031-04-20 10:22:31 阅读 22, without any colon behind the key
_STAMP = re.compile(
    r"(?:发布|更新|发表|时间|日期)?\s?(?:于|:)?\s?(?P<day>(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}(?:\s?日)?)"
    r"(?:\s?\d{1,2}:\d\d(?::\d\d)?|(?=\s?(?:阅读|浏览|点击|来源)))\s*(?:(?:阅读|浏览|点击|来源|作者)\D{0,12}\d{0,8}\s*){0,3}$"
)


@dataclass(frozen=True)
class Pair:
    """Something a page says of itself: key, value and where the value stands."""

    key: str
    value: str
    line: Line
    start: int
    end: int


@dataclass
class Page:
    """``lines`` the notice and its attachments, ``pairs`` what the page says of itself, ``noise`` the rest."""

    lines: list[Line] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)
    noise: list[Line] = field(default_factory=list)

    def said(self, key: str) -> list[Pair]:
        """Everything the page says under ``key``."""
        return [pair for pair in self.pairs if pair.key == key]


def page_of(lines: list[Line]) -> Page:
    """Sort the lines of a source."""
    page = Page()
    begun = 0
    for at, line in enumerate(lines):
        if line.kind in ("meta", "side", "title"):
            _take_aside(page, line)
            continue
        if begun and _FOOTER.search(line.flat) and not _goes_on(lines[at + 1 :]):
            page.noise += lines[at:]
            break
        if _is_noise(line) or _FOOTER.search(line.flat) or (not begun and _FILE_NAME.match(line.flat)):
            page.noise.append(line)
        elif not begun and (found := pairs_of(line) or _stamp_of(line)):
            page.pairs += found
            page.noise.append(line)
        else:
            page.lines.append(line)
            begun += _is_body(line)
    return page


def _is_body(line: Line) -> bool:
    """Does the notice proper begin here, if not before?"""
    sentence = "。" in line.flat and len(line.flat) > 30
    addressed = bool(re.match(r"各.{1,200}:$", line.flat))
    return sentence or addressed or bool(_NUMBERED.match(line.flat)) or bool(_DIGIT_ONE.match(line.flat))


def _take_aside(page: Page, line: Line) -> None:
    """A line outside the main part of a web page: it may tell facts, and is no part of the notice."""
    page.pairs += pairs_of(line)
    page.noise.append(line)


def _goes_on(rest: list[Line]) -> bool:
    """Does the notice go on after something that looks like the foot of a page?"""
    return any(_NUMBERED.match(line.flat) and line.kind != "side" for line in rest)


def _is_noise(line: Line) -> bool:
    text = line.flat
    if _EMPTY.match(text) and not any(c.isalnum() for c in text):
        return True
    if _BUTTONS.match(text) or _DISCLAIMER.match(text):
        return True
    return bool(_NAVIGATION.search(text)) and "。" not in text and len(text) < 200


def pairs_of(line: Line) -> list[Pair]:
    """The keys and values of a line that only tells about the page; nothing for any other line."""
    text = line.flat
    marks = [match for match in _KEY.finditer(text[:2000]) if _is_key(text, match)]
    if not marks or _PAIR_START.match(text).end() < marks[0].start():  # type: ignore[union-attr]  # matches always
        return []
    found = []
    for mark, after in zip_longest(marks, marks[1:]):
        start = _value_start(text, mark.end())
        stop = after.start() if after else len(text)
        value = text[start:stop].rstrip(" |·•[(【]】)")
        found.append(Pair(str(mark.lastgroup), value, line, start, start + len(value)))
    return found if _tells_of_page(found) else []


def _stamp_of(line: Line) -> list[Pair]:
    """The day of publication that stands on a line of its own."""
    match = _STAMP.match(line.flat) if len(line.flat) < 80 else None
    return [Pair("published", match["day"], line, *match.span("day"))] if match else []


def _is_key(text: str, match: re.Match[str]) -> bool:
    """A key stands at the start or after a break, and before a colon or a cell's bar."""
    before = text[: match.start()].rstrip(" [(|•·*】")
    apart = not before or match.start() != len(before) or before[-1].isdigit() or before[-1] in ":])】|;,"
    return apart and bool(re.match(r"\s?[:|\]]", text[match.end() : match.end() + 2]))


def _value_start(text: str, at: int) -> int:
    while at < len(text) and text[at] in " :|]":
        at += 1
    return at


def _tells_of_page(found: list[Pair]) -> bool:
    """时间, 日期, 名称 and 标题 alone may as well belong to the notice."""
    for pair in found:
        words = pair.line.flat
        if pair.key in ("number", "issued", "other", "origin", "issuer"):
            return True
        if pair.key == "title":
            if (
                words.startswith("[")
                or words[:4] in ("信息名称", "公文名称", "公文标题")
                or pair.value.endswith("通知")
            ):
                return True
            continue
        if (
            "发布" in words
            or "上传" in words
            or "更新" in words
            or (_CLOCKED.search(pair.value) and _YEAR.search(pair.value))
        ):
            return True
    return False
