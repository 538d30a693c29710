"""Who must do what, by when, and how often at least."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from skillweek.plan.reader.asked import MUST, STEADY, VERB, asked, implied
from skillweek.plan.reader.dates import Span, Years, spans
from skillweek.plan.reader.obliged import LONGEST, count_of, least_of, nearest_who, phrase, printed, who_of
from skillweek.plan.reader.outline import Node
from skillweek.plan.reader.reading import Duty, Found, Reading
from skillweek.plan.reader.sentences import Sentence, sentences
from skillweek.plan.reader.tables import rows_in_charge
from skillweek.plan.reader.text import Line

#: clauses that say why, not what
_WHY = re.compile("指导思想|总体(?:要求|思路|目标)|目的|意义|目标|背景|宗旨")
_IN_CHARGE = re.compile(
    r"(?P<label>负责|责任|牵头|承办|实施|组织实施|主责)(?:部门|单位|科室|处室|学院)\s?(?:[:|]|为)\s?(?P<who>[^,，)\n。;|]{2,60})"
)
_LIMIT = re.compile(r"(?:完成|截止|报送|办结)?(?:时限|时间|日期)\s?[:|]")
_LATER = re.compile(r"(?:结束|闭幕)(?:之)?后?的?\s?[^,。;]{0,10}?(?:内|之前|以前|前)")
_HANDED = re.compile(r"报|送|交|发")
_DEADLINE_VERB = re.compile(
    r"完成|完善|补充|登录|登陆|填|报|送|发|交|提交|上传|制定|确定|反馈|落实|汇总|填|寄|公布|上线|收看|观看|协同|至"
)
_BY = re.compile(r"[^,。;]{0,14}?(?:之前|以前|前(?!后)|截止|止|为止)\s?,?\s?")
_ENDED = re.compile(r"\s?(?:[,。;)]|$)")
_FILLERS = re.compile(
    r"^(?:请|务必|应当?|要|须|需|必须|于|在|,|:|\s)+|(?:请|务必|应当?|要|须|需|必须|于|在|,|\s)+$"
)


@dataclass(frozen=True)
class _Owed:
    """A duty in the making."""

    duty: Duty
    sentence: Sentence
    confidence: float
    due_quote: str = ""
    count_quote: str = ""


@dataclass(frozen=True)
class _Context:
    """What dates without a year are seen from."""

    years: Years
    after: date | None

    def due(self, span: Span) -> str | None:
        """The last day of ``span``."""
        found = self.years.both(span, after=self.years.issued or self.after)[1]
        return found.isoformat() if found else None


def read_duties(reading: Reading, nodes: list[Node], loose: list[Line], years: Years) -> None:
    """Set ``duties`` with their sources: of every clause, then of lines that belong to none."""
    context = _Context(years, date.fromisoformat(reading.starts) if reading.starts else None)
    made = [owed for node in nodes for owed in _of_clause(node, context)]
    made += _of_tables(nodes, loose, context)
    spoken: str | None = None
    for line in loose:
        for sentence in sentences(line):
            spoken = who_of(sentence.flat) or spoken
            made += _of_sentence(sentence, None, spoken, context, own=False)
    seen: set[tuple[str | None, str | None, str]] = set()
    for owed in made:
        key = (owed.duty.clause, owed.duty.who, owed.duty.what)
        if key not in seen and owed.duty.what:
            seen.add(key)
            _keep(reading, owed)


def _of_tables(nodes: list[Node], loose: list[Line], context: _Context) -> Iterator[_Owed]:
    """Rows of tables that name a unit in charge."""
    places = [(node.path, [line for line, _at in node.body]) for node in nodes]
    for path, lines in [*places, (None, loose)]:
        for row in rows_in_charge(lines):
            due = context.due(row.span) if row.span else None
            whole = Sentence(row.line, 0, len(row.line.flat))
            yield _Owed(Duty(path, row.who, row.what, due, None), whole, 0.7, row.line.raw[slice(*row.when)])


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


def _of_clause(node: Node, context: _Context) -> list[_Owed]:
    """Duties of one clause: by its sentences, else by the unit that is named as being in charge."""
    every = [one for line, at in node.body for one in sentences(line, at)]
    charge = next(((one, match) for one in every if (match := _IN_CHARGE.search(one.flat))), None)
    charged = charge[0].raw(*charge[1].span("who")).strip() if charge else None
    limit = next((one for one in every if _LIMIT.match(one.flat)), None) if charge else None
    if charge and charged and limit:
        return [_by_charge(node, charge[0], charged, [limit], context)]
    spoken: str | None = None
    made: list[_Owed] = []
    for sentence in every:
        who = who_of(sentence.flat)
        spoken = who or spoken
        made += _of_sentence(sentence, node.path, who or charged or spoken, context, own=who is not None)
    if not made and charge and charged:
        made.append(_by_charge(node, charge[0], charged, every, context))
    if not made:
        made += _implied(node, every)
    return _once(made, why=bool(_WHY.search(node.heading or "")))


def _by_charge(node: Node, sentence: Sentence, who: str, every: list[Sentence], context: _Context) -> _Owed:
    """The clause as a whole, owed by the unit in charge."""
    what = node.heading or phrase(every[0], 0)
    dated = [(one, span) for one in every for span in spans(one.flat) if span.first.day is not None]
    due = context.due(dated[0][1]) if dated else None
    quote = dated[0][0].raw(dated[0][1].start, dated[0][1].end) if dated else ""
    return _Owed(Duty(node.path, who, what, due, None), sentence, 0.75, quote)


def _of_sentence(
    sentence: Sentence, clause: str | None, who: str | None, context: _Context, *, own: bool = True
) -> Iterator[_Owed]:
    """The duties that one sentence names."""
    text = sentence.flat
    who = printed(sentence, who)
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
    least = least_of(text)
    if least and not text.startswith("(") and _owes(text, who, own, least):
        yield _counted(sentence, clause, who, least, context)
    elif own and who and MUST.search(text):
        yield from _plain(sentence, clause, who, context)


def _bound(text: str, span: Span) -> bool:
    """各校要于5月20日…, 请于5月3日至5日期间…: a day on which somebody must do something."""
    if re.match(r"\s?(?:前后|左右|前夕)", text[span.end : span.end + 4]):
        return False
    before = text[max(0, span.start - 24) : span.start]
    return bool(re.search(r"(?:要|须|应|请|需)[^。;]{0,20}(?:于|在)\s?$", before)) and _names_who(text, span)


def _names_who(text: str, span: Span) -> bool:
    return who_of(text[: span.start] + "于") is not None


def _owes(text: str, who: str | None, own: bool, least: re.Match[str]) -> bool:
    """Is the count something that is owed, and by those who are named before it?"""
    if own and who:
        return text.find(who) < least.end()
    return who is not None or bool(MUST.search(text))


def _undated(sentence: Sentence, clause: str | None, who: str | None, later: re.Match[str]) -> _Owed:
    """Due at a time that is no day: a week after the end."""
    what = phrase(sentence, later.end()).strip(" ,，、")
    duty = Duty(clause, who, what, None, count_of(least_of(sentence.flat)))
    return _Owed(duty, sentence, 0.7, sentence.raw(later.start(), later.end()))


def _dated(
    sentence: Sentence, clause: str | None, who: str | None, span: Span, stop: int, context: _Context
) -> _Owed:
    """Something with a date by which it is due."""
    text = sentence.flat
    begin = _BY.match(text, span.end)
    start = begin.end() if begin else span.end
    what = phrase(sentence, start, stop).strip(" ,，、")
    named = _named_before(sentence, who, span)
    if named >= 0 and "将" not in what and "把" not in what:
        what = sentence.raw(named, start).strip() + what
    least, counted_from = least_of(text[start:stop]), start
    if least is None and not spans(text[: span.start]):
        least, counted_from = least_of(text[: span.start]), 0
    quote = sentence.raw(span.start, start).rstrip(" ,，")
    what = _without_who(what[:LONGEST].strip(" ,，、)）"), who)
    duty = Duty(clause, who, what, context.due(span), count_of(least))
    counted = sentence.raw(counted_from + least.start(), counted_from + least.end()) if least else ""
    return _Owed(duty, sentence, 0.9, quote, counted)


def _without_who(what: str, who: str | None) -> str:
    """各校要将总结报… said of 各校 is 将总结报…."""
    if not who or not what.startswith(who):
        return what
    return _FILLERS.sub("", what[len(who) :]) or what


def _named_before(sentence: Sentence, who: str | None, span: Span) -> int:
    """Where the thing begins that stands before the date (总结应于…前报送), or -1."""
    text = sentence.flat
    start = max(text.rfind(sign, 0, span.start) for sign in ",:;") + 1
    words = sentence.raw(start, span.start)
    shown = words.find(who) if who else -1
    if shown >= 0 and who:
        start += shown + len(who)
        words = sentence.raw(start, span.start)
    left = _FILLERS.sub("", words)
    return start + words.find(left) if len(left) >= 2 and not re.search(r"\d\s?[月日]", left) else -1


def _counted(
    sentence: Sentence, clause: str | None, who: str | None, least: re.Match[str], context: _Context
) -> _Owed:
    """Something that must be done a number of times."""
    text = sentence.flat
    nearest = printed(sentence, nearest_who(text, least.end()))
    who = who if nearest and _ENDED.match(text, least.end()) else nearest or who
    start = max(text.rfind(sign, 0, least.start()) for sign in ",:;。") + 1
    shown = sentence.raw().find(who) if who else -1
    if (
        who
        and 0 <= shown < least.start()
        and (shown >= start or not VERB.search(text, start, least.end() + 8))
    ):
        start = shown + len(who)
    what = phrase(sentence, start, across=least.start()).lstrip(" ,，、")
    what = re.sub(r"^(?:要|须|应当?|需|请)(?=[\u4e00-\u9fff])", "", what)
    days = [span for span in spans(text) if span.first.day is not None]
    due = context.due(days[0]) if days else None
    quote = sentence.raw(days[0].start, days[0].end) if days else ""
    count = sentence.raw(least.start(), least.end())
    duty = Duty(clause, nearest or who, what[:LONGEST], due, count_of(least))
    return _Owed(duty, sentence, 0.85, quote, count)


def _plain(sentence: Sentence, clause: str | None, who: str, context: _Context) -> Iterator[_Owed]:
    """Something that is asked of named units without a day by which it is due."""
    wanted = asked(sentence, who)
    if wanted is None:
        return
    days = [span for span in spans(sentence.flat) if span.first.day is not None and not span.before]
    due = context.due(days[0]) if len(days) == 1 and wanted.confidence > STEADY else None
    quote = sentence.raw(days[0].start, days[0].end) if due else ""
    yield _Owed(Duty(clause, who, wanted.what, due, None), sentence, wanted.confidence, quote)


def _implied(node: Node, every: list[Sentence]) -> Iterator[_Owed]:
    """What a clause asks that names nobody."""
    for sentence in every[:1]:
        wanted = implied(sentence)
        if wanted is not None:
            yield _Owed(Duty(node.path, wanted.who, wanted.what, None, None), sentence, wanted.confidence)


def _once(made: list[_Owed], *, why: bool) -> list[_Owed]:
    """One duty without day and count for each unit, and a mere exhortation only where there is nothing else."""
    kept: list[_Owed] = []
    for owed in made:
        others = [one for one in made if one is not owed and one.duty.who == owed.duty.who]
        if owed.confidence == STEADY and (why or any(one.confidence > STEADY for one in others)):
            continue
        if _bare(owed) and any(_bare(one) and one.duty.who == owed.duty.who for one in kept):
            continue
        kept.append(owed)
    return kept


def _bare(owed: _Owed) -> bool:
    return not owed.due_quote and owed.duty.due is None and owed.duty.min_count is None
