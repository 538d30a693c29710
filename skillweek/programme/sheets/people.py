"""How many people are expected, from what is written in the cell."""

import re
from functools import lru_cache

from skillweek.programme.sheets.problems import Problem, about
from skillweek.programme.sheets.text import HAN_NUMBER, han_number, plain

MOST = 10_000_000
_AMOUNT = re.compile(
    r"(?<![\d.])(\d{1,3}(?:,\d{3})+|\d{1,9})(\.\d{1,4})?\s?(万|千|百|w(?![a-z])|k(?![a-z]))?"
)
_HAN_AMOUNT = re.compile(rf"(?<![\d.几数]){HAN_NUMBER}{{1,9}}(?=\s?(?:余|多|来)?\s?(?:人|名|位))")
_WHOLE = re.compile(r"(?:共计?|合计|总计|总数?|共约|累计|总人数|全校师生)[:约有近计]{0,3}\s?$")
#: signs of a range between two numbers: 200-300, 200至300人, 200人到300人
_BETWEEN = re.compile(r"\s?(?:余|多)?\s?(?:人|名)?\s?(?:-+|至|到)\s?$")
_EACH = re.compile(r"(?:每|/)\s?(?:场次?|天|日|期|批次?|班|校|次|组|队|个|半天)|人?/(?:场|天|日|次|批|班)")
_COUNTED = re.compile(
    r"^\s?(?:余|多|来)?\s?(?:场|期|班|天|个班|批|次(?!人)|校|所|组|队|对(?!象)|支|家|个|台|年级|级|届)"
)
_SCALES = {"万": 10_000, "w": 10_000, "千": 1000, "k": 1000, "百": 100}


@lru_cache(maxsize=16_384)
def people(text: str) -> tuple[int | None, list[Problem]]:
    """(the number, what is not clear about it) of a cell such as 约200余人; a blank cell is (None, [])."""
    words = plain(text).replace("\n", " ").lower()[:200]
    if not words:
        return None, []
    words = _HAN_AMOUNT.sub(lambda match: str(han_number(match[0]) or match[0]), words)
    found = [(match, _value(match)) for match in _AMOUNT.finditer(words)]
    counted = [(m, v) for m, v in found if _COUNTED.match(words[m.end() :])]
    known = [(m, v) for m, v in found if (m, v) not in counted]
    unclear = [about("people_unclear", "expected_people", text)]
    if counted and ("每" in words or _EACH.search(words) or "*" in words or "x" in words or "×" in words):
        return None, [about("people_parts", "expected_people", text)]
    if not known or any(value is None or value > MOST for _m, value in known):
        return None, unclear
    value, problems = _chosen(words, [(m, v) for m, v in known if v is not None], text)
    if value is not None and _EACH.search(words):
        problems = [*problems, about("people_each", "expected_people", text)]
    return value, problems


def _value(match: re.Match[str]) -> int | None:
    number = float(match[1].replace(",", "") + (match[2] or "")) * _SCALES.get(match[3] or "", 1)
    return round(number) if abs(number - round(number)) < 1e-6 else None


def _chosen(
    words: str, known: list[tuple[re.Match[str], int]], text: str
) -> tuple[int | None, list[Problem]]:
    if len(known) == 1:
        return known[0][1], []
    for match, value in known:
        if _WHOLE.search(words[: match.start()]):
            return value, []
    if len(known) == 2:
        (one, low), (two, high) = known
        if _BETWEEN.fullmatch(words[one.end() : two.start()]):
            scale = _SCALES.get(two[3] or "", 1) if not one[3] and low < high / 100 else 1
            if low * scale <= high:
                return high, [about("people_range", "expected_people", text)]
    return None, [about("people_parts", "expected_people", text)]
