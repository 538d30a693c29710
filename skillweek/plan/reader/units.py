"""Names of organisations and dates of signature, as they stand at the end of a notice."""

import re

from skillweek.plan.reader.dates import Span, spans
from skillweek.plan.reader.outline import style_of
from skillweek.plan.reader.text import Line

#: what the name of an organisation ends in
UNIT = (
    r"(?:局|厅|部|委|办|院|校|会|室|处|科|中心|政府|公司|集团|系|社|馆|署|组|党委|团委|总队|支队|大队|工会|"
    r"妇联|科协|学会|协会|联盟|"
    r"园|所|站|台|报社|基地|银行|医院|委员会|领导小组|指挥部|组委会|编辑部|机关|街道|乡|镇|联合会|联|司|军|行|网信办)"
)
_SIGNS = re.compile(
    rf"[\u4e00-\u9fffA-Za-z0-9·()“”\-]{{2,40}}{UNIT}(?:\([^()]{{1,10}}\))?$|(?:团委|科协|妇联|工会|党委)$"
)
_SEALED = re.compile(r"\s*\((?:盖章|公章|印章|章|代章|签章|此件[^()]{0,12})\)\s*|\s*\[?(?:盖章|公章)\]?\s*$")


def date_alone(line: Line) -> Span | None:
    """The date of a line that holds nothing else."""
    text = line.flat.strip(" ()")
    if len(text) > 24:
        return None
    found = spans(line.flat)
    if (
        len(found) != 1
        or found[0].last is not None
        or found[0].first.day is None
        or found[0].first.year is None
    ):
        return None
    rest = (line.flat[: found[0].start] + line.flat[found[0].end :]).strip(" ()。.")
    return found[0] if not rest else None


def signed_line(line: Line) -> tuple[str, Span] | None:
    """Unit and date of a line that holds both."""
    found = spans(line.flat[:120])
    if (
        len(line.flat) > 80
        or len(found) != 1
        or found[0].last
        or found[0].first.day is None
        or found[0].first.year is None
    ):
        return None
    before, after = line.flat[: found[0].start].strip(), line.flat[found[0].end :].strip(" )。")
    return (before, found[0]) if not after and before and is_unit(before) else None


def is_unit(text: str) -> bool:
    """Is this the name of an organisation, or several of them side by side?"""
    words = _SEALED.sub("", text).strip()
    if not words or len(words) > 120 or re.search(r"[。,;:!?《]", words) or style_of(words):
        return False
    names = unit_names(words)
    return all(_SIGNS.match(name) or len(name) <= 8 for name in names) and any(
        _SIGNS.match(name) for name in names
    )


def unit_names(text: str) -> list[str]:
    """Names side by side; 团  委 is one name whose characters stand apart."""
    words = [one for one in re.split(r"[\s、]+", _SEALED.sub("", text).strip()) if one]
    return ["".join(words)] if all(len(word) == 1 for word in words) else words
