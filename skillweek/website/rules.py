"""What the public pages decide without asking the database: stage of the Week, state of a session, reading texts."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from django.utils.translation import get_language

from skillweek.organisations.models import Organisation
from skillweek.plan.models import Edition


class Stage(StrEnum):
    """Where the Week stands on a day."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"


class SlotState(StrEnum):
    """What a visitor can expect of one session."""

    CANCELLED = "cancelled"
    OVER = "over"
    RUNNING = "running"
    FULL = "full"
    BOOKABLE = "bookable"
    FREE = "free"


@dataclass(frozen=True)
class Block:
    """A part of a story: a paragraph, or a list of steps."""

    kind: str
    lines: tuple[str, ...]


#: sessions that begin before these hours are of the morning, the afternoon, else of the evening
PARTS = (("morning", time(12)), ("afternoon", time(18)), ("evening", time.max))
_STEP = re.compile(r"^\s*(?:\d{1,2}[.、．)）]|[-*•·])\s*(?=\S)")


#: latitude and longitude in degrees
Point = tuple[float, float]
#: mean radius of the earth in kilometres
EARTH = 6371.0


def kilometres(here: Point, there: Point) -> float:
    """The distance as the crow flies (haversine), in kilometres."""
    (lat, lon), (to_lat, to_lon) = [tuple(map(math.radians, point)) for point in (here, there)]
    half = math.sin((to_lat - lat) / 2) ** 2
    half += math.cos(lat) * math.cos(to_lat) * math.sin((to_lon - lon) / 2) ** 2
    return 2 * EARTH * math.asin(math.sqrt(half))


def point_of(text: str) -> Point | None:
    """``33.74,113.31`` as a point, rounded to hundredths of a degree (about a kilometre); None for anything else.

    Rounded, so that an address that is shared does not say where somebody lives.
    """
    found = re.fullmatch(r"(-?[0-9]{1,3}(?:\.[0-9]{1,15})?),(-?[0-9]{1,3}(?:\.[0-9]{1,15})?)", text)
    if not found:
        return None
    latitude, longitude = float(found[1]), float(found[2])
    return (
        (round(latitude, 2), round(longitude, 2)) if abs(latitude) <= 90 and abs(longitude) <= 180 else None
    )


def stage(starts: date, ends: date, today: date) -> Stage:
    """Before, during or after the days from ``starts`` to ``ends``."""
    if today < starts:
        return Stage.BEFORE
    return Stage.DURING if today <= ends else Stage.AFTER


def slot_state(
    *, cancelled: bool, starts: datetime, ends: datetime, left: int | None, now: datetime
) -> SlotState:
    """The state to show; ``left`` is None where no booking is needed."""
    if cancelled:
        return SlotState.CANCELLED
    if ends <= now:
        return SlotState.OVER
    if starts <= now:
        return SlotState.RUNNING
    if left is None:
        return SlotState.FREE
    return SlotState.BOOKABLE if left > 0 else SlotState.FULL


def part_of_day(moment: time) -> str:
    """``morning``, ``afternoon`` or ``evening``."""
    return next(name for name, until in PARTS if moment < until or until == time.max)


def slogan_lines(slogan: str) -> list[str]:
    """The slogan in the lines it is set in: after the colon or comma a new one begins."""
    parts = re.split(r"(?<=[：，:,])\s*", slogan.strip(), maxsplit=1)
    return [part for part in parts if part]


def story(text: str, steps: Sequence[str] = ()) -> list[Block]:
    """Paragraphs and lists of a plain text (lines that begin with a number or a dash), then ``steps`` as a list."""
    blocks: list[Block] = []
    for line in text.splitlines():
        found = _STEP.match(line)
        kind, words = ("steps", line[found.end() :]) if found else ("text", line)
        words = words.strip()
        if not words:
            continue
        if kind == "steps" and blocks and blocks[-1].kind == "steps":
            blocks[-1] = Block("steps", (*blocks[-1].lines, words))
        else:
            blocks.append(Block(kind, (words,)))
    return [*blocks, Block("steps", tuple(steps))] if steps else blocks


def unit_name(unit: Organisation) -> str:
    """The unit's full name in the reader's language."""
    return unit.name_en if get_language() == "en" and unit.name_en else unit.name


def place_name(unit: Organisation) -> str:
    """The short name people use for a county-level unit or a school, in the reader's language."""
    return unit.name_en if get_language() == "en" and unit.name_en else unit.short_name or unit.name


def kind_name(unit: Organisation) -> str:
    """What kind of unit it is, in the reader's language."""
    return unit.kind.label_en if get_language() == "en" else unit.kind.label


def edition_lead(edition: Edition) -> str:
    """The sentences under the theme, in the reader's language."""
    return edition.lead_en if get_language() == "en" and edition.lead_en else edition.lead
