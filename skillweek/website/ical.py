"""Sessions as a calendar file (RFC 5545) that phones and office programs subscribe to."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone

#: how often programs should look again
REFRESH = timedelta(hours=1)
#: what no line of text may hold: control characters, and what some readers take for an end of line
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")


@dataclass(frozen=True)
class Entry:
    """One session as a calendar shows it; ``number`` rises with every change, ``changed`` says when that was."""

    uid: str
    title: str
    starts: datetime
    ends: datetime
    changed: datetime
    url: str
    number: int = 0
    cancelled: bool = False
    where: str = ""
    about: str = ""
    category: str = ""
    point: tuple[float, float] | None = None


def clean(text: str) -> str:
    """``text`` without anything that could end a line or that XML forbids; line breaks are ``\\n``."""
    return _FORBIDDEN.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))


def calendar(name: str, entries: Iterable[Entry], zone: str) -> bytes:
    """A calendar called ``name``, with the rules of its time zone."""
    made = Calendar()
    made.add("prodid", "-//SkillWeek//SkillWeek//ZH")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    for key in ("name", "x-wr-calname"):
        made.add(key, clean(name))
    made.add("x-wr-timezone", zone)
    made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", "PT1H")
    listed = list(entries)
    years = [entry.starts.year for entry in listed]
    made.add_component(_zone(zone, min(years, default=2000), max(years, default=2000)))
    for entry in listed:
        made.add_component(_event(entry, ZoneInfo(zone)))
    found: bytes = made.to_ical()
    return found


@lru_cache(maxsize=16)
def _zone(name: str, first: int, last: int) -> Timezone:
    """The offsets of a time zone in whole years; without what the library remarks on its limits."""
    edges = {"first_date": date(first, 1, 1), "last_date": date(last + 1, 12, 31)}
    zone = Timezone.from_tzinfo(ZoneInfo(name), tzid=name, **edges)
    zone.pop("comment", None)
    return zone


def _event(entry: Entry, zone: ZoneInfo) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("summary", clean(entry.title))
    event.add("dtstart", entry.starts.astimezone(zone))
    event.add("dtend", entry.ends.astimezone(zone))
    for key in ("dtstamp", "last-modified"):
        event.add(key, entry.changed.astimezone(UTC).replace(microsecond=0))
    event.add("sequence", entry.number)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if entry.cancelled else "OPAQUE")
    for key, text in (("location", entry.where), ("description", entry.about)):
        if text:
            event.add(key, clean(text))
    if entry.category:
        event.add("categories", [clean(entry.category)])
    if entry.point:
        event.add("geo", entry.point)
    event.add("url", entry.url)
    return event
