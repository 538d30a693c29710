"""The words of a cell about time, cut into tokens: days, weekdays, halves of the day, times, and what joins them."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from skillweek.programme.sheets.text import plain, with_digits


@dataclass(frozen=True)
class Token:
    """One word: its kind, its value, and how it is written."""

    kind: str
    value: Any
    text: str


_NUM = r"(?<![\d.])(\d{1,2})"
#: kind -> pattern, tried in this order; ``style`` picks what a bare 5.22 or 9.30 is
_COMMON = [
    ("noise", (
        r"\([^()]{0,40}(?:休息|用餐|午餐|签到|报到|彩排|入场|候场|集合|雨|改[至到在期]|备选|备用|延期|顺延)"
        r"[^()]{0,20}\)"
    )),
    ("noise", (
        r"\((?![^()]*(?:待定|未定|另行|期间|全周|截止|以?前\)|[起后]\)|整天|次日|翌日|[ap]m))"
        r"(?=[^()]*[^周星期礼拜一二三四五六日天上下午早晚中全每凌晨半间末至、,;\-\s()])[^()\d一二三四五六七八九十两]{1,40}\)"
    )),
    ("noise", (
        r"(?:大?约|大概|预计|时长|历时|为期|每场)?\s?(?<![\d.:点时])(?!24\s?小)\d{1,3}(?:\.\d)?\s?个?(?:小时|学时|课时|分钟)"
    )),
    ("full_back", r"(?<![\d/])(\d{1,2})/(\d{1,2})/((?:19|20)\d{2})(?!\d)"),
    ("year", r"(?<!\d)((?:19|20)\d{2})\s?年(?:度)?(?!\s?\d{1,2}\s?月)"),
    ("full", (
        r"(?<!\d)((?:19|20)\d{2}|\d{2}(?=\s?年))\s?(?:年|[./-])\s?(\d{1,2})\s?(?:月|"
        r"[./-])\s?(\d{1,2})\s?[日号]?(?!\d)"
    )),
    ("full", r"(?<![\d.])(\d{2})\.(\d{1,2})\.(\d{1,2})(?![\d.])"),
    ("full", r"(?<!\d)(20\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)"),
    ("month_day", _NUM + r"\s?月\s?份?\s?(\d{1,2})(?!\d|\s?[:时点月])\s?[日号]?"),
    ("month_day", _NUM + r"/(\d{1,2})(?![\d/])"),
    ("vague", r"(?:\d{1,2}\s?月份?)?\s?(?:上|中|下)旬|\d{1,2}\s?月(?:份|底|初|末)?(?!\d)|月底|月初"),
    ("ordinal", r"第\s?(\d{1,2})\s?[天日]"),
    ("day", _NUM + r"\s?[日号](?!楼|厅|馆|门|线)"),
    ("weekday", r"(?:(?<!活动)周|星期|礼拜)([一二三四五六日天]|[1-6](?!\d))"),
    ("every", r"每天|每日|天天|逐日"),
    ("period", r"(?:职业教育)?(?:活动周)(?:活动)?(?:期间|内|全周|全程)?|全周|一周|整周|周内|本周|活动期间"),
    ("allday", r"全天候?|[1一]?整天|1天|24\s?小时"),
    ("next", r"次日|翌日"),
    ("half", (
        r"上午|早上|早晨|清晨|中午|正午|午间|下午|午后|傍晚|晚上|晚间|夜间|凌晨|"
        r"[早晚](?=\s?\d)|[ap]\.?m\.?(?![a-z])"
    )),
    ("time", _NUM + (
        r"\s?(?::\s?(?=\d{1,2}(?!\d|\s?[日号月年]))|时|点钟?)\s?"
        r"(?:(\d{1,2})(?::\d{2})?(?!\d|\s?[日号月年])\s?分?|(半)|([1-3])刻|整)?(?:\s?([ap])\.?m\.?)?"
    )),
    ("time", _NUM + r"()()()\s?([ap])\.?m\.?(?![a-z])"),
    ("dash", r"--?-?|至(?!少)|(?<![报签])到(?![场会])"),
    ("before", r"以前|之前|前|截止|截至"),
    ("after", r"以后|之后|后|起(?!步)|开始"),
    ("pending", r"待定|待通知|另行通知|另行|未定|视情况|择期|适时|不定期|随时|长期"),
    ("sep", r"[、,，;；/|+&\n]|以?及|和|与"),
    ("number", _NUM + r"(?![\d.])"),
]  # fmt: skip
_DOTTED_DAY = ("dotted", _NUM + r"\.(\d{1,2})(?![\d.])")
_DOTTED_TIME = ("time", _NUM + r"\.(\d{2})()()()(?![\d.])")
_HHMM = (
    "time",
    (
        r"(?<!\d)([01]\d|2[0-3])([0-5]\d)()()()(?=\s?-\s?(?:[01]\d|2[0-4])[0-5]\d(?!\d))|"
        r"(?<=-)([01]\d|2[0-3])([0-5]\d)(?!\d)"
    ),
)
#: 一 typed for a dash
_STROKE = re.compile(r"(?<=[\d:点时分半日号])\s?一\s?(?=\d)")
_HALVES = {
    **dict.fromkeys(("上午", "早上", "早晨", "清晨", "早", "am"), "am"),
    **dict.fromkeys(("中午", "正午", "午间"), "noon"),
    **dict.fromkeys(("下午", "午后", "pm"), "pm"),
    **dict.fromkeys(("傍晚", "晚上", "晚间", "夜间", "晚"), "evening"),
    "凌晨": "dawn",
}  # fmt: skip


def _compiled(extra: list[tuple[str, str]]) -> list[tuple[str, re.Pattern[str]]]:
    return [(kind, re.compile(pattern)) for kind, pattern in [*extra, *_COMMON]]


_PATTERNS = {
    "day": _compiled([]) + _compiled([_DOTTED_DAY])[:1],
    "time": _compiled([_DOTTED_TIME, _HHMM]),
    "both": _compiled([]) + _compiled([_DOTTED_DAY])[:1],
}


@lru_cache(maxsize=16_384)
def tokens(text: str, style: str = "both") -> tuple[Token, ...]:
    """The tokens of ``text``; ``style`` is day, time or both, by what the column is for."""
    line = with_digits(_STROKE.sub("-", plain(text).lower()), "年月日号时点天分刻")[:400]
    found: list[Token] = []
    at = 0
    while at < len(line):
        token, length = _next(line, at, style)
        if token is not None:
            found.append(token)
        at += length
    return tuple(_joined(found))


def _next(line: str, at: int, style: str) -> tuple[Token | None, int]:
    for kind, pattern in _PATTERNS[style]:
        match = pattern.match(line, at)
        if match and match[0]:
            return _token(kind, match), len(match[0])
    sign = line[at]
    return (None if sign in " ().:t[]【】" else Token("word", sign, sign)), 1


def _token(kind: str, match: re.Match[str]) -> Token | None:
    text, groups = match[0].strip(), match.groups()
    if kind == "noise":
        return None
    if kind == "time":
        return Token("time", _time(groups), text)
    if kind == "full_back":
        return _turned(int(groups[0]), int(groups[1]), int(groups[2]), text)
    if kind in ("full", "month_day", "day", "dotted"):
        return Token(kind, tuple(int(group) for group in groups), text)
    if kind in ("year", "ordinal", "number"):
        return Token(kind, int(groups[0]), text)
    if kind == "weekday":
        return Token(kind, {"日": 6, "天": 6}.get(groups[0], "一二三四五六".find(groups[0])) if not groups[0].isdigit()
                     else int(groups[0]) - 1, text)  # fmt: skip
    return Token(kind, _HALVES.get(text.replace(".", "")), text)


def _turned(first: int, second: int, year: int, text: str) -> Token:
    """A date that ends with its year: one of its numbers must be above twelve to tell the day from the month."""
    if (first > 12) == (second > 12):
        return Token("word", text, text)
    return Token("full", (year, second, first) if first > 12 else (year, first, second), text)


def _time(groups: tuple[str | None, ...]) -> tuple[int, int, str, bool]:
    """(hour, minute, am or pm or nothing, whether the hour is written in the 24-hour way)."""
    known = [group for group in groups if group]
    hour, minute, half, quarter, marker = (*groups, None, None, None, None, None)[:5]
    if hour is None:  # the second way of writing 0900-1130
        hour, minute, half, quarter, marker = known[0], known[1], None, None, None
    value = 30 if half else int(quarter) * 15 if quarter else int(minute or 0)
    return (
        int(hour),
        value,
        {"a": "am", "p": "pm"}.get(marker or "", ""),
        hour.startswith("0") and len(hour) == 2,
    )


def _joined(found: list[Token]) -> list[Token]:
    """Bare numbers beside a dash take the kind of what they are joined with; unknown signs become words."""
    out: list[Token] = []
    for place, token in enumerate(found):
        before = found[place - 1] if place else None
        after = found[place + 1] if place + 1 < len(found) else None
        far_before = found[place - 2] if place > 1 else None
        far_after = found[place + 2] if place + 2 < len(found) else None
        if token.kind == "number":
            token = _number(token, before, far_before, after, far_after)
        if token.kind == "word" and out and out[-1].kind == "word":
            out[-1] = Token("word", None, out[-1].text + token.text)
            continue
        out.append(token)
    return out


def _number(
    token: Token, before: Token | None, far_before: Token | None, after: Token | None, far_after: Token | None
) -> Token:
    joined = [
        far
        for near, far in ((before, far_before), (after, far_after))
        if near is not None and far is not None and near.kind == "dash"
    ]
    for far in joined:
        if far.kind == "time" and token.value <= 24:
            return Token("time", (token.value, 0, "", token.text.startswith("0")), token.text)
        if far.kind in ("month_day", "full", "day", "dotted"):
            return Token("day", (token.value,), token.text)
    return token
