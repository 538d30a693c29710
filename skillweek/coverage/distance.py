"""How far two places are apart, through the air and by road. Pure."""

from dataclasses import dataclass
from math import asin, ceil, cos, radians, sin, sqrt
from typing import Protocol

#: roads are longer than the straight line, and a bus in a county drives so fast on average
ROAD_FACTOR = 1.3
SPEED_KMH = 40.0
EARTH_KM = 6371.0


class OnMap(Protocol):
    """Whatever has degrees north and east."""

    @property
    def lat(self) -> float:
        """Degrees north."""

    @property
    def lon(self) -> float:
        """Degrees east."""


@dataclass(frozen=True)
class Point:
    """A place on the map."""

    lat: float
    lon: float


def kilometres(a: OnMap, b: OnMap) -> float:
    """The way through the air."""
    lat, lon = radians(b.lat - a.lat), radians(b.lon - a.lon)
    h = sin(lat / 2) ** 2 + cos(radians(a.lat)) * cos(radians(b.lat)) * sin(lon / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(h)))


def drive(a: OnMap, b: OnMap, *, speed: float = SPEED_KMH, factor: float = ROAD_FACTOR) -> int:
    """Whole minutes by road from ``a`` to ``b``, rounded up."""
    return ceil(kilometres(a, b) * factor / speed * 60 - 1e-9)
