"""The row of a list, written without a template: a whole Week has hundreds, and a template needs ten times as long.

Everything that people wrote is escaped here; what is not is written in this file.
"""

from collections.abc import Iterable
from datetime import datetime

from django.template.defaultfilters import floatformat
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from skillweek.common import wording
from skillweek.common.templatetags.face import icon
from skillweek.website.queries.listing import Entry, Slot
from skillweek.website.rules import SlotState

#: stands in an address for the code of an activity
CODE = "code"


class Rows:
    """Writes entries; what is alike in all of them is made once."""

    def __init__(self, *, level: int = 3, at_place: bool = False, dated: bool = False) -> None:
        self.level, self.at_place, self.dated = level, at_place, dated
        self.address = reverse("website:activity", args=[CODE])
        self.kinds: dict[int, str] = {}
        self.whens: dict[tuple[datetime, datetime], str] = {}
        self.lefts: dict[int, str] = {}
        self.groups: dict[tuple[str, ...], str] = {}
        self.states = {
            SlotState.CANCELLED: _("已取消"), SlotState.OVER: _("已结束"), SlotState.RUNNING: _("进行中"),
            SlotState.FREE: _("不用预约"),
        }  # fmt: skip
        self.online, self.whom = _("线上"), _("适合：%(who)s")

    def url(self, entry: Entry) -> str:
        """The activity's page."""
        return self.address.replace(CODE, escape(entry.activity), 1)

    def all(self, entries: Iterable[Entry]) -> SafeString:
        """``<li>`` after ``<li>``."""
        return mark_safe("".join(map(self.row, entries)))  # every text is escaped in ``row``

    def row(self, entry: Entry) -> str:
        """One activity on one day."""
        look = ("entry gone off" if entry.cancelled else "entry gone") if entry.gone else "entry"
        times = "".join(map(self._slot, entry.slots))
        day = f'<b class="on">{wording.han_date(entry.day)}</b> · ' if self.dated else ""
        return (
            f'<li class="{look}"><ul class="times" role="list">{times}</ul>'
            f'<div class="what"><h{self.level}><a href="{self.url(entry)}">{escape(entry.title)}</a></h{self.level}>'
            f'<p class="where">{day}{self._where(entry)}</p></div>'
            f'<p class="tags">{self._kind(entry)}{self._audiences(entry)}</p></li>'
        )

    def _slot(self, slot: Slot) -> str:
        words = self.states.get(slot.state) or self._left(slot.left or 0)
        span = (slot.starts, slot.ends)
        when = self.whens.get(span)
        if when is None:
            when = self.whens[span] = wording.time_range(*span)
        return f'<li class="{slot.state}"><b class="num">{when}</b> <span>{words}</span></li>'

    def _left(self, left: int) -> str:
        if left not in self.lefts:
            self.lefts[left] = wording.places_left(left)
        return self.lefts[left]

    def _where(self, entry: Entry) -> str:
        parts = [self.online]
        if entry.room:
            parts = [entry.room.name] if self.at_place or not entry.place else [entry.place, entry.room.name]
        if entry.away is not None:
            parts.append(_("约 %(km)s 公里") % {"km": floatformat(entry.away, 1)})
        return escape(" · ".join([*parts, entry.owner]))

    def _kind(self, entry: Entry) -> str:
        kind = entry.kind
        if kind.pk not in self.kinds:
            sign = icon(kind.icon) if kind.icon else ""
            self.kinds[kind.pk] = f'<span class="tag">{sign}{escape(str(kind))}</span>'
        return self.kinds[kind.pk]

    def _audiences(self, entry: Entry) -> str:
        if not entry.audiences:
            return ""
        group = tuple(entry.audiences)
        if group not in self.groups:
            words = self.whom % {"who": wording.joined(entry.audiences)}
            self.groups[group] = f'<span class="for">{escape(words)}</span>'
        return self.groups[group]
