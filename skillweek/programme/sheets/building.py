"""One row of a table under its headings as a ``Row``."""

import re
from dataclasses import replace

from skillweek.programme.sheets.cells import DASH, cell_tokens, has_day
from skillweek.programme.sheets.grid import Cell, blank, shown
from skillweek.programme.sheets.people import people
from skillweek.programme.sheets.phones import contact_and_phones
from skillweek.programme.sheets.problems import about
from skillweek.programme.sheets.rows import Row
from skillweek.programme.sheets.text import listed, plain, printed
from skillweek.programme.sheets.when import Context, When, read_when
from skillweek.programme.sheets.when.days import inside
from skillweek.programme.sheets.when.tokens import Token, tokens

_BETWEEN = re.compile(r"[、，,；;/／|\n]+")
_DITTO = frozenset({"同上", "〃", '"', "''", "″", "′′", "”", "“", "同上行", "同前", "如上", "同上栏"})
_PIECES = re.compile(r"[，,；;。\n\s]+")
_NO_TIME = frozenset({"word", "number", "dash", "sep", "before", "after"})
_OPEN = re.compile(
    r"[(（]?(?:地点|时间|场地)?(?:暂未|尚未|未|待|暂)(?:定|确定|落实|通知|安排)[)）]?|另行通知|待另行通知|另定"
)
_NUMBERED = re.compile(r"[\d０-９一二两三四五六七八九十百千万几数]")
_HOLLOW = re.compile(r"[(（]\s?[)）]")
_COUNT = re.compile(
    r"(?:(?:约|共|各|近|不少于|不超过|至少|最多)|[≥≤><~～])*\s?\d[\d,-]*\s?(?:余|多|\+|＋|以[上内下])*\s?"
    r"(?:个?(?:班|组|队)(?!级)|人次?|名|位)?(?:以[上内下]|左右)?"
)


class Values(dict[str, Cell]):
    """The cells of one row by field; fields without a column are blank."""

    def __missing__(self, name: str) -> Cell:
        return ""


def row_of(values: Values, context: Context, half: str, sheet: str, number: int) -> tuple[Row, When]:
    """The row whose cells ``values`` gives by field, and what it says of its time."""
    row, values = Row(sheet, number), _of_month(_apart(values))
    for name in ("code", "kind", "theme", "leader", "summary", "booking", "url", "note"):
        setattr(row, name, printed(shown(values[name])))
    for name in ("undertaker", "co_host", "department"):
        setattr(row, name, listed(shown(values[name])))
    row.title = printed(shown(values["title"])) or None
    row.host = _settled(listed(shown(values["host"])))
    row.place = _settled(printed(shown(values["place"])) or row.url)
    when = _when(values, context, half)
    _take_time(row, when, context)
    _take_people(row, values)
    _take_contact(row, values)
    missing = (("title", row.title), ("place", row.place), ("host", row.host))
    row.found[:0] = [about(f"no_{name}", name) for name, text in missing if not text]
    return row, when


def _when(values: Values, context: Context, half: str) -> When:
    """The cells about time, one after the other as if they stood in one."""
    begins, ends = cell_tokens(values["start"], "both"), cell_tokens(values["end"], "both")
    pair = [*begins, DASH, *ends] if ends else begins
    clock = cell_tokens(values["time"], "time" if has_day(cell_tokens(values["day"], "day")) else "both")
    day = cell_tokens(values["day"], "day") or (
        cell_tokens(values["weekday"], "day") if not has_day(clock) else []
    )
    halves = cell_tokens(values["half"], "time") or (list(tokens(half, "time")) if half else [])
    words = " ".join(
        shown(values[name]) for name in ("day", "half", "start", "end", "time") if not blank(values[name])
    )
    if has_day(begins) or (has_day(ends) and not day):
        found = clock if has_day(clock) else _with_halves([*pair, *clock], halves)
    elif has_day(clock):
        found = _with_halves(clock, halves)
    else:
        found = [*day, *_with_halves([*pair, *clock], halves)]
    when = read_when(found, context, " ".join(words.split()))
    if has_day(day) and has_day(clock) and when.first_day is not None:
        other = read_when(day, context, words)
        if other.first_day is not None and other.first_day != when.first_day:
            return When([], [about("several_days", "starts", words)])
    return when


def _of_month(values: Values) -> Values:
    """The same with a month from its own column before a day that is only a number."""
    month, day = plain(shown(values["month"])).strip("月份 "), plain(shown(values["day"])).strip("日号 ")
    if month.isdigit() and day.isdigit() and len(month) <= 2 and len(day) <= 2:
        return Values({**values, "day": f"{int(month)}月{int(day)}日"})
    return values


def _settled(text: str) -> str | None:
    """``text``; None when it is empty or says that nothing is settled yet."""
    return None if not text or _OPEN.fullmatch(text) else text


def _apart(values: Values) -> Values:
    """The same with the cell of time and place taken apart: what says nothing of time is the place."""
    both = shown(values["time_place"])
    if not both or values["time"]:
        return values
    parts = [part for part in _PIECES.split(both) if part.strip()]
    times = [part for part in parts if any(token.kind not in _NO_TIME for token in tokens(part, "both"))]
    places = [part for part in parts if part not in times]
    return Values({**values, "time": "，".join(times), "place": values["place"] or " ".join(places)})


def _with_halves(clock: list[Token], halves: list[Token]) -> list[Token]:
    """``clock`` with the half of the day from its own column before its first time, unless it says its own."""
    timed = any(token.kind == "time" for token in halves)
    if not halves or (any(token.kind == "half" for token in clock) and not timed):
        return clock
    at = next((place for place, token in enumerate(clock) if token.kind in ("time", "allday")), len(clock))
    return [*clock[:at], *halves, *clock[at:]]


def _take_time(row: Row, when: When, context: Context) -> None:
    row.spans = when.spans
    if when.spans:
        row.starts, row.ends = when.spans[0].starts_text, when.ends_text
    row.found += when.problems
    for span in when.spans:
        for day in dict.fromkeys((span.day, span.last)):
            if day is not None and context.week is not None and not inside(day, context.week):
                row.found.append(about("outside", "starts", day=day.isoformat()))


def _take_people(row: Row, values: Values) -> None:
    both = shown(values["audience_people"])
    audience, amount = shown(values["audience"]), shown(values["people"])
    if both:
        audience = audience or _HOLLOW.sub("", _COUNT.sub("", both))
        amount = amount or (both if _NUMBERED.search(both) else "")
    row.audiences = split_audiences(audience)
    row.expected_people, problems = people("" if printed(amount) == "" else amount)
    row.found += problems
    if row.expected_people is None and not problems and not blank(values["people_part"]):
        row.found.append(about("people_parts", "expected_people", shown(values["people_part"])))


def split_audiences(text: str) -> list[str]:
    """The audiences as printed: cut at 、，/ and line ends, but not within brackets."""
    parts, depth, now = [], 0, ""
    for sign in text:
        depth += (sign in "(（[【") - (sign in ")）]】")
        if depth <= 0 and _BETWEEN.match(sign):
            parts.append(now)
            now = ""
        else:
            now += sign
    found = [printed(part).strip(" 。.;；:：()（）") if part.count("(") + part.count("（") == 0 else printed(part)
             for part in [*parts, now]]  # fmt: skip
    return list(dict.fromkeys(part for part in found if part))


def _take_contact(row: Row, values: Values) -> None:
    names: list[str] = []
    numbers: list[str] = []
    for pair in (("contact", "phone", "contact_both"), ("leader", "leader_phone", "leader_both")):
        named = contact_and_phones(shown(values[pair[0]]))
        called = contact_and_phones(shown(values[pair[1]]))
        both = contact_and_phones(shown(values[pair[2]]))
        names = names or [one for one in (named[0], both[0], called[0]) if one][:1]
        if not numbers:
            numbers = list(dict.fromkeys([*called[1], *both[1], *named[1]]))
            row.found += [*called[2], *both[2], *named[2]]
            if (
                not numbers
                and not called[2]
                and printed(shown(values[pair[1]]))
                and (named[0] or not called[0])
            ):
                row.found.append(about("phone_unclear", "phone", shown(values[pair[1]])))
    row.contact = _settled(names[0]) if names else None
    row.phone = "、".join(numbers) or None


def with_day(context: Context, when: When) -> Context:
    """The context for the rows below: days without a month take that of the last day."""
    day = when.first_day
    return context if day is None else replace(context, month=day.month)


def ditto(cell: Cell) -> bool:
    """Whether the cell says: as above."""
    return isinstance(cell, str) and plain(cell).strip("()") in _DITTO
