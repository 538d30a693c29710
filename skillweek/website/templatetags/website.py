"""How units are named, how the map writes its labels, how search shows what it found."""

import re
from collections.abc import Iterable
from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from skillweek.website import rules
from skillweek.website.entries import Rows
from skillweek.website.entries import day_lists as written_days
from skillweek.website.queries.feeds import is_cancelled
from skillweek.website.queries.listing import DayList, Entry

register = template.Library()
register.filter("unit_name", rules.unit_name)
register.filter("place_name", rules.place_name)
register.filter("edition_lead", rules.edition_lead)
register.filter("kind_name", rules.kind_name)
#: what English names of county-level units end in: the map goes without
KINDS = frozenset({"County", "District", "City", "Zone"})
#: characters of a snippet, and how many of them stand before the first hit
SNIPPET, BEFORE = 90, 24


@register.filter
def map_lines(name: str, size: int = 11) -> list[str]:
    """``name`` in lines short enough for a piece of the map: long Han names in halves, English without its kind."""
    if not name.isascii():
        half = len(name) if len(name) <= 5 else (len(name) + 1) // 2
        return [part for part in (name[:half], name[half:]) if part]
    words = re.split(r"(?<=-)|\s", name)
    if len(words) > 1 and words[-1] in KINDS and len("".join(words[:-1])) > 3:
        words = words[:-1]
    lines: list[str] = []
    for word in words:
        joiner = "" if lines and lines[-1].endswith("-") else " "
        if lines and len(lines[-1]) + len(joiner) + len(word) <= size:
            lines[-1] += joiner + word
        else:
            lines.append(word)
    return lines


@register.filter
def is_long(lines: list[str]) -> bool:
    """True when a label needs smaller letters."""
    return len(lines) > 2 or max((len(line) for line in lines if line.isascii()), default=0) > 10


@register.filter
def tone(count: int, most: int) -> int:
    """How dark a piece of the map is: 0 for nothing, then 1 to 4 by share of the largest count."""
    return 0 if not count or not most else 1 + min(3, int(4 * count / (most + 1)))


@register.filter
def line_offset(lines: list[str]) -> float:
    """How far above its centre a label of so many lines begins, in ems; the count stands below the name."""
    return -0.35 - 0.55 * (len(lines) - 1)


@register.simple_tag
def snippet(text: str, words: Iterable[str]) -> SafeString:
    """The part of ``text`` around the first of ``words``, every one of them marked."""
    found = sorted({word for word in words if word}, key=len, reverse=True)
    flat = " ".join(text.split())
    pattern = re.compile("|".join(map(re.escape, found)), re.I) if found else None
    first = pattern.search(flat) if pattern else None
    start = max(0, first.start() - BEFORE) if first and first.start() > SNIPPET - BEFORE else 0
    cut = flat[start : start + SNIPPET]
    marked, position = "", 0
    for hit in pattern.finditer(cut) if pattern else ():
        marked += (
            conditional_escape(cut[position : hit.start()]) + f"<mark>{conditional_escape(hit[0])}</mark>"
        )
        position = hit.end()
    marked += conditional_escape(cut[position:])
    more = "…" if start + SNIPPET < len(flat) else ""
    return mark_safe(("…" if start else "") + marked + more)  # every part is escaped above


@register.simple_tag
def entry_rows(found: Iterable[Entry], at_place: Any = False, dated: Any = False) -> SafeString:
    """List items of entries; without their place where all are ``at_place``, with their day when ``dated``."""
    return Rows(at_place=bool(at_place), dated=bool(dated)).all(found)


@register.simple_tag
def day_lists(days: Iterable[DayList], at_place: Any = False) -> SafeString:
    """Lists of days, each with its theme and entries."""
    return written_days(days, at_place=bool(at_place))


@register.simple_tag
def entry_url(entry: Entry) -> str:
    """The public page of an entry's activity."""
    return reverse("website:activity", args=[entry.activity])


@register.filter
def kind_label(key: str) -> str:
    """How a kind of hit or page is called."""
    names = {
        "activity": _("活动"), "activities": _("活动"), "service": _("便民服务"), "services": _("便民服务"),
        "place": _("地方"), "places": _("地方"), "school": _("院校"), "schools": _("院校"),
        "audiences": _("适合谁"), "hall": _("展厅"), "halls": _("展厅"), "exhibit": _("展品"),
        "tour": _("全景导览"), "tours": _("全景导览"), "prospectus": _("招生简章"),
        "prospectuses": _("招生简章"), "article": _("文章"), "articles": _("文章"),
        "notice": _("公文通知"), "notices": _("公文通知"),
    }  # fmt: skip
    return names.get(key, key)


@register.filter
def kind_icon(key: str) -> str:
    """The sign of a kind of hit or page."""
    icons = {
        "activity": "calendar", "service": "service", "place": "pin", "school": "campus", "hall": "image",
        "exhibit": "box", "tour": "panorama", "prospectus": "cap", "article": "news", "notice": "policy",
    }  # fmt: skip
    return icons.get(key.removesuffix("s"), "joint")


@register.filter
def called_off(session: Any) -> bool:
    """It does not take place."""
    return is_cancelled(session)


@register.filter
def thousands(number: int) -> str:
    """1,208."""
    return f"{number:,}"


@register.filter
def number_word(number: int) -> str:
    """Up to ten as a word for a heading, else in digits."""
    words = (
        _("一"), _("二"), _("三"), _("四"), _("五"), _("六"), _("七"), _("八"), _("九"), _("十"),
    )  # fmt: skip
    return words[number - 1] if 0 < number <= len(words) else str(number)


@register.filter
def part_label(key: str) -> str:
    """上午, 下午, 晚上."""
    return {"morning": _("上午"), "afternoon": _("下午"), "evening": _("晚上")}[key]


@register.filter
def figure_label(key: str) -> str:
    """What a figure after the Week counts."""
    names = {
        "sessions": _("场活动如期举行"), "people": _("人走进现场"), "schools": _("所院校打开大门"),
        "places": _("个县市区处处有看点"),
    }  # fmt: skip
    return names[key]


@register.simple_tag
def page_link(key: str, page: Any) -> dict[str, str]:
    """Address and label of a page of the site map; empty while no room offers the address."""
    try:
        if key == "audiences":
            return {"url": reverse("website:audience", args=[page.code]), "label": str(page)}
        label = rules.place_name(page) if key == "places" else str(page)
        if key == "schools":
            label = rules.unit_name(page)
        return {"url": page.get_absolute_url(), "label": label}
    except NoReverseMatch:
        return {}
