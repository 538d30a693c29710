"""A schematic map drawn from coordinates: every unit is one piece, joined to its neighbours by dovetails.

The pieces are the cells of a power diagram whose sites are moved until each has its share of the area, so that
small towns stay readable while everybody keeps their neighbours. The same units always give the same map.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

Point = tuple[float, float]
#: a corner and the index of the neighbour behind the edge that follows it; -1 is outside
Corner = tuple[Point, int]

WIDTH, MARGIN, ROUNDS = 420.0, 6.0, 36
TENON, DEPTH, SHORTEST = 17.0, 8.0, 40.0


@dataclass(frozen=True)
class Site:
    """A unit to draw: its key, degrees, and the share of the area it should get."""

    key: str
    latitude: float
    longitude: float
    share: float = 1.0


@dataclass(frozen=True)
class Piece:
    """A drawn unit: outline, and where its label is centred."""

    key: str
    path: str
    x: float
    y: float


@dataclass(frozen=True)
class Cartogram:
    """The drawing and the size of its view box."""

    pieces: tuple[Piece, ...]
    width: int
    height: int


@lru_cache(maxsize=16)
def draw(sites: tuple[Site, ...]) -> Cartogram:
    """The map of ``sites``; without any it has no pieces."""
    if not sites:
        return Cartogram((), 0, 0)
    points = _projected(sites)
    border, height = _border(points)
    cells, centres = _relaxed(points, border, [site.share for site in sites])
    pieces = tuple(
        Piece(site.key, _outline(index, cell, sites), round(centre[0], 1), round(centre[1], 1))
        for index, (site, cell, centre) in enumerate(zip(sites, cells, centres, strict=True))
        if len(cell) > 2
    )
    return Cartogram(pieces, round(WIDTH), height)


def _projected(sites: Sequence[Site]) -> list[Point]:
    """Positions on a plane, north up, within one unit."""
    middle = math.radians(sum(site.latitude for site in sites) / len(sites))
    plane = [(site.longitude * math.cos(middle), -site.latitude) for site in sites]
    left, top = min(x for x, _ in plane), min(y for _, y in plane)
    span = max(max(x for x, _ in plane) - left, max(y for _, y in plane) - top, 0.01)
    return [((x - left) / span, (y - top) / span) for x, y in plane]


def _border(points: list[Point]) -> tuple[list[Point], int]:
    """The outer line, as far from the outermost points as half a piece; points are moved into its frame."""
    reach = 0.24
    halo = [
        (x + reach * math.cos(turn * math.tau / 20), y + reach * math.sin(turn * math.tau / 20))
        for x, y in points
        for turn in range(20)
    ]
    hull = _hull(halo)
    left, top = min(x for x, _ in hull), min(y for _, y in hull)
    scale = (WIDTH - 2 * MARGIN) / (max(x for x, _ in hull) - left)
    squeeze = scale * 0.74
    points[:] = [((x - left) * scale + MARGIN, (y - top) * squeeze + MARGIN) for x, y in points]
    border = [((x - left) * scale + MARGIN, (y - top) * squeeze + MARGIN) for x, y in hull]
    return border, math.ceil(max(y for _, y in border) + MARGIN)


def _hull(points: list[Point]) -> list[Point]:
    """Convex hull, clockwise as seen on a screen (Andrew's monotone chain)."""
    ordered = sorted(set(points))

    def half(run: list[Point]) -> list[Point]:
        line: list[Point] = []
        for point in run:
            while len(line) > 1 and _cross(line[-2], line[-1], point) <= 0:
                line.pop()
            line.append(point)
        return line[:-1]

    return half(ordered) + half(ordered[::-1])


def _cross(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _relaxed(
    points: list[Point], border: list[Point], shares: list[float]
) -> tuple[list[list[Corner]], list[Point]]:
    """Cells of about the wanted shares: sites go to their centres, weights grow where area is missing."""
    total = _area_and_centre(border)[0]
    wanted = [total * share / sum(shares) for share in shares]
    weights = [0.0] * len(points)
    cells = cells_of(points, weights, border)
    for _ in range(ROUNDS):
        for index, cell in enumerate(cells):
            area, (x, y) = _area_and_centre([corner for corner, _ in cell])
            if area:
                was = points[index]
                points[index] = (was[0] + 0.8 * (x - was[0]), was[1] + 0.8 * (y - was[1]))
            weights[index] += 0.3 * (wanted[index] - area)
        cells = cells_of(points, weights, border)
    return cells, [_area_and_centre([corner for corner, _ in cell])[1] for cell in cells]


def cells_of(points: list[Point], weights: list[float], border: list[Point]) -> list[list[Corner]]:
    """The power diagram of ``points`` within ``border``."""
    cells = []
    for i, (px, py) in enumerate(points):
        cell: list[Corner] = [(corner, -1) for corner in border]
        for j, (qx, qy) in enumerate(points):
            if j == i or not cell:
                continue
            a, b = 2 * (qx - px), 2 * (qy - py)
            c = qx * qx + qy * qy - px * px - py * py + weights[i] - weights[j]
            cell = _clip(cell, a, b, c, j)
        cells.append(cell)
    return cells


def _clip(cell: list[Corner], a: float, b: float, c: float, neighbour: int) -> list[Corner]:
    """The part of ``cell`` where ``ax + by <= c``; the new edge belongs to ``neighbour``."""
    out: list[Corner] = []
    sides = [a * x + b * y - c for (x, y), _ in cell]
    for index, ((x, y), behind) in enumerate(cell):
        here, there = sides[index], sides[(index + 1) % len(cell)]
        (nx, ny), _ = cell[(index + 1) % len(cell)]
        if here <= 0:
            out.append(((x, y), behind))
        if (here <= 0) != (there <= 0):
            share = here / (here - there)
            cut = (x + share * (nx - x), y + share * (ny - y))
            out.append((cut, neighbour if here <= 0 else behind))
    return out


def _area_and_centre(line: list[Point]) -> tuple[float, Point]:
    area = x = y = 0.0
    for (ax, ay), (bx, by) in zip(line, line[1:] + line[:1], strict=True):
        cross = ax * by - bx * ay
        area += cross
        x += (ax + bx) * cross
        y += (ay + by) * cross
    return (abs(area) / 2, (x / (3 * area), y / (3 * area))) if area else (0.0, (0.0, 0.0))


def _outline(index: int, cell: list[Corner], sites: Sequence[Site]) -> str:
    """The cell as a path; long edges shared with a neighbour carry a dovetail to one side or the other."""
    marks: list[Point] = []
    for at, (start, neighbour) in enumerate(cell):
        end = cell[(at + 1) % len(cell)][0]
        marks.append(start)
        length = math.dist(start, end)
        if neighbour >= 0 and length >= SHORTEST:
            marks += _dovetail(start, end, length, _owner(index, neighbour, sites) == index)
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in marks) + "z"


def _owner(i: int, j: int, sites: Sequence[Site]) -> int:
    """Which of two neighbours has the tenon: the smaller share (its label needs the room), else by their keys."""
    if sites[i].share != sites[j].share:
        return i if sites[i].share < sites[j].share else j
    first, second = sorted((i, j))
    letters = sites[first].key + sites[second].key
    return first if sum(map(ord, letters)) % 2 else second


def _dovetail(start: Point, end: Point, length: float, outward: bool) -> list[Point]:
    """Four corners of a tenon in the middle of an edge, wider at its head."""
    dx, dy = (end[0] - start[0]) / length, (end[1] - start[1]) / length
    nx, ny = (dy, -dx) if outward else (-dy, dx)
    mx, my = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    neck, head = TENON / 2 - 2, TENON / 2 + 2
    return [
        (mx - dx * neck, my - dy * neck),
        (mx - dx * head + nx * DEPTH, my - dy * head + ny * DEPTH),
        (mx + dx * head + nx * DEPTH, my + dy * head + ny * DEPTH),
        (mx + dx * neck, my + dy * neck),
    ]
