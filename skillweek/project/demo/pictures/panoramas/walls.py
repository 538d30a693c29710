"""Walls, floors and ceilings of rooms as SVG, drawn in metres."""

from dataclasses import dataclass

from skillweek.project.demo.pictures.colours import number
from skillweek.project.demo.pictures.motifs import motif
from skillweek.project.demo.pictures.panoramas.camera import Floats, raster

PER_METRE = 150


@dataclass(frozen=True)
class Paintwork:
    """The colours of a room."""

    wall: str
    dado: str
    trim: str
    floor: str
    floor_line: str
    ceiling: str = "#f3f1ea"
    accent: str = "#b83a26"


def face(wide: float, high: float, inside: str, shade: bool = True, scale: float = PER_METRE) -> Floats:
    """A surface of ``wide`` by ``high`` metres as a picture; ``shade`` darkens its edges like a real corner."""
    dark = (
        f'<rect width="{wide}" height="{high}" fill="url(#left)"/><rect width="{wide}" height="{high}" fill="url(#down)"/>'
        if shade
        else ""
    )
    stops = (
        '<stop offset="0" stop-color="#132d2a" stop-opacity=".22"/><stop offset=".12" stop-color="#132d2a" stop-opacity="0"/>'
        '<stop offset=".88" stop-color="#132d2a" stop-opacity="0"/><stop offset="1" stop-color="#132d2a" stop-opacity=".22"/>'
    )
    return raster(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide * scale:.0f}" height="{high * scale:.0f}" '
        f'viewBox="0 0 {wide} {high}"><defs><linearGradient id="left">{stops}</linearGradient>'
        f'<linearGradient id="down" x2="0" y2="1">{stops}</linearGradient></defs>{inside}{dark}</svg>'
    )


def wall(wide: float, high: float, p: Paintwork, *items: str) -> Floats:
    """A wall with a dado, a skirting and what hangs on it; items are drawn in metres, y from the ceiling."""
    base = (
        f'<rect width="{wide}" height="{high}" fill="{p.wall}"/>'
        f'<rect y="{high - 1.1}" width="{wide}" height="1.1" fill="{p.dado}"/>'
        f'<rect y="{high - 1.12}" width="{wide}" height=".06" fill="{p.trim}"/>'
        f'<rect y="{high - 0.14}" width="{wide}" height=".14" fill="{p.trim}"/>'
    )
    return face(wide, high, base + "".join(items))


def floor(wide: float, deep: float, p: Paintwork, *items: str, tile: float = 0.6) -> Floats:
    """A tiled floor with a shine of light and what lies on it."""
    checks = (
        f'<pattern id="tile" width="{2 * tile}" height="{2 * tile}" patternUnits="userSpaceOnUse">'
        f'<rect width="{2 * tile}" height="{2 * tile}" fill="{p.floor}"/>'
        f'<rect width="{tile}" height="{tile}" fill="{p.floor_line}" opacity=".22"/>'
        f'<rect x="{tile}" y="{tile}" width="{tile}" height="{tile}" fill="{p.floor_line}" opacity=".22"/>'
        f'<path d="M0 0H{2 * tile}M0 {tile}H{2 * tile}M0 0V{2 * tile}M{tile} 0V{2 * tile}" stroke="{p.floor_line}" '
        f'stroke-width=".012" opacity=".7"/></pattern><radialGradient id="shine"><stop offset="0" stop-color="#fff" '
        f'stop-opacity=".4"/><stop offset="1" stop-color="#fff" stop-opacity="0"/></radialGradient>'
    )
    inside = (
        f'<defs>{checks}</defs><rect width="{wide}" height="{deep}" fill="url(#tile)"/>'
        f'<ellipse cx="{wide / 2}" cy="{deep * 0.42}" rx="{wide * 0.42}" ry="{deep * 0.36}" fill="url(#shine)"/>'
    )
    return face(wide, deep, inside + "".join(items))


def ceiling(wide: float, deep: float, p: Paintwork, lamps: int = 3, beams: bool = False) -> Floats:
    """A ceiling with rows of lamps, and beams when it is a workshop."""
    parts = [f'<rect width="{wide}" height="{deep}" fill="{p.ceiling}"/>']
    if beams:
        parts += [
            f'<rect y="{deep * n / 6 - 0.1}" width="{wide}" height=".2" fill="{p.trim}" opacity=".55"/>'
            for n in range(1, 6)
        ]
    for row in range(1, lamps + 1):
        for column in range(1, lamps + 1):
            x, y = wide * column / (lamps + 1), deep * row / (lamps + 1)
            parts.append(
                f'<rect x="{x - 0.75}" y="{y - 0.2}" width="1.5" height=".4" rx=".05" fill="#fff" opacity=".35"/>'
                f'<rect x="{x - 0.6}" y="{y - 0.09}" width="1.2" height=".18" rx=".03" fill="#fff"/>'
            )
    return face(wide, deep, "".join(parts), scale=90)


def window(x: float, y: float, wide: float, high: float, seed: str = "") -> str:
    """A window with sky, hills and a frame."""
    tree = number(f"{seed}{x}", 100) / 100
    panes = "".join(
        f'<path d="M{x + wide * n / 3} {y}v{high}" stroke="#fbfaf6" stroke-width=".06"/>' for n in (1, 2)
    )
    return (
        f'<g><rect x="{x}" y="{y}" width="{wide}" height="{high}" fill="#cfe6ea"/>'
        f'<path d="M{x} {y + high * 0.3}h{wide}v{high * 0.7}h-{wide}z" fill="#e4f1ee"/>'
        f'<path d="M{x} {y + high * 0.72}l{wide * 0.22} -{high * 0.22}h{wide * 0.2}l{wide * 0.2} {high * 0.14}'
        f'l{wide * 0.38} -{high * 0.1}v{high * 0.46}h-{wide}z" fill="#a0c4bb"/>'
        f'<path d="M{x} {y + high * 0.84}h{wide}v{high * 0.16}h-{wide}z" fill="#75a69c"/>'
        f'<circle cx="{x + wide * (0.2 + 0.6 * tree)}" cy="{y + high * 0.72}" r="{high * 0.17}" fill="#528a81"/>'
        f'<path d="M{x} {y + high / 2}h{wide}" stroke="#fbfaf6" stroke-width=".06"/>{panes}'
        f'<rect x="{x}" y="{y}" width="{wide}" height="{high}" fill="none" stroke="#fbfaf6" stroke-width=".12"/>'
        f'<rect x="{x - 0.1}" y="{y + high}" width="{wide + 0.2}" height=".1" fill="#e9e2d2"/></g>'
    )


def door(middle: float, high: float, colour: str = "#3a6e67") -> str:
    """A double door, slightly open to the light, standing on the floor of a wall ``high`` metres high."""
    top, left = high - 2.3, middle - 0.9
    return (
        f'<rect x="{left - 0.12}" y="{top - 0.12}" width="2.04" height="2.42" fill="#e9e2d2"/>'
        f'<rect x="{left}" y="{top}" width="1.8" height="2.3" fill="#fdf6df"/>'
        f'<path d="M{left} {top}h.72l.0 2.3h-.72z" fill="{colour}"/><path d="M{left + 1.08} {top}h.72v2.3h-.72z" fill="{colour}"/>'
        f'<rect x="{left + 0.14}" y="{top + 0.3}" width=".42" height=".7" rx=".03" fill="#c7ddd6"/>'
        f'<rect x="{left + 1.24}" y="{top + 0.3}" width=".42" height=".7" rx=".03" fill="#c7ddd6"/>'
        f'<circle cx="{left + 0.64}" cy="{top + 1.3}" r=".04" fill="#e3c27a"/><circle cx="{left + 1.16}" cy="{top + 1.3}" r=".04" fill="#e3c27a"/>'
        f'<rect x="{middle - 0.3}" y="{top - 0.42}" width=".6" height=".22" rx=".04" fill="#2f6f4f"/>'
        f'<path d="M{middle - 0.12} {top - 0.31}h.2m-.08 -.06l.08 .06l-.08 .06" stroke="#fff" stroke-width=".03" fill="none"/>'
    )


def poster(x: float, y: float, name: str, ground: str = "#fbfaf6", wide: float = 0.9) -> str:
    """A framed poster with a motif."""
    high = wide * 1.25
    return (
        f'<rect x="{x - 0.04}" y="{y - 0.02}" width="{wide + 0.1}" height="{high + 0.1}" fill="#132d2a" opacity=".16"/>'
        f'<rect x="{x}" y="{y}" width="{wide}" height="{high}" fill="{ground}" stroke="#a9812f" stroke-width=".03"/>'
        f"{motif(name, x + wide / 2, y + wide * 0.52, wide * 0.86)}"
        f'<path d="M{x + 0.12} {y + high - 0.24}h{wide - 0.24}M{x + 0.12} {y + high - 0.13}h{wide * 0.5}" stroke="#75a69c" stroke-width=".04"/>'
    )


def shelves(
    x: float, top: float, wide: float, rows: int, things: tuple[str, ...], depth: str = "#8a5f3a"
) -> str:
    """Wooden shelves with small motifs standing on them."""
    parts = [
        f'<rect x="{x}" y="{top}" width="{wide}" height="{rows * 0.56 + 0.06}" fill="{depth}" opacity=".28"/>'
    ]
    for row in range(rows):
        y = top + row * 0.56
        parts.append(f'<rect x="{x}" y="{y + 0.5}" width="{wide}" height=".06" fill="{depth}"/>')
        count = int(wide / 0.5)
        for n in range(count):
            name = things[number(f"{x}{row}{n}", len(things))]
            parts.append(motif(name, x + (n + 0.5) * wide / count, y + 0.32, 0.46))
    parts += [
        f'<rect x="{x + a}" y="{top - 0.05}" width=".06" height="{rows * 0.56 + 0.12}" fill="{depth}"/>'
        for a in (0, wide - 0.06)
    ]
    return "".join(parts)


def books(x: float, top: float, wide: float, rows: int) -> str:
    """Book-shelves, full."""
    spines = (
        "#b83a26",
        "#3a6e67",
        "#75a69c",
        "#e3c27a",
        "#1f413d",
        "#fbfaf6",
        "#a9812f",
        "#c7ddd6",
        "#e2836f",
    )
    parts = [f'<rect x="{x}" y="{top}" width="{wide}" height="{rows * 0.42 + 0.06}" fill="#6f4c2d"/>']
    for row in range(rows):
        at, y = x + 0.06, top + 0.06 + row * 0.42
        while at < x + wide - 0.12:
            n = number(f"{row}{at:.2f}", 1000)
            thick, tall = 0.035 + (n % 5) * 0.012, 0.24 + (n % 7) * 0.017
            parts.append(
                f'<rect x="{at:.3f}" y="{y + 0.36 - tall:.3f}" width="{thick:.3f}" height="{tall:.3f}" fill="{spines[n % 9]}"/>'
            )
            at += thick + (0.14 if n % 23 == 0 else 0.004)
        parts.append(f'<rect x="{x}" y="{y + 0.36}" width="{wide}" height=".06" fill="#8a5f3a"/>')
    return "".join(parts)


def board(x: float, y: float, wide: float, high: float) -> str:
    """A blackboard with a sketched diagram."""
    return (
        f'<rect x="{x}" y="{y}" width="{wide}" height="{high}" fill="#1f413d" stroke="#a9812f" stroke-width=".07"/>'
        f'<g fill="none" stroke="#e4efeb" stroke-width=".025" opacity=".85"><circle cx="{x + 0.7}" cy="{y + high / 2}" r="{high * 0.28}"/>'
        f'<path d="M{x + 0.7} {y + high * 0.15}v{high * 0.7}M{x + 0.3} {y + high / 2}h.8"/>'
        f'<path d="M{x + 1.5} {y + 0.3}h{wide - 2}M{x + 1.5} {y + 0.5}h{wide - 2.4}M{x + 1.5} {y + 0.7}h{wide - 2.1}M{x + 1.5} {y + 0.9}h{wide - 2.8}"/></g>'
        f'<rect x="{x}" y="{y + high}" width="{wide}" height=".07" fill="#8a5f3a"/>'
    )


def shadow(x: float, y: float, wide: float, deep: float, strength: float = 0.22) -> str:
    """A soft shadow on a floor, in the floor's own metres."""
    return "".join(
        f'<rect x="{x - wide / 2 - g}" y="{y - deep / 2 - g}" width="{wide + 2 * g}" height="{deep + 2 * g}" '
        f'rx="{0.1 + g}" fill="#132d2a" opacity="{strength / 4}"/>'
        for g in (0, 0.06, 0.13, 0.22)
    )
