"""Texts of cells: as they are compared, as they are kept, and Chinese numbers as digits."""

import re
import unicodedata
from functools import lru_cache

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−－﹣~～∼〜⁓˜ーㄧ→", "-"))
_SPACES = re.compile(r"[ \t\u00a0\u3000\u200b\ufeff]+")
_HAN = r"[\u3007\u3400-\u9fff\uf900-\ufaff]"
_DIGITS = {sign: value for value, signs in enumerate(("〇零○", "一壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒",
           "八捌", "九玖")) for sign in signs}  # fmt: skip
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
HAN_NUMBER = r"[〇零○一二两三四五六七八九十拾百佰千仟万]"
#: units, whose names stand in lists
_UNIT_END = re.compile(
    r"(?:学校|学院|大学|中学|小学|中专|技校|职校|职高|职专|高中|工校|卫校|幼儿园|中心|公司|集团|企业|协会|学会|商会|"
    r"医院|社区|街道|局|厅|委|部|处|科|室|会|社|馆|院|系|站|所|镇|乡|村|府|团|厂|校)$"
)
#: values that spreadsheets show where a formula failed
_FAILED = frozenset({"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#####"})


@lru_cache(maxsize=65_536)
def plain(text: str) -> str:
    """``text`` for comparing: half-width, one kind of dash, single spaces; line ends stay."""
    folded = unicodedata.normalize("NFKC", text.translate(_DASHES)).translate(_DASHES)
    lines = (_SPACES.sub(" ", line).strip() for line in folded.splitlines())
    return "\n".join(line for line in lines if line)


@lru_cache(maxsize=65_536)
def printed(text: str) -> str:
    """``text`` as it is kept: the words of the sheet, without the breaks that only fit it into its cell."""
    lines = [_SPACES.sub(" ", line).strip() for line in text.splitlines()]
    out = ""
    for line in (line for line in lines if line):
        apart = out and re.match(r"[A-Za-z0-9]", line) and re.search(r"[A-Za-z0-9.,;:]$", out)
        out += (" " if apart else "") + line
    return "" if out.upper() in _FAILED or out in _BLANK else out


#: what people write where they have nothing to say
_BLANK = frozenset({"/", "-", "--", "—", "——", "\\", "无", "／", "－", "――", "N/A", "n/a", "…", "……"})


def listed(text: str) -> str:
    """Units of one cell: those on lines of their own are joined as a list, a broken line is made whole."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > 1 and all(_UNIT_END.search(line.rstrip("、，,;；")) for line in lines):
        return "、".join(printed(line.rstrip("、，,;；")) for line in lines)
    return printed(text)


def is_unit(text: str) -> bool:
    """Whether ``text`` ends like the name of a unit."""
    return 3 < len(text) <= 30 and bool(_UNIT_END.search(text))


def person(text: str) -> str:
    """A person's name without the spaces that only align it."""
    kept = printed(text)
    return re.sub(rf"(?<={_HAN}) (?={_HAN}(?:$|[、,， ]))", "", kept)


def han_number(text: str) -> int | None:
    """The value of a Chinese number such as 二十二, 三百五十, 二〇二一; None when it is none."""
    if all(sign in _DIGITS for sign in text):
        return int("".join(str(_DIGITS[sign]) for sign in text)) if text else None
    head, wan, tail = text.partition("万")
    if wan:
        high, low = _section(head), _section(tail) if tail else 0
        return None if high is None or low is None else high * 10_000 + low
    return _section(text)


def _section(text: str) -> int | None:
    total, digit = 0, None
    for sign in text:
        if sign in _UNITS:
            total += (1 if digit is None else digit or 1) * _UNITS[sign]
            digit = None
        elif sign in _DIGITS:
            digit = _DIGITS[sign]
        else:
            return None
    return total + (digit or 0)


def with_digits(text: str, before: str) -> str:
    """``text`` with Chinese numbers that stand before one of the signs ``before`` written in digits."""

    def digits(match: re.Match[str]) -> str:
        value = han_number(match[0])
        return match[0] if value is None else str(value)

    return re.sub(rf"(?<![周期拜]){HAN_NUMBER}{{1,9}}(?=[{before}])", digits, text)
