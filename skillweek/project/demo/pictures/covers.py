"""Covers of activities, schools and places: one motif in one of several settings."""

import math
from collections.abc import Callable

from skillweek.project.demo.pictures.colours import SETS, Colours, number, pattern
from skillweek.project.demo.pictures.motifs import beside, motif

WIDTH, HEIGHT = 1280, 720


def cover(name: str, colours: str, layout: str) -> str:
    """The SVG of a cover: the motif ``name`` in a colour set and a setting."""
    return _page(SETS[colours], LAYOUTS[layout](SETS[colours], name))


def _page(c: Colours, inside: str) -> str:
    strength = 0.10 if c.sky in {"#fbfaf6", "#e4efeb", "#f5ecd8"} else 0.16
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<defs><linearGradient id="sky" x1="0" y1="0" x2=".25" y2="1"><stop offset="0" stop-color="{c.sky}"/>'
        f'<stop offset="1" stop-color="{c.sky_low}"/></linearGradient>'
        f'<radialGradient id="glow"><stop offset="0" stop-color="#fff" stop-opacity=".55"/>'
        f'<stop offset="1" stop-color="#fff" stop-opacity="0"/></radialGradient>{pattern(c.line, strength * 1.6)}</defs>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="url(#sky)"/>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="url(#joint)"/>{inside}</svg>'
    )


def _moon(c: Colours, name: str) -> str:
    blocks = (
        f'<path d="M-40 120h210v126h84v154h-84v126h-210z" fill="{c.shape_2}" opacity=".28"/>'
        f'<path d="M470 120h-236v100h86v206h-86v100h236z" fill="{c.floor}" opacity=".32"/>'
    )
    return (
        f'{blocks}<rect x="150" y="560" width="420" height="10" rx="5" fill="{c.floor}" opacity=".6"/>'
        f'<circle cx="800" cy="360" r="318" fill="{c.shape_2}" opacity=".35"/>'
        f'<circle cx="800" cy="360" r="268" fill="{c.shape}"/><circle cx="720" cy="270" r="180" fill="url(#glow)"/>'
        f"{beside(name, (285, 560, 190), (450, 560, 150))}"
        f"{motif(name, 800, 366, 460)}"
    )


def _arch(c: Colours, name: str) -> str:
    arches = "".join(
        f'<path d="M{640 - r} 720V{370}a{r} {r} 0 0 1 {2 * r} 0V720z" fill="{fill}" opacity="{opacity}"/>'
        for r, fill, opacity in (
            (420, c.floor, 0.25),
            (350, c.shape_2, 0.3),
            (280, c.shape_2, 0.7),
            (228, c.shape, 1),
        )
    )
    floor = f'<rect y="600" width="1280" height="120" fill="{c.floor}"/><rect y="600" width="1280" height="8" fill="{c.shape}" opacity=".4"/>'
    return f"{arches}{floor}{beside(name, (236, 640, 210), (1050, 640, 190))}{motif(name, 640, 436, 460)}"


def _table(c: Colours, name: str) -> str:
    panes = "".join(
        f'<rect x="{820 + 116 * (n % 3)}" y="{96 + 116 * (n // 3)}" width="104" height="104" rx="6" fill="{c.shape}" '
        f'opacity="{0.55 + 0.15 * ((n * 5) % 3)}"/>'
        for n in range(9)
    )
    return (
        f'<rect x="800" y="76" width="376" height="376" rx="14" fill="{c.floor}" opacity=".45"/>{panes}'
        f'<circle cx="430" cy="330" r="300" fill="{c.shape_2}" opacity=".38"/><circle cx="430" cy="330" r="240" fill="{c.shape}"/>'
        f'<rect y="560" width="1280" height="160" fill="{c.floor}"/><rect y="560" width="1280" height="14" fill="{c.shape}" opacity=".35"/>'
        f"{motif(name, 430, 376, 470)}{beside(name, (880, 588, 190), (1084, 588, 150))}"
    )


def _rays(c: Colours, name: str) -> str:
    wedges = []
    for n in range(0, 24, 2):
        a, b = math.tau * n / 24, math.tau * (n + 1) / 24
        wedges.append(
            f"M640 380L{640 + 900 * math.cos(a):.0f} {380 + 900 * math.sin(a):.0f}L{640 + 900 * math.cos(b):.0f} {380 + 900 * math.sin(b):.0f}z"
        )
    return (
        f'<path d="{"".join(wedges)}" fill="{c.shape_2}" opacity=".22"/>'
        f'<circle cx="640" cy="366" r="292" fill="{c.floor}" opacity=".35"/><circle cx="640" cy="360" r="262" fill="{c.shape}"/>'
        f'<circle cx="640" cy="360" r="262" fill="none" stroke="{c.shape_2}" stroke-width="10"/>'
        f"{motif(name, 640, 366, 450)}{beside(name, (190, 600, 200), (1090, 600, 190))}"
    )


def _tiles(c: Colours, name: str) -> str:
    tones = (c.shape_2, c.floor, c.shape, c.sky_low)
    cells = []
    for row in range(4):
        for column in range(8):
            seed = number(f"{name}{row}{column}", 16)
            x, y, tone = column * 160, row * 180, tones[seed % 4]
            turn = 90 * (seed // 4)
            cells.append(
                f'<g transform="rotate({turn} {x + 80} {y + 90})"><path d="M{x} {y}h160a160 180 0 0 1-160 180z" '
                f'fill="{tone}" opacity=".42"/></g>'
            )
    return (
        f'{"".join(cells)}<rect x="360" y="70" width="560" height="580" rx="36" fill="{c.floor}" opacity=".4"/>'
        f'<rect x="374" y="84" width="532" height="552" rx="28" fill="{c.shape}"/>{motif(name, 640, 360, 480)}'
    )


def _hills(c: Colours, name: str) -> str:
    return (
        f'<circle cx="980" cy="190" r="110" fill="{c.shape}"/><circle cx="980" cy="190" r="150" fill="{c.shape}" opacity=".25"/>'
        f'<path d="M0 470l150-120h190l110 90 130-170h220l120 150 130-80h230v380H0z" fill="{c.shape_2}" opacity=".4"/>'
        f'<path d="M0 540c160-90 320-80 460-10s300 60 430-10 270-60 390-20v220H0z" fill="{c.floor}" opacity=".55"/>'
        f'<path d="M0 610c220-60 420-40 640-20s430 0 640-30v160H0z" fill="{c.floor}"/>'
        f'<circle cx="500" cy="380" r="236" fill="{c.shape}"/>{motif(name, 500, 386, 450)}{beside(name, (880, 640, 190), (1080, 660, 150))}'
    )


def _campus(c: Colours, name: str) -> str:
    windows = "".join(
        f'<rect x="{250 + 70 * (n % 5) + (430 if n % 10 > 4 else 0)}" y="{330 + 92 * (n // 10)}" width="44" height="54" '
        f'rx="3" fill="{"#e3c27a" if number(f"{name}{n}", 4) == 0 else "#75a69c"}"/>'
        for n in range(20)
    )
    trees = "".join(
        f'<rect x="{x - 6}" y="540" width="12" height="60" fill="#8a5f3a"/><circle cx="{x}" cy="{500 - r / 3:.0f}" r="{r}" fill="{tone}"/>'
        f'<circle cx="{x - r / 3:.0f}" cy="{492 - r / 3:.0f}" r="{r * 0.6:.0f}" fill="#a0c4bb" opacity=".5"/>'
        for x, r, tone in (
            (120, 62, "#3a6e67"),
            (196, 44, "#528a81"),
            (1090, 48, "#528a81"),
            (1172, 66, "#3a6e67"),
        )
    )
    return (
        f'<circle cx="1060" cy="150" r="70" fill="{c.shape}"/>'
        f'<path d="M0 470l150-120h190l110 90 130-170h220l120 150 130-80h230v380H0z" fill="{c.shape_2}" opacity=".4"/>'
        f'<rect x="220" y="300" width="840" height="300" fill="#fbfaf6"/><rect x="220" y="300" width="840" height="16" fill="#b83a26"/>'
        f'<rect x="220" y="584" width="840" height="16" fill="#c7ddd6"/>{windows}'
        f'<path d="M520 600V216h240v384z" fill="#f3ead6"/><path d="M500 216h280l-24-36H524z" fill="#962c1b"/>'
        f'<circle cx="640" cy="340" r="104" fill="{c.shape_2}"/><circle cx="640" cy="340" r="94" fill="#fbfaf6"/>'
        f"{motif(name, 640, 342, 140)}"
        f'<path d="M580 600v-90a60 60 0 0 1 120 0v90z" fill="#1f413d"/><path d="M640 450v150" stroke="#e3c27a" stroke-width="4"/>'
        f'{trees}<path d="M0 600h1280v120H0z" fill="{c.floor}"/><path d="M520 600h240l80 120H440z" fill="{c.shape}" opacity=".5"/>'
    )


LAYOUTS: dict[str, Callable[[Colours, str], str]] = {
    "moon": _moon, "arch": _arch, "table": _table, "rays": _rays, "tiles": _tiles, "hills": _hills,
    "campus": _campus,
}  # fmt: skip
#: settings that activities take in turn
IN_TURN = ("moon", "arch", "table", "tiles", "hills", "rays")
