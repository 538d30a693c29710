"""Names and telephone numbers out of cells in which they stand together."""

import re
from functools import lru_cache

from skillweek.programme.sheets.problems import Problem, about
from skillweek.programme.sheets.text import person, plain

_NUMBER = re.compile(
    r"(?<![\d-])(?:(?:\+?\s?86[- ]?)?1\d{2}[ -]?\d{4}[ -]?\d{4}(?!\d)"
    r"|(?:\(0\d{2,3}\)\s?|0\d{2,3}[- ]?)\d{7,8}(?:\s?(?:转|-|ext\.?)\s?\d{1,6})?(?!\d)"
    r"|400[- ]?\d{3,4}[- ]?\d{3,4}(?!\d)"
    r"|\d{5,15}(?:\s?(?:转|-|ext\.?)\s?\d{1,6})?(?!\d))"
)
_SCIENTIFIC = re.compile(r"^\d(?:\.\d+)?e\+?\d{1,2}$", re.IGNORECASE)
_AREA = re.compile(r"^\(?(0\d{2,3})\)?[- ]?(\d{7,8})(?:\s?(?:转|-|ext\.?)\s?(\d{1,6}))?$")
_LABELS = re.compile(
    r"(?:(?:联系|办公|咨询|手机|固定)?电话|手机号?码?|座机|联系方式|微信(?:同号)?|联系人|负责人|\(同微信\))\s?[::]?"
)
_REST = re.compile(r"^[\s,、;:/()\[\].|-]+|[\s,、;:/()\[\].|-]+$")


@lru_cache(maxsize=16_384)
def contact_and_phones(text: str) -> tuple[str, list[str], list[Problem]]:
    """(names, numbers, problems) of a cell; names are what is left when the numbers are taken out."""
    words = _mobile_made_whole(plain(re.sub(r"(?<=\d)\.0+$", "", text.strip()[:400])))
    if not words:
        return "", [], []
    if _SCIENTIFIC.match(words.replace(" ", "")):
        return "", [], [about("phone_unclear", "phone", text)]
    numbers: list[str] = []
    problems: list[Problem] = []
    for match in _NUMBER.finditer(words):
        number, problem = _number(match[0])
        if number not in numbers:
            numbers.append(number)
            problems += [problem] if problem else []
    names = _names(_NUMBER.sub("\n", words))
    return names, numbers, problems


def _mobile_made_whole(words: str) -> str:
    """A mobile number that is grouped in an unusual way, alone in its cell, as eleven digits."""
    digits = re.sub(r"[ -]", "", words)
    return digits if re.fullmatch(r"1\d{10}", digits) else words


def _names(rest: str) -> str:
    found = []
    for part in re.split(r"[\n,、;/|]", _LABELS.sub("\n", rest)):
        name = person(_bracketed(_REST.sub("", part)))
        if re.search(r"[\u4e00-\u9fffA-Za-z]", name) and name not in found:
            found.append(name)
    return "、".join(found)


def _bracketed(name: str) -> str:
    """A name with what stands in brackets behind it, as it is printed beside Han characters."""
    if name.count("(") > name.count(")"):
        name += ")"
    return name.replace("(", "（").replace(")", "）") if name.isascii() is False else name


def _number(text: str) -> tuple[str, Problem | None]:
    """A number as it is dialled, and what seems wrong with it."""
    digits = re.sub(r"\D", "", text)
    if digits.startswith("86") and len(digits) == 13 and digits[2] == "1":
        digits = digits[2:]
    if len(digits) == 11 and digits.startswith("1"):
        return digits, None
    area = _AREA.match(text.strip())
    if area:
        return "-".join(filter(None, area.groups()[:2])) + (f"转{area[3]}" if area[3] else ""), None
    if digits.startswith("400") and len(digits) == 10:
        return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}", None
    bare = re.match(r"^(\d+)\s?(?:转|-|ext\.?)\s?(\d{1,6})$", text.strip())
    main = bare[1] if bare else digits
    kept = f"{main}转{bare[2]}" if bare and len(main) >= 7 else text.strip()
    if len(main) in (7, 8):
        return kept, None
    if len(main) in (9, 10, 11) and main[0] in "23456789":
        return kept, about("phone_zero", "phone", kept)
    return kept, about("phone_length", "phone", kept)
