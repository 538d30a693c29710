"""When summaries and materials must be handed in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise, zip_longest

from skillweek.plan.reader.dates import Span, Years, spans
from skillweek.plan.reader.reading import Found, Reading
from skillweek.plan.reader.sentences import Sentence, sentences
from skillweek.plan.reader.text import Line

_HANDING = re.compile(
    r"报送|上报|报至|报到|报我|报市|报省|报教|报学|报送至|提交|发送|发至|发到|发往|送至|送到|送交|寄至|寄送|寄|上交|交至|交到|汇总|反馈|报|送|发|交|传至|上传|至"
)
_TO_WHOM = re.compile(
    r"(?:将|把)[^,。;]{2,40}?(?:报|送|寄|发|交|反馈|上传)|(?:报送|上报|报至|提交|反馈|寄|送至|发至|发送|交至|上交|报)"
    r"[^,。;]{0,20}(?:局|厅|部|委|办|处|科|室|中心|邮箱|学院|团委|组|会|表)"
)
#: 征稿截止时间：, and the same as a heading with the day on the next line
_LIMIT = (
    r"(?:(?:报送|上报|提交|上交|交稿|投稿|征稿|征集|征文|报名|申报|反馈|作品|材料|截稿)[\u4e00-\u9fff]{0,8}?|(?<![\u4e00-\u9fff]))"
    r"(?:截止|截至|截稿)(?:时间|日期|时限)|(?:报送|上报|提交|上交|交稿|投稿|征稿|反馈)(?:时间|日期|时限)"
)
_LIMITS = re.compile(_LIMIT)
_LIMITED = re.compile(rf"(?:{_LIMIT})(?:安排)?\s?(?:[:为是]|$)?\s?$")
_HEADED = re.compile(rf"(?:\S{{0,6}}[、.)]\s?)?(?:[\u4e00-\u9fff]{{0,6}}?)(?:{_LIMIT})\s?[:。]?$")
_NOT_HANDED = re.compile(
    r"发布|发放|发给|送达|发言|发展|报道|报告会|报到手续|公交|交流|"
    r"发动|启发|开发|发挥|出发|发现|发掘|发扬|交通|颁发|送教|送展"
)
_SUMMARY = re.compile(r"总结|小结|情况报告|工作报告|开展情况|活动情况|完成情况|落实情况")
_MATERIAL = re.compile(
    r"材料|资料|图片|照片|视频|影像|案例|统计表|汇总表|信息表|新闻稿|佐证|作品|稿件|简报|成果"
)
_PLAN = re.compile(r"方案|计划|报名|回执|申报|联络|安排表|预告|清单|名单|登记表|征集|参赛|推荐表|项目表")
_LATER = re.compile(
    r"(?:活动(?:周|月)?|启动仪式)?(?:全部)?(?:结束|闭幕)(?:之)?后?[^,。;]{0,12}?(?:内|之前|以前|前|日)|(?:\d{1,2}\s?月)?(?:月底|[上中下]旬|年底|底)(?:之)?前"
)


@dataclass(frozen=True)
class HandIn:
    """One date by which something is due: the words from ``start`` to ``end`` of the sentence."""

    sentence: Sentence
    span: Span | None
    start: int
    end: int
    due: date | None
    words: str
    rank: int


def read_deadline(reading: Reading, lines: list[Line], years: Years) -> None:
    """Set ``deadline``: the day for summaries, else for materials; ask when there are two."""
    found = [one for line in lines for one in hand_ins(line, years, reading) if one.rank]
    found += _headed(lines, years, reading)
    if not found:
        return
    best = max(found, key=_weight)
    same = [one for one in found if one.rank == best.rank and one.due and one.due != best.due]
    quote, number = best.sentence.raw(best.start, best.end), best.sentence.line.number
    if best.due is None:
        reading.note("deadline", Found(None, quote, 0.3, number))
        code = "not_a_day" if best.span is None or best.span.first.day is None else "no_such_day"
        code = (
            "year_unknown"
            if code == "no_such_day" and best.span and best.span.first.year is None and years.base is None
            else code
        )
        reading.ask("deadline", code, quote, words=quote)
        return
    if same:
        reading.ask("deadline", "other_deadline", quote, other=str(same[0].due))
    confidence = 0.5 if same else (0.6, 0.6, 0.8, 0.92)[best.rank]
    reading.deadline = reading.note("deadline", Found(best.due.isoformat(), quote, confidence, number))


def _weight(one: HandIn) -> tuple[int, bool, date]:
    """Summaries before materials before all else: of summaries the first day that is said, else the last."""
    return one.rank, one.due is not None, one.due if one.due and one.rank < 3 else date.min


def _headed(lines: list[Line], years: Years, reading: Reading) -> Iterator[HandIn]:
    """A day below a heading such as 报送截止时间."""
    after = date.fromisoformat(reading.starts) if reading.starts else years.issued
    for heading, line in pairwise(lines):
        if len(heading.flat) > 30 or not _HEADED.match(heading.flat):
            continue
        found = spans(line.flat[:40])
        if found and found[0].start < 12 and found[0].first.day is not None:
            whole, due = Sentence(line, 0, len(line.flat)), years.both(found[0], after=after)[1]
            rank = 3 if _SUMMARY.search(heading.flat) else 2 if _MATERIAL.search(heading.flat) else 1
            yield HandIn(
                whole, found[0], found[0].start, _with_before(line.flat, found[0].end), due, "", rank
            )


def hand_ins(line: Line, years: Years, reading: Reading) -> Iterator[HandIn]:
    """Every date with what is to be handed in by then."""
    after = date.fromisoformat(reading.starts) if reading.starts else years.issued
    for sentence in sentences(line):
        text = sentence.flat
        if not _HANDING.search(text) and not _LIMITS.search(text):
            continue
        dated = [span for span in spans(text) if span.before or _is_due(text, span)]
        if not dated:
            yield from _undated(sentence)
        for span, following in zip_longest(dated, dated[1:]):
            stop = following.start if following else len(text)
            words = text[span.end : stop]
            due = years.both(span, after=after)[1]
            yield HandIn(
                sentence, span, span.start, _with_before(text, span.end), due, words, _rank(words, text, span)
            )


def _is_due(text: str, span: Span) -> bool:
    """截止时间:5月30日, 报送时间:5月30日, 于5月30日上报."""
    if _LIMITED.search(text[max(0, span.start - 30) : span.start]):
        return True
    if re.match(r"\s?(?:上报|报送|提交|上交|发送)", text[span.end : span.end + 6]):
        return True
    return bool(
        re.search(r"(?:截止|截至|报送|提交|上报|不晚于|不迟于|最迟)[^,。;]{0,10}$", text[: span.start][-24:])
    )


def _with_before(text: str, end: int) -> int:
    match = re.compile(r".{0,14}?(?:之前|以前|前|截止|止)").match(text, end)
    return match.end() if match else end


def _rank(words: str, whole: str, span: Span) -> int:
    """3 for summaries, 2 for materials, 1 for plans, forms, lists and whatever is sent to somebody."""
    near = (
        words
        if _SUMMARY.search(words) or _MATERIAL.search(words) or _PLAN.search(words)
        else whole[: span.start][-60:] + words
    )
    limited = bool(_LIMITED.search(whole[max(0, span.start - 30) : span.start]))
    if not limited and not _HANDING.search(_NOT_HANDED.sub("", near)):
        return 0
    if _SUMMARY.search(near):
        return 3
    if limited or _PLAN.search(near):
        return 1
    return 2 if _MATERIAL.search(near) else 1 if _TO_WHOM.search(_NOT_HANDED.sub("", near)) else 0


def _undated(sentence: Sentence) -> Iterator[HandIn]:
    """活动结束后一周内: a time that is no day."""
    text = sentence.flat
    match = _LATER.search(text)
    if match and _SUMMARY.search(text):
        yield HandIn(sentence, None, match.start(), match.end(), None, text[match.end() :], 3)
    elif match and _MATERIAL.search(text) and not _PLAN.search(text):
        yield HandIn(sentence, None, match.start(), match.end(), None, text[match.end() :], 2)
