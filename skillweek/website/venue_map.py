"""A true map of what happens where: venues as dots at their coordinates, names of the county-level units between.

No tiles, no foreign server: north is up, and a bar says how far ten kilometres are.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from skillweek.organisations.models import Organisation
from skillweek.website.cartogram import cells_of
from skillweek.website.queries.listing import Entry, Room
from skillweek.website.rules import Point, place_name

WIDTH, MARGIN, TALLEST = 520, 44, 520
#: venues nearer than this in the drawing share one dot
NEAR = 30.0
#: how far above the place its name stands
LIFT = 24
#: kilometres of one degree of latitude
DEGREE = 111.2


@dataclass
class Dot:
    """Venues that lie together: where they are drawn, and what happens there."""

    x: float
    y: float
    rooms: dict[str, str] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)

    @property
    def key(self) -> str:
        """Names its list on the page."""
        return next(iter(self.rooms))

    @property
    def name(self) -> str:
        """The first venue."""
        return next(iter(self.rooms.values()))

    @property
    def others(self) -> int:
        """How many venues more share the dot."""
        return len(self.rooms) - 1

    @property
    def radius(self) -> float:
        """Grows with the root of what happens there."""
        return round(min(22.0, 7 + 2.2 * math.sqrt(len(self.entries))), 1)


@dataclass(frozen=True)
class Map:
    """The drawing: size, dots, names with their places, the bar's length; ``rest`` has no coordinates."""

    width: int
    height: int
    dots: list[Dot]
    names: list[tuple[str, float, float]]
    areas: list[str]
    bar: float
    kilometres: int
    rest: list[Entry]


@dataclass(frozen=True)
class _Frame:
    """Turns degrees into places of the drawing."""

    west: float
    north: float
    across: float
    scale: float

    def place(self, point: Point) -> tuple[float, float]:
        latitude, longitude = point
        x = MARGIN + (longitude - self.west) * self.across * self.scale
        return round(x, 1), round(MARGIN + (self.north - latitude) * self.scale, 1)


def draw(entries: Iterable[Entry], units: Sequence[Organisation]) -> Map:
    """The map of ``entries``; ``units`` lend their names where they have coordinates."""
    placed: list[tuple[Room, Point, Entry]] = []
    rest = []
    for entry in entries:
        if entry.room and entry.room.point:
            placed.append((entry.room, entry.room.point, entry))
        else:
            rest.append(entry)
    named = [(place_name(unit), (float(unit.latitude), float(unit.longitude)))
             for unit in units if unit.latitude and unit.longitude]  # fmt: skip
    points = [point for _room, point, _entry in placed] + [point for _name, point in named]
    if not placed:
        return Map(0, 0, [], [], [], 0, 0, rest)
    frame, height = _framed(points)
    kilometres = next(
        step for step in (1, 2, 5, 10, 20, 50, 100) if step / DEGREE * frame.scale >= 48 or step == 100
    )
    spots = [(name, *frame.place(point)) for name, point in named]
    names = _named(spots)
    areas = _areas([(x, y) for _name, x, y in spots], height)
    bar = round(kilometres / DEGREE * frame.scale, 1)
    return Map(WIDTH, height, _dots(placed, frame), names, areas, bar, kilometres, rest)


def _framed(points: Sequence[Point]) -> tuple[_Frame, int]:
    """A frame that holds all ``points`` with a margin; one point gets a frame of two kilometres."""
    south, north = min(lat for lat, _lon in points), max(lat for lat, _lon in points)
    west, east = min(lon for _lat, lon in points), max(lon for _lat, lon in points)
    across = max(0.05, math.cos(math.radians((south + north) / 2)))
    wide, tall = max((east - west) * across, 2 / DEGREE), max(north - south, 1 / DEGREE)
    scale = min((WIDTH - 2 * MARGIN) / wide, (TALLEST - 2 * MARGIN) / tall)
    spare = (WIDTH - 2 * MARGIN - (east - west) * across * scale) / 2 / (across * scale)
    return _Frame(west - spare, north, across, scale), round(2 * MARGIN + tall * scale)


def _named(spots: Iterable[tuple[str, float, float]]) -> list[tuple[str, float, float]]:
    """Names above their places, else below; one that has no room is left out, its list says where it is."""
    taken: list[tuple[str, float, float]] = []
    for name, x, y in spots:
        for at in (y - LIFT, y + LIFT + 6):
            if all(abs(x - other) > 52 or abs(at - height) > 17 for _name, other, height in taken):
                taken.append((name, x, round(at, 1)))
                break
    return taken


def _areas(points: Sequence[Point], height: int) -> list[str]:
    """Around every unit's seat what is nearer to it than to any other, as paths; no real borders."""
    border = [(0.0, 0.0), (float(WIDTH), 0.0), (float(WIDTH), float(height)), (0.0, float(height))]
    cells = cells_of(list(points), [0.0] * len(points), border)
    return ["M" + "L".join(f"{x:.1f} {y:.1f}" for (x, y), _behind in cell) + "z" for cell in cells if cell]


def _dots(placed: Iterable[tuple[Room, Point, Entry]], frame: _Frame) -> list[Dot]:
    dots: list[Dot] = []
    for room, point, entry in placed:
        x, y = frame.place(point)
        dot = next((one for one in dots if math.hypot(one.x - x, one.y - y) < NEAR), None)
        if dot is None:
            dot = Dot(x, y)
            dots.append(dot)
        dot.rooms.setdefault(room.code, room.name)
        dot.entries.append(entry)
    return sorted(dots, key=lambda one: -len(one.entries))
