"""Who issued the notice, and when."""

import re
from datetime import date

from skillweek.plan.reader.dates import Years, spans
from skillweek.plan.reader.head import letterhead_of
from skillweek.plan.reader.page import Page, Pair
from skillweek.plan.reader.parts import Parts
from skillweek.plan.reader.reading import Found
from skillweek.plan.reader.text import Line
from skillweek.plan.reader.units import date_alone, is_unit, signed_line, unit_names

_BEFORE_MATTER = re.compile(r"(?P<who>[^\d《》,。:]{3,60}?)(?:关于|印发|转发)")
_AND_OTHERS = re.compile(r"等\s?[一二三四五六七八九十\d]{0,3}\s?(?:个)?(?:部门|单位|厅局|部委|委办局).*$")
_PLACE = re.compile(r"[\u4e00-\u9fff]{2,6}?[市县区省]")
_OWNER = re.compile(
    r"(?:版权所有|主办单位|主办|欢迎光临|欢迎访问|欢迎来到)\s?[:©]?\s?(?P<who>[\u4e00-\u9fff]{4,30}?(?:局|厅|委员会|学院|学校|大学|部))"
)
_EXACT = Years()


def issued_of(parts: Parts, page: Page) -> Found[str] | None:
    """The day of signature, else what the page says; a day of publication is a source without a value."""
    if parts.dated is not None:
        return _dated(parts.dated, 0.95)
    for pair in page.said("issued"):
        found = _told(pair, 0.85)
        if found:
            return found
    for line in [*parts.head, *parts.tail]:
        if date_alone(line):
            return _dated(line, 0.6)
    for pair in page.said("published"):
        if _told(pair, 0.3):
            return Found(None, pair.line.raw[pair.start : pair.end], 0.3, pair.line.number)
    return None


def published_of(page: Page) -> date | None:
    """The day on which the page was published, as it says itself."""
    found = [_told(pair, 0.3) for pair in page.said("published")]
    return next((date.fromisoformat(one.value) for one in found if one and one.value), None)


def _dated(line: Line, confidence: float) -> Found[str] | None:
    span = spans(line.flat)[0]
    day = _EXACT.resolve(span.first)
    return Found(day.isoformat() if day else None, line.raw[span.start : span.end], confidence, line.number)


def _told(pair: Pair, confidence: float) -> Found[str] | None:
    found = spans(pair.value)
    day = _EXACT.resolve(found[0].first) if found else None
    if day is None:
        return None
    return Found(day.isoformat(), pair.line.raw[pair.start : pair.end], confidence, pair.line.number)


def issuer_of(parts: Parts, page: Page, title: Found[str] | None) -> Found[str] | None:
    """By signature, letterhead, title, what the page says, or the text together with the page's owner."""
    return (
        _signed(parts)
        or letterhead_of(parts)
        or _titled(title)
        or _page_says(page)
        or _owner(parts, page, title)
    )


def _signed(parts: Parts) -> Found[str] | None:
    if parts.dated is None:
        if not parts.signers:
            return None
        line = parts.signers[0]
        return _named(line, line.flat, 0.7)
    both = signed_line(parts.dated)
    if both:
        return _named(parts.dated, both[0], 0.93)
    if not parts.signers:
        below = parts.attached[0] if parts.attached else None
        if below is not None and is_unit(below.flat) and len(below.flat) < 30:
            return _named(below, below.flat, 0.7)
        return None
    return _named(parts.signers[0], parts.signers[0].flat, 0.95)


def _named(line: Line, words: str, confidence: float) -> Found[str]:
    """The first organisation of a line of names, as printed but without a seal's mark."""
    name = unit_names(words)[0]
    at = line.flat.find(name)
    printed = line.raw[at : at + len(name)] if at >= 0 else name
    return Found(printed, line.raw[: len(words)], confidence, line.number)


def _titled(title: Found[str] | None) -> Found[str] | None:
    """A title names its author before 关于."""
    if title is None or not title.value:
        return None
    match = _BEFORE_MATTER.match(title.value)
    if not match:
        return None
    words = _AND_OTHERS.sub("", match["who"].strip())
    if not is_unit(words):
        return None
    name = unit_names(words)[0]
    return Found(name, name if name in title.quote else title.quote, 0.75, title.line)


def _page_says(page: Page) -> Found[str] | None:
    for key, confidence in (("issuer", 0.6), ("origin", 0.4)):
        for pair in page.said(key):
            name = pair.value.split()[0] if pair.value.split() else ""
            if is_unit(name) and len(name) > 3:
                printed = pair.line.raw[pair.start : pair.start + len(name)]
                return Found(printed, printed, confidence, pair.line.number)
    return None


def _owner(parts: Parts, page: Page, title: Found[str] | None) -> Found[str] | None:
    """The owner of the site, when title and text speak of the same organisation and place."""
    place = _PLACE.match(title.value) if title and title.value else None
    if not place:
        return None
    for line in page.noise:
        match = _OWNER.search(line.flat)
        if match and match["who"].startswith(place[0]):
            for said in parts.notice + parts.attached:
                at = said.flat.find(match["who"])
                if at >= 0:
                    return Found(
                        said.raw[at : at + len(match["who"])],
                        said.raw[at : at + len(match["who"])],
                        0.4,
                        said.number,
                    )
    return None
