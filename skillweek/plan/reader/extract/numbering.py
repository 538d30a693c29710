"""The numbers that Word writes by itself: which one a paragraph shows, and how it is written."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "〇一二三四五六七八九"
_CIRCLED = "⓪①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def chinese(number: int) -> str:
    """1 to 9999 in Chinese: 一, 十二, 三十, 一百零五."""
    if not 0 < number < 10_000:
        return str(number)
    if number < 20:
        return ("十" if number >= 10 else "") + (_DIGITS[number % 10] if number % 10 else "")
    words, gap = "", False
    for place, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            words += ("零" if gap and words else "") + _DIGITS[digit] + unit
        gap = not digit
    return words


def roman(number: int) -> str:
    """1 to 3999 in Roman numerals."""
    words = ""
    for value, sign in ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
                        (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):  # fmt: skip
        words += sign * (number // value)
        number %= value
    return words


def _letter(number: int) -> str:
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1) if 0 < number < 260 else str(number)


def _stem(signs: str) -> Callable[[int], str]:
    return lambda number: signs[number - 1] if 0 < number <= len(signs) else str(number)


_WAYS: dict[str, Callable[[int], str]] = {
    "chineseCounting": chinese, "chineseCountingThousand": chinese, "japaneseCounting": chinese,
    "taiwaneseCounting": chinese, "taiwaneseCountingThousand": chinese, "ideographDigital": chinese,
    "japaneseDigitalTenThousand": chinese, "chineseLegalSimplified": _stem("壹贰叁肆伍陆柒捌玖拾"),
    "ideographTraditional": _stem("甲乙丙丁戊己庚辛壬癸"), "decimalEnclosedCircle": _stem(_CIRCLED[1:]),
    "decimalEnclosedCircleChinese": _stem(_CIRCLED[1:]), "decimalZero": lambda number: f"{number:02}",
    "decimalEnclosedParen": lambda number: f"({number})", "decimalEnclosedFullstop": lambda number: f"{number}.",
    "upperLetter": _letter, "lowerLetter": lambda number: _letter(number).lower(),
    "upperRoman": lambda number: roman(number % 4000), "lowerRoman": lambda number: roman(number % 4000).lower(),
}  # fmt: skip


@dataclass
class Level:
    """How one level of a list is numbered."""

    start: int = 1
    way: str = "decimal"
    text: str = ""


@dataclass
class Numbering:
    """Lists of a document and how far each of them has counted."""

    lists: dict[str, dict[int, Level]] = field(default_factory=dict)
    counters: dict[str, dict[int, int]] = field(default_factory=dict)
    families: dict[str, str] = field(default_factory=dict)

    def label(self, list_id: str, depth: int) -> str:
        """The number of the next paragraph at ``depth`` of the list, or nothing for bullets."""
        levels = self.lists.get(list_id)
        if levels is None or depth not in levels:
            return ""
        counted = self.counters.setdefault(self.families[list_id], {})
        counted[depth] = counted.get(depth, levels[depth].start - 1) + 1
        for deeper in [one for one in counted if one > depth]:
            del counted[deeper]
        if levels[depth].way in ("bullet", "none"):
            return ""
        words = levels[depth].text
        for one in range(depth + 1):
            level = levels.get(one, Level())
            number = counted.get(one, level.start)
            words = words.replace(f"%{one + 1}", _WAYS.get(level.way, str)(number))
        return words


def _value(element: Any, path: str) -> str | None:
    found = element.find(path)
    return None if found is None else found.get(f"{W}val")


def _levels(element: Any) -> dict[int, Level]:
    """Levels written below an abstract list or an override."""
    made = {}
    for one in element.findall(f"{W}lvl"):
        depth = one.get(f"{W}ilvl") or "0"
        start = _value(one, f"{W}start") or "1"
        way = _value(one, f"{W}numFmt") or "decimal"
        if depth.isdigit() and start.isdigit():
            made[int(depth)] = Level(int(start), way, _value(one, f"{W}lvlText") or "")
    return made


def numbering_of(root: Any | None) -> Numbering:
    """The lists of ``word/numbering.xml``."""
    made = Numbering()
    if root is None:
        return made
    abstract = {one.get(f"{W}abstractNumId"): _levels(one) for one in root.findall(f"{W}abstractNum")}
    for one in root.findall(f"{W}num"):
        list_id, family = one.get(f"{W}numId") or "", _value(one, f"{W}abstractNumId") or ""
        levels = {
            depth: Level(level.start, level.way, level.text)
            for depth, level in abstract.get(family, {}).items()
        }
        for override in one.findall(f"{W}lvlOverride"):
            depth, start = override.get(f"{W}ilvl") or "0", _value(override, f"{W}startOverride")
            levels.update(_levels(override))
            if start and start.isdigit() and depth.isdigit() and int(depth) in levels:
                levels[int(depth)].start = int(start)
                family = f"{family}/{list_id}"
        made.lists[list_id], made.families[list_id] = levels, family
    return made
