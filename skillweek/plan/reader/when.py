"""First and last day of the activity."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from skillweek.plan.reader.dates import Span, Years, spans
from skillweek.plan.reader.outline import Node
from skillweek.plan.reader.reading import Found, Reading
from skillweek.plan.reader.sentences import Sentence, sentences
from skillweek.plan.reader.text import Line
from skillweek.plan.reader.wording import WEEKDAYS, WEEKDAYS_EN

_KIND = (
    r"(?:活动周|活动月|活动日|宣传周|宣传月|宣传日|安全月|生产月|读书月|推普周|科技周|科普日|科普周|文化周|"
    r"艺术周|服务月|主题月|主题周|教育周|教育月|开放周|技能周|职教周|体验周|节|行动|[周月])"
)
_LABEL = re.compile(
    rf"(?:^|[,。;:、(\s|]|\d[.、)]|[一二三四五六七八九十][、)])\s?(?:\S{{0,12}}{_KIND}的?|活动|举办|开展|实施|"
    rf"起止|总体|集中|具体|举行|宣传)?"
    r"(?:活动|举办|开展|起止)?(?P<word>时\s{0,4}间|日\s{0,4}期)(?:安排|(?:和|及|与|、)地\s?点)?\s?(?:为|是|"
    r"定为|定于|[:|]|\s(?=\S)|$)"
)
_HEADING = re.compile(r"时\s?间|日\s?期")
_OTHER_TIME = re.compile(
    r"报送|上报|提交|报名|截止|截稿|投稿|征集|发布|会议|培训|比赛|竞赛|仪式|开幕|闭幕|彩排|集合|评选|评审|"
    r"公示|阶段|申报|答题|直播|讲座|作息|推进|步骤|进度|布展|展览"
)
_EVENT = re.compile(
    rf"(?:{_KIND}|本次活动|本届|活动时间|活动定|统一于|集中于|将于|定于|于|从|自|在|为|是)[^。;]{{0,16}}$"
)
_NAMED = re.compile(_KIND + "|本[次届]活动")
_HELD = re.compile(
    rf"\s?(?:\([^()]{{1,16}}\))?\s?(?:期间)?,?\s?(?:在[^,。]{{1,20}})?(?:举办|举行|开展|为|是|组织|集中|统一|"
    rf",?我)[^。;]{{0,40}}?{_KIND}|\s?[^,。;]{{0,10}}{_KIND}期间"
)
_NOT_EVENT = re.compile(
    r"启动仪式|开幕|闭幕|报名|报送|上报|提交|竞赛|比赛|培训|阶段|征集|公示|评审|往年|去年|规定|会议|论坛|"
    r"讲座|答题|大赛|集训|每年|检查"
)
_DECIDED = re.compile(r"(?:决定|定|拟|将|计划)(?:于|在)\s?$")
_CAMPAIGN = re.compile(
    r"[^,。;]{0,20}(?:开展|举办|举行)[^,。;]{0,30}活动|[^,。;]{0,40}(?:召开|举办|举行)[^,。;]{0,30}(?:年会|大会|博览会|交流会|展会|论坛)"
)
_SINCE = re.compile(r"即日起|自发文之日起|发布之日起|从即日")
_VAGUE = re.compile(
    r"(?:(?:19|20)\d\d年)?\s?\d{1,2}\s?月(?:份|底|初|末|[上中下]旬)?|\S{0,8}(?:之前|以前|一周|一个月|另行通知|待定)"
)


@dataclass(frozen=True)
class _Candidate:
    """A span that may be the time of the activity."""

    line: Line
    start: int
    end: int
    first: date | None
    last: date | None
    confidence: float
    span: Span
    since: bool = False

    @property
    def quote(self) -> str:
        return self.line.raw[self.start : self.end]


def read_when(reading: Reading, nodes: list[Node], lines: list[Line], years: Years) -> None:
    """Set ``starts`` and ``ends`` with their sources, and ask about what contradicts."""
    found = [one for one in _candidates(nodes, lines, years)]
    if not found:
        _note_vague(reading, nodes, lines)
        return
    best = max(found, key=lambda one: one.confidence)
    others = [one for one in found if (one.first, one.last) != (best.first, best.last) and one.confidence >= 0.6
              and not _inside(one, best)]  # fmt: skip
    confidence = min(best.confidence, 0.5) if others else best.confidence
    _set(reading, best, confidence, years)
    if others:
        reading.ask("starts", "other_dates", best.quote, other=others[0].quote)
    _check(reading, best)


def _inside(one: _Candidate, best: _Candidate) -> bool:
    """A part of the activity is no other activity."""
    if None in (one.first, one.last, best.first, best.last):
        return True
    return bool(best.first <= one.first and one.last <= best.last and one.confidence < 0.9)  # type: ignore[operator]  # none of them is None


def _set(reading: Reading, best: _Candidate, confidence: float, years: Years) -> None:
    number = best.line.number
    if best.since:
        reading.starts = reading.note("starts", Found(None, best.quote, 0.3, number))
        reading.ends = reading.note("ends", Found(_iso(best.last), best.quote, confidence, number))
        return
    if best.first and best.last and best.last < best.first:
        reading.ask(
            "starts",
            "ends_before_starts",
            best.quote,
            starts=best.first.isoformat(),
            ends=best.last.isoformat(),
        )
        reading.note("starts", Found(None, best.quote, 0.2, number))
        reading.note("ends", Found(None, best.quote, 0.2, number))
        return
    reading.starts = reading.note("starts", Found(_iso(best.first), best.quote, confidence, number))
    reading.ends = reading.note("ends", Found(_iso(best.last), best.quote, confidence, number))
    for name, point, value in (
        ("starts", best.span.first, best.first),
        ("ends", best.span.last or best.span.first, best.last),
    ):
        if value is None:
            dated = point.year or years.base or years.issued
            unknown = "no_such_day" if dated else "year_unknown"
            reading.ask(name, unknown, best.quote, words=best.quote)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def check_weekdays(reading: Reading, lines: list[Line], years: Years) -> None:
    """Ask about days elsewhere in the notice whose day of the week does not fit."""
    for line in lines:
        for span in spans(line.flat[:4000]):
            day, said = years.resolve(span.first), span.first.weekday
            quote = line.raw[span.start : span.end]
            asked = any(
                question.quote.startswith(quote) or quote in question.quote for question in reading.questions
            )
            if day is not None and said is not None and day.weekday() != said and not asked:
                _ask_weekday(reading, "clauses", quote, day, said)


def _ask_weekday(reading: Reading, name: str, quote: str, day: date, said: int) -> None:
    reading.ask(
        name, "weekday", quote, date=day.isoformat(), real=WEEKDAYS[day.weekday()],
        real_en=WEEKDAYS_EN[day.weekday()], said=WEEKDAYS[said], said_en=WEEKDAYS_EN[said],
    )  # fmt: skip


def _check(reading: Reading, best: _Candidate) -> None:
    """Days of the week that do not fit."""
    for name, point, value in (("starts", best.span.first, best.first), ("ends", best.span.last, best.last)):
        if point is None or value is None or point.weekday is None or value.weekday() == point.weekday:
            continue
        _ask_weekday(reading, name, best.quote, value, point.weekday)
        reading.doubt(name)


def _candidates(nodes: list[Node], lines: list[Line], years: Years) -> Iterator[_Candidate]:
    yield from _labelled(nodes, lines, years)
    first = nodes[0].line.number if nodes else 1_000_000
    for line in lines:
        for sentence in sentences(line):
            yield from _said(sentence, years, opening=line.number < first)


def _labelled(nodes: list[Node], lines: list[Line], years: Years) -> Iterator[_Candidate]:
    """After 时间: on the line or the next one, and below a heading that speaks of the time."""
    following = dict(pairwise(lines))
    for line in lines:
        for label in _LABEL.finditer(line.flat[:3000]):
            if _OTHER_TIME.search(line.flat[max(0, label.start() - 8) : label.end()]):
                continue
            yield from _after(line, label.end(), years, 0.95)
            after = following.get(line)
            if label.end() >= len(line.flat.rstrip()) and after is not None:
                yield from _after(after, 0, years, 0.93)
    for node in nodes:
        if node.heading and _HEADING.search(node.heading) and not _OTHER_TIME.search(node.heading):
            for line, at in node.body[:2]:
                yield from _after(line, at, years, 0.9)


def _after(line: Line, at: int, years: Years, confidence: float) -> Iterator[_Candidate]:
    """The first span within reach of a label."""
    stop = line.flat.find("。", at)
    text = line.flat[at : min(at + 80, stop if stop >= 0 else len(line.flat))]
    found = spans(text, short=True)
    if not found or found[0].start > 30:
        return
    since = bool(_SINCE.search(text[: found[0].start]))
    span = found[0]
    if span.first.day is None or (span.before and not since) or _NOT_EVENT.search(text[: span.start]):
        return
    single = span.last is None
    yield _candidate(line, at, span, years, confidence - (0.15 if single else 0), since=since, head=text)


def _candidate(
    line: Line, at: int, span: Span, years: Years, confidence: float, *, since: bool = False, head: str = ""
) -> _Candidate:
    near = years.issued - timedelta(days=60) if years.issued else None
    first, last = years.both(span, after=near)
    begin = _SINCE.search(head).start() if since and _SINCE.search(head) else span.start  # type: ignore[union-attr]  # just asked
    return _Candidate(
        line, at + begin, at + span.end, None if since else first, last, confidence, span, since
    )


def _said(sentence: Sentence, years: Years, *, opening: bool) -> Iterator[_Candidate]:
    """A sentence that says when the week is: a range near its name, or one that was decided on."""
    text = sentence.flat
    if len(text) > 600:
        return
    for span in spans(text):
        if span.last is None or span.before or span.first.day is None:
            continue
        before, after = text[max(0, span.start - 40) : span.start], text[span.end : span.end + 60]
        clause = before.rpartition(";")[2]
        if _NOT_EVENT.search(clause) or _NOT_EVENT.match(after.lstrip(" ,在期间")):
            continue
        decided = opening and _DECIDED.search(clause) and _CAMPAIGN.match(after)
        named = _NAMED.search(clause) and (_EVENT.search(clause) or clause.endswith("("))
        told = decided or named or _HELD.match(after)
        if told and not _NOT_EVENT.search(after[:16]):
            yield _candidate(sentence.line, sentence.start, span, years, 0.75)


def _note_vague(reading: Reading, nodes: list[Node], lines: list[Line]) -> None:
    """Keep the words that speak of the time without naming a day."""
    for line in lines:
        label = _LABEL.search(line.flat[:3000])
        if not label or _OTHER_TIME.search(line.flat[max(0, label.start() - 8) : label.end()]):
            continue
        match = _VAGUE.search(line.flat, label.end(), label.end() + 40)
        if match:
            quote = line.raw[match.start() : match.end()]
            reading.note("starts", Found(None, quote, 0.3, line.number))
            reading.note("ends", Found(None, quote, 0.3, line.number))
            reading.ask("starts", "not_a_day", quote, words=quote)
            return
