"""Who must do what, by when, and how often at least."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from skillweek.plan.reader.dates import Span, Years, number_of, spans
from skillweek.plan.reader.outline import Node
from skillweek.plan.reader.reading import Duty, Found, Reading
from skillweek.plan.reader.sentences import Sentence, sentences
from skillweek.plan.reader.text import Line

_CN = "一二两三四五六七八九十"
_COUNTED = (
    r"(?:场|次|篇|个|名|张|条|项|期|部|件|家|位|组|幅|份|堂|节课|例|支|则|段|台|所|套|种|类|批|处|人次|人|"
    r"节)(?!以内|以下)"
)
_AT_LEAST = (
    re.compile(
        rf"(?:不少于|不低于|不得少于|不得低于|至少|最少|≥)[^,。;\d{_CN}%]{{0,12}}?(?P<n>\d{{1,4}}|[{_CN}]{{1,"
        rf"3}})\s?(?:-\s?\d{{1,4}})?\s?{_COUNTED}"
    ),
    re.compile(rf"(?P<n>\d{{1,4}}|[{_CN}]{{1,3}})\s?{_COUNTED}(?:及)?以上"),
    re.compile(
        rf"(?:报送|推荐|举办|开展|选送|组织|提交|制作|推出|刊发|选派|选树|上报|举行|牵头开展)[^,。;\d]{{0,"
        rf"10}}?(?P<n>\d{{1,3}}|[{_CN}])\s?-\s?\d{{1,3}}\s?{_COUNTED}"
    ),
    re.compile(
        rf"每(?:个)?(?:县|校|市|区|所|单位|学院|系|班|部门|院校|学校|[^,。;]{{1,8}}?(?:局|院|校|系|部|处))[^,"
        rf"。;\d]{{0,12}}?(?:举办|开展|组织|报送|推荐|制作|拍摄|刊发|提供|选送|提交|上报|不少于)[^,。;\d]{{0,"
        rf"8}}?(?P<n>\d{{1,3}}|[{_CN}]{{1,2}})\s?{_COUNTED}"
    ),
    re.compile(r"(?:举办|开展|组织|召开|承办|举行|策划)(?:好)?(?P<n>一)(?:次|场|堂|个)"),
)  # fmt: skip
_WHO = re.compile(
    r"(?:^|[,:。;(“、]|请|由|要求|希望|望|其中|组织|并且?|同时|期间)\s?(?P<who>(?:各|有条件的|有意[^,。;:]{1,"
    r"12}的|每个?(?![年天日月周])|全体|所有|有关|相关|全市|全校|全院|省属|市属|局属|校属|院属|市直|直属)"
    r"[\u4e00-\u9fff()、和及0-9“”/]{1,60}?)"
    r"(?=\s?(?:动员|推出|带头|带动|引导|策划|牵头|会同|配合|补充|完善|抓好|落实|要|应当?|须|需|可|请|必须|"
    r"务必|负责|于|在|将|结合|认真|积极|组织(?!要|应|须|需|推|、|和)|开展|按照?|根据|围绕|依托|至少|不少于|"
    r"每|原则上|统一|均|都|分别|集中|利用|通过|收集|报送|"
    r"做好|加强|安排|制定|明确|成立|举办|设|选|推荐|广泛|充分|切实|严格|高度|务|可以|不得|自行|主动|参照|"
    r"参加|确定|统筹|以|把|报|上报|提交|填|为|及时|自|从|\d|,|。|:|;|$))"
)
_MUST = re.compile(r"要|应(?!用|急|对|届|邀)|须|需(?!求)|请|必须|务必|负责|牵头|不少于|至少|不得少于")
_VERB = re.compile(
    r"(?:持续|集中|组织|认真|广泛|积极|有序|联合|定期|统一|分别|深入)?(?P<verb>举办|举行|开展|组织|设置|设立|"
    r"开放|发放|收集整理|收集|报送|上报|提交|制作|推送|刊发|邀请|成立|"
    r"推荐|选送|选派|参加|征集|悬挂|张贴|播放|召开|上传|撰写|拍摄|填报|学习宣传|宣传|开辟|开设|搭建|出动|配备)"
)
_DOING = {"举办", "举行", "开展", "成立", "设置", "设立"}
_THING = re.compile(
    r"活动|仪式|咨询|服务|展|讲座|机构|小组|方案|材料|资料|手册|简章|场地|比赛|竞赛|宣讲|论坛|报告会|培训|"
    r"演练|检查|招聘会|体验|开放日|报道|作品|队伍|校园|工作机制|通道|"
    r"总结|案例|照片|视频|横幅|标语|专栏|班会|座谈会|精神|政策"
)
_VAIN = re.compile(
    r"形式多样|丰富多彩|相关活动|多种形式|喜闻乐见|群众喜爱|高度重视|提高认识|统一思想|切实加强|严禁|不得|"
    r"形式主义|注意|避免|防止|遵守|杜绝"
)
_IN_CHARGE = re.compile(
    r"(?P<label>负责|责任|牵头|承办|实施|组织实施|主责)(?:部门|单位|科室|处室|学院)\s?(?:[:|]|为)\s?(?P<who>[^,"
    r"，)\n。;|]{2,60})"
)
_LATER = re.compile(r"(?:结束|闭幕)(?:之)?后?的?\s?[^,。;]{0,10}?(?:内|之前|以前|前)")
_HANDED = re.compile(r"报|送|交|发")
_DEADLINE_VERB = re.compile(
    r"完成|完善|补充|登录|登陆|填|报|送|发|交|提交|上传|制定|确定|反馈|落实|汇总|填|寄|公布|上线"
)
_WHAT_STOP = re.compile(r"[,。;:!]|[A-Za-z0-9][A-Za-z0-9._-]{0,60}@|\(|$")
_LONGEST = 80


@dataclass(frozen=True)
class _Owed:
    """A duty in the making."""

    duty: Duty
    sentence: Sentence
    confidence: float
    due_quote: str = ""
    count_quote: str = ""


def read_duties(reading: Reading, nodes: list[Node], loose: list[Line], years: Years) -> None:
    """Set ``duties`` with their sources: of every clause, then of lines that belong to none."""
    context = _Context(years, date.fromisoformat(reading.starts) if reading.starts else years.issued)
    made: list[_Owed] = []
    for node in nodes:
        made += _of_clause(node, context)
    spoken: str | None = None
    for line in loose:
        for sentence in sentences(line):
            who = _who(sentence.flat)
            spoken = who or spoken
            made += _of_sentence(sentence, None, spoken, context, own=False)
    seen: set[tuple[str | None, str | None, str]] = set()
    for owed in made:
        key = (owed.duty.clause, owed.duty.who, owed.duty.what)
        if key not in seen:
            seen.add(key)
            _keep(reading, owed)


def _keep(reading: Reading, owed: _Owed) -> None:
    name, number = f"duties[{len(reading.duties)}]", owed.sentence.line.number
    reading.duties.append(owed.duty)
    reading.note(name, Found(owed.duty.what, owed.sentence.raw().strip(), owed.confidence, number))
    if owed.due_quote:
        reading.note(
            f"{name}.due", Found(owed.duty.due, owed.due_quote, 0.9 if owed.duty.due else 0.3, number)
        )
    if owed.count_quote:
        reading.note(f"{name}.min_count", Found(owed.duty.min_count, owed.count_quote, 0.9, number))


@dataclass(frozen=True)
class _Context:
    """What dates without a year are seen from."""

    years: Years
    after: date | None

    def due(self, span: Span) -> str | None:
        """The last day of ``span``."""
        found = self.years.both(span, after=self.years.issued)[1]
        return found.isoformat() if found else None


def _of_clause(node: Node, context: _Context) -> list[_Owed]:
    """Duties of one clause: by its sentences, else by the unit that is named as being in charge."""
    every = [one for line, at in node.body for one in sentences(line, at)]
    charge = next(((one, match) for one in every if (match := _IN_CHARGE.search(one.flat))), None)
    charged = (
        charge[0]
        .line.raw[charge[0].start + charge[1].start("who") : charge[0].start + charge[1].end("who")]
        .strip()
        if charge
        else None
    )
    spoken: str | None = None
    made: list[_Owed] = []
    for sentence in every:
        who = _who(sentence.flat)
        spoken = who or spoken
        made += _of_sentence(sentence, node.path, who or charged or spoken, context, own=who is not None)
    if not made and charge and charged:
        made.append(_by_charge(node, charge[0], charged, every, context))
    return made


def _by_charge(node: Node, sentence: Sentence, who: str, every: list[Sentence], context: _Context) -> _Owed:
    """The clause as a whole, owed by the unit in charge."""
    what = node.heading or _phrase(every[0].flat, 0, every[0])
    dated = [(one, span) for one in every for span in spans(one.flat) if span.first.day is not None]
    due = context.due(dated[0][1]) if dated else None
    quote = dated[0][0].raw(dated[0][1].start, dated[0][1].end) if dated else ""
    return _Owed(Duty(node.path, who, what, due, None), sentence, 0.75, quote)


def _who(text: str) -> str | None:
    """The units that a sentence speaks of, as printed."""
    match = _WHO.search(text[:400])
    if not match:
        return None
    who = match["who"].strip("、和及")
    return who if 2 <= len(who) <= 60 else None


def _printed(sentence: Sentence, words: str | None) -> str | None:
    """``words`` of the flat sentence as the source prints them."""
    if words is None:
        return None
    at = sentence.flat.find(words)
    return sentence.raw(at, at + len(words)) if at >= 0 else words


def _of_sentence(
    sentence: Sentence, clause: str | None, who: str | None, context: _Context, *, own: bool = True
) -> Iterator[_Owed]:
    """The duties that one sentence names."""
    text = sentence.flat
    who = _printed(sentence, who)
    dated = [
        span for span in spans(text) if span.first.day is not None and (span.before or _bound(text, span))
    ]
    if dated and _DEADLINE_VERB.search(text):
        for span, following in zip_longest(dated, dated[1:]):
            yield _dated(sentence, clause, who, span, following.start if following else len(text), context)
        return
    later = _LATER.search(text)
    if later and _HANDED.search(text, later.end()):
        yield _undated(sentence, clause, who, later)
        return
    least = _least(text)
    if least and not text.startswith("(") and _owes(text, who, own, least):
        yield _counted(sentence, clause, who, least, context)
    elif own and who and _MUST.search(text):
        yield from _plain(sentence, clause, who, context)


def _bound(text: str, span: Span) -> bool:
    """各校要于5月20日…, 请于5月3日至5日期间…: a day on which somebody must do something."""
    before = text[max(0, span.start - 24) : span.start]
    return (
        bool(re.search(r"(?:要|须|应|请|需)[^,。;]{0,16}(?:于|在)\s?$", before))
        and _who(text[: span.start] + "于") is not None
    )


def _owes(text: str, who: str | None, own: bool, least: re.Match[str]) -> bool:
    """Is the count something that is owed, and by those who are named before it?"""
    if own and who:
        at = text.find(who)
        return at < least.end()
    return who is not None or bool(_MUST.search(text))


def _undated(sentence: Sentence, clause: str | None, who: str | None, later: re.Match[str]) -> _Owed:
    """Due at a time that is no day: a week after the end."""
    what = _phrase(sentence.flat, later.end(), sentence).strip(" ,，、")
    duty = Duty(clause, who, what, None, _number(_least(sentence.flat)))
    return _Owed(duty, sentence, 0.7, sentence.raw(later.start(), later.end()))


def _dated(
    sentence: Sentence, clause: str | None, who: str | None, span: Span, stop: int, context: _Context
) -> _Owed:
    """Something with a date by which it is due."""
    text = sentence.flat
    begin = re.compile(r"[^,。;]{0,14}?(?:之前|以前|前|截止|止|为止)\s?,?\s?").match(text, span.end)
    start = begin.end() if begin else span.end
    what = _phrase(text[:stop], start, sentence)
    if not _names_thing(what):
        clause_start = max(text.rfind(sign, 0, span.start) for sign in ",:;") + 1
        what = sentence.raw(clause_start, start).strip() + what
    due = context.due(span) if context.after is None else _after_start(span, context)
    least = _least(text[start:stop])
    quote = sentence.raw(span.start, begin.end() if begin else span.end).rstrip(" ,，")
    duty = Duty(clause, who, what[:_LONGEST].strip(" ,，、"), due, _number(least))
    return _Owed(duty, sentence, 0.9, quote, least[0] if least else "")


def _after_start(span: Span, context: _Context) -> str | None:
    found = context.years.both(span, after=context.years.issued or context.after)[1]
    return found.isoformat() if found else None


def _names_thing(what: str) -> bool:
    return len(what) >= 6 and bool(
        re.search(r"[将把]|总结|材料|方案|报告|名单|表|视频|照片|案例|计划|清单", what)
    )


def _counted(
    sentence: Sentence, clause: str | None, who: str | None, least: re.Match[str], context: _Context
) -> _Owed:
    """Something that must be done a number of times."""
    text = sentence.flat
    start = max(text.rfind(sign, 0, least.start()) for sign in ",:;。") + 1
    what = _phrase(text, start, sentence)
    if who and who in what:
        what = what[what.find(who) + len(who) :]
    days = [span for span in spans(text) if span.first.day is not None]
    due = context.due(days[0]) if days else None
    quote = sentence.raw(days[0].start, days[0].end) if days else ""
    count = sentence.raw(least.start(), least.end())
    return _Owed(
        Duty(clause, who, what.strip(" ,，、须要应")[:_LONGEST], due, _number(least)),
        sentence,
        0.85,
        quote,
        count,
    )


def _plain(sentence: Sentence, clause: str | None, who: str, context: _Context) -> Iterator[_Owed]:
    """各校要开展…活动: named units, a word of duty, something to be done."""
    text = sentence.flat
    begin = text.find(_flat_who(sentence, who))
    must = _MUST.search(text, max(begin, 0))
    if not must:
        return
    days = [span for span in spans(text) if span.first.day is not None and not span.before]
    due = context.due(days[0]) if len(days) == 1 else None
    quote = sentence.raw(days[0].start, days[0].end) if due else ""
    for verb in sorted(_VERB.finditer(text, must.end()), key=lambda one: one["verb"] not in _DOING):
        what = _phrase(text, verb.start(), sentence)
        if _THING.search(what) and len(what) >= 4 and not _VAIN.search(what):
            yield _Owed(Duty(clause, who, what, due, None), sentence, 0.6, quote)
            return


def _flat_who(sentence: Sentence, who: str) -> str:
    at = sentence.raw().find(who)
    return sentence.flat[at : at + len(who)] if at >= 0 else who


def _phrase(text: str, start: int, sentence: Sentence) -> str:
    """Words from ``start`` to the next break, as printed."""
    depth = 0
    end = len(text)
    for at in range(start, min(len(text), start + 200)):
        sign = text[at]
        depth += (sign in "“《") - (sign in "”》")
        if (
            sign == "@"
            or (depth <= 0 and sign in ",。;!")
            or (sign == "(" and at > start + 3 and not _short_bracket(text, at))
        ):
            end = at
            break
    words = sentence.raw(start, end)
    return (
        re.sub(r"[A-Za-z0-9._-]+$", "", words).strip()[:_LONGEST]
        if text[end : end + 1] == "@"
        else words.strip()[:_LONGEST]
    )


def _short_bracket(text: str, at: int) -> bool:
    """县(市), 区(县): brackets inside a name."""
    close = text.find(")", at, at + 6)
    return close > 0


def _least(text: str) -> re.Match[str] | None:
    """至少两场, 3篇以上, 1-2项; percentages, words and minutes are none of it."""
    for pattern in _AT_LEAST:
        for match in pattern.finditer(text[:3000]):
            if "一式" not in text[max(0, match.start() - 3) : match.end()]:
                return match
    return None


def _number(match: re.Match[str] | None) -> int | None:
    return number_of(match["n"].replace("两", "二")) if match else None
