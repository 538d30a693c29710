"""The rows of lists, written without a template: a whole Week has hundreds, and a template needs ten times as long.

Everything that people wrote is escaped here; what is not is written in this file.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from html import escape

from django.template.defaultfilters import floatformat
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from skillweek.common import wording
from skillweek.common.templatetags.face import icon
from skillweek.website.queries.listing import DayList, Entry, Room, Slot
from skillweek.website.queries.names import Name
from skillweek.website.rules import SlotState

#: stands in an address for the code of an activity
CODE = "code"
#: tags named in a row: it is a line to skim, the activity's page has all
TAGS = 2


@lru_cache(maxsize=8192)
def _times(starts: datetime, ends: datetime, _language: str | None, _zone: str) -> str:
    """What is the same for the same moments, language and time zone."""
    return wording.time_range(starts, ends)


@lru_cache(maxsize=1024)
def _left(left: int, _language: str | None) -> str:
    return wording.places_left(left)


class Rows:
    """Writes entries; what is alike in many of them is made once."""

    def __init__(self, *, level: int = 3, at_place: bool = False, dated: bool = False) -> None:
        self.level, self.at_place, self.dated = level, at_place, dated
        self.language, self.zone = get_language(), timezone.get_current_timezone_name()
        self.before, self.after = reverse("website:activity", args=[CODE]).split(CODE)
        self.spans: dict[tuple[datetime, datetime], str] = {}
        self.asides: dict[tuple[int, tuple[str, ...], tuple[str, ...]], str] = {}
        self.spots: dict[tuple[str, Room | None, str], str] = {}
        self.states = {
            SlotState.CANCELLED: _("已取消"), SlotState.OVER: _("已结束"), SlotState.RUNNING: _("进行中"),
            SlotState.FREE: _("不用预约"),
        }  # fmt: skip
        self.online, self.whom = _("线上"), _("适合：%(who)s")
        self.bookable = _("可预约")

    def all(self, entries: Iterable[Entry]) -> SafeString:
        """``<li>`` after ``<li>``."""
        return mark_safe("".join(map(self.row, entries)))  # every text is escaped in ``row``

    def row(self, entry: Entry) -> str:
        """One activity on one day."""
        look = "entry"
        if entry.gone:
            look = "entry gone off" if entry.cancelled else "entry gone"
        aside = (entry.kind.pk, entry.audiences, entry.tags)
        day = f'<b class="on">{wording.han_date(entry.day)}</b> · ' if self.dated else ""
        return (
            f'<li class="{look}"><ul class="times" role="list">{"".join(map(self._slot, entry.slots))}</ul>'
            f'<div class="what"><h{self.level}><a href="{self.before}{escape(entry.activity)}{self.after}">'
            f'{escape(entry.title)}</a></h{self.level}><p class="where">{day}{self._where(entry)}</p></div>'
            f'<p class="tags">{self.asides.get(aside) or self._aside(aside, entry.kind)}</p></li>'
        )

    def _slot(self, slot: Slot) -> str:
        code, starts, ends, left, state = slot
        words, load = self.states.get(state), ""
        if not words and left is None:
            words, load = self.bookable, f' data-left="{code}"'
        words = words or _left(left or 0, self.language)
        when = self.spans.get((starts, ends))
        if when is None:
            when = self.spans[starts, ends] = _times(starts, ends, self.language, self.zone)
        return f'<li class="{state}"><b class="num">{when}</b> <span{load}>{words}</span></li>'

    def _where(self, entry: Entry) -> str:
        spot = (entry.place, entry.room, entry.owner)
        if entry.away is None and spot in self.spots:
            return self.spots[spot]
        parts = [self.online]
        if entry.room:
            parts = [entry.room.name] if self.at_place or not entry.place else [entry.place, entry.room.name]
        if entry.away is not None:
            parts.append(_("约 %(km)s 公里") % {"km": floatformat(entry.away, 1)})
        said = escape(" · ".join([*parts, entry.owner]))
        if entry.away is None:
            self.spots[spot] = said
        return said

    def _aside(self, key: tuple[int, tuple[str, ...], tuple[str, ...]], kind: Name) -> str:
        """Kind, audiences and tags: few rows differ in them."""
        _pk, audiences, tags = key
        written = f'<span class="tag">{icon(kind.icon) if kind.icon else ""}{escape(kind.label)}</span>'
        if audiences:
            words = self.whom % {"who": wording.joined(list(audiences))}
            written += f'<span class="for">{escape(words)}</span>'
        if tags:
            words = "".join(f"<i>{escape(tag)}</i>" for tag in tags[:TAGS])
            written += f'<span class="labels">{words}</span>'
        self.asides[key] = written
        return written


def day_lists(days: Iterable[DayList], *, at_place: bool = False) -> SafeString:
    """Sections of days, each with its heading, its theme and its entries."""
    rows, address = Rows(at_place=at_place), reverse("website:day", args=["2000-01-01"])
    today, past = _("今天"), _("已过去")
    marks = {
        "today": f' <span class="tag hot">{today}</span>',
        "past": f' <span class="tag off">{past}</span>',
    }
    sections = []
    for one in days:
        day = one.date.isoformat()
        key, url = f"d{day.replace('-', '')}", address.replace("2000-01-01", day)
        mark = marks["today"] if one.today else marks["past"] if one.past else ""
        theme = f'<p class="daytheme">{escape(one.theme)}</p>' if one.theme else ""
        sections.append(
            f'<section class="dayblock{" past" if one.past else ""}" aria-labelledby="{key}">\n'
            f'<h2 id="{key}"><a href="{url}">{wording.han_date(one.date)}</a>{mark}</h2>{theme}\n'
            f'<ul class="entries" role="list">{rows.all(one.entries)}</ul>\n</section>\n'
        )
    return mark_safe("".join(sections))  # rows and theme are escaped, the rest is ours
