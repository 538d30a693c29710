"""Searching everything, and what this room itself adds to the search."""

from collections import defaultdict
from dataclasses import dataclass

from skillweek.common import registry
from skillweek.common.registry import SearchEntry
from skillweek.common.search import matching, words
from skillweek.organisations.models import Organisation
from skillweek.organisations.queries import places, schools
from skillweek.plan.models import Edition
from skillweek.plan.queries import public_notices
from skillweek.website.rules import place_name, unit_name

#: order in which kinds of hits are shown; kinds that are not named come last
ORDER = (
    "activity",
    "service",
    "place",
    "school",
    "hall",
    "exhibit",
    "tour",
    "prospectus",
    "article",
    "notice",
)
#: hits shown of one kind before the rest is asked for
SHOWN = 12


@dataclass(frozen=True)
class Found:
    """Hits of one kind, best first."""

    kind: str
    entries: list[SearchEntry]
    total: int


def search(edition: Edition, text: str, kind: str = "") -> list[Found]:
    """What answers ``text``, by kind; with ``kind`` all hits of that kind alone."""
    wanted = words(text, limit=20)
    by_kind: dict[str, dict[str, SearchEntry]] = defaultdict(dict)
    for _key, provider in registry.search.items():
        for entry in provider(edition, wanted):
            known = by_kind[entry.kind].get(entry.url)
            if known is None or entry.rank > known.rank:
                by_kind[entry.kind][entry.url] = entry
    shown = [key for key in (*ORDER, *sorted(set(by_kind) - set(ORDER))) if by_kind.get(key)]
    found = []
    for key in shown:
        if kind in ("", key):
            best = sorted(by_kind[key].values(), key=lambda entry: (-entry.rank, entry.title))
            found.append(Found(key, best if kind else best[:SHOWN], len(best)))
    return found


def _units(kind: str, rows: list[tuple[Organisation, float]]) -> list[SearchEntry]:
    named = place_name if kind == "place" else unit_name
    return [
        SearchEntry(kind, named(unit), unit.get_absolute_url(), unit.introduction[:120], rank)
        for unit, rank in rows
    ]


def place_hits(edition: Edition, wanted: list[str]) -> list[SearchEntry]:
    """County-level units whose name or introduction matches."""
    return _units(
        "place", matching(places(edition.city), wanted, "short_name", "name", "name_en", "introduction")
    )


def school_hits(edition: Edition, wanted: list[str]) -> list[SearchEntry]:
    """Schools whose name or introduction matches."""
    names = ("name", "short_name", "name_en", "introduction", "address")
    return _units("school", matching(schools(edition.city), wanted, *names))


def notice_hits(edition: Edition, wanted: list[str]) -> list[SearchEntry]:
    """Public notices whose title or text matches."""
    return [
        SearchEntry("notice", notice.title, notice.get_absolute_url(), notice.body[:120], rank)
        for notice, rank in matching(public_notices(edition), wanted, "title", "number", "body")
    ]
