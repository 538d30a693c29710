"""Colour sets and the mortise line pattern that every picture shares."""

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True)
class Colours:
    """Two colours of the ground, the shape behind the motif, the floor, and the lines of the pattern."""

    sky: str
    sky_low: str
    shape: str
    shape_2: str
    floor: str
    line: str


SETS = {
    "celadon": Colours("#2b5651", "#528a81", "#c7ddd6", "#a0c4bb", "#1f413d", "#a0c4bb"),
    "mist": Colours("#e4efeb", "#c7ddd6", "#fbfaf6", "#f3f7f5", "#a0c4bb", "#528a81"),
    "vermilion": Colours("#962c1b", "#b83a26", "#f7e3cf", "#eec3a6", "#6f2014", "#f0b9a8"),
    "brass": Colours("#f5ecd8", "#ead7ae", "#fffaf0", "#f3ead6", "#cfae6b", "#a9812f"),
    "dusk": Colours("#132d2a", "#2b5651", "#ead7ae", "#d9bf87", "#0d201e", "#75a69c"),
    "paper": Colours("#fbfaf6", "#efe7d6", "#a0c4bb", "#c7ddd6", "#d9e6e0", "#a0c4bb"),
    "clay": Colours("#e9cfae", "#d8b083", "#fdf4e6", "#f3dfc4", "#a87f58", "#8a5f3a"),
}

#: colour sets that suit a kind of activity, in the order in which variants take them
BY_KIND = {
    "launch": ("vermilion", "dusk"),
    "online": ("dusk", "celadon", "mist"),
    "admissions": ("brass", "mist", "paper", "clay", "celadon"),
    "campus": ("celadon", "clay", "mist", "vermilion", "paper", "dusk"),
    "service": ("mist", "brass", "paper", "celadon", "clay"),
}


def number(text: str, limit: int) -> int:
    """A number below ``limit`` that always is the same for ``text``."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:6]) % limit


def pattern(colour: str, opacity: float, scale: float = 1.0) -> str:
    """The SVG pattern ``joint``: mortise and tenon in one line."""
    path = "M0 30h40v-16h40v16h40M0 90h40v16h40v-16h40M30 0v40h-16v40h16v40M90 0v40h16v40h-16v40"
    return (
        f'<pattern id="joint" width="120" height="120" patternUnits="userSpaceOnUse" '
        f'patternTransform="scale({scale})"><path d="{path}" fill="none" stroke="{colour}" '
        f'stroke-opacity="{opacity}" stroke-width="2.5"/></pattern>'
    )
