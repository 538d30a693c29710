"""The motifs: small drawings kept in ``motifs.svg``, one symbol each."""

import re
from functools import lru_cache
from pathlib import Path

SHEET = Path(__file__).with_name("motifs.svg")
#: names that share a drawing
SAME = {"heart": "stethoscope"}
#: two things that stand beside a motif in a picture
BESIDE = {
    "wheel": ("vase", "plant"), "vase": ("wheel", "tea"), "tea": ("vase", "plant"), "weld": ("gear", "helmet"),
    "robot": ("circuit", "gear"), "noodles": ("tea", "wok"), "stethoscope": ("bed", "plant"),
    "heart": ("tea", "plant"), "car": ("gear", "case"), "scissors": ("fan2", "camera"), "drone": ("leaf", "solar"),
    "book": ("brush", "tea"), "stage": ("drum", "lantern"), "plant": ("drop", "leaf"), "lathe": ("gear", "helmet"),
    "gear": ("lathe", "helmet"), "circuit": ("phone", "gear"), "camera": ("stage", "screen"),
    "brush": ("book", "tea"), "sew": ("scissors", "silk"), "house": ("plant", "fan"), "bike": ("gear", "leaf"),
    "fan": ("circuit", "gear"), "screen": ("book", "tea"), "cap": ("book", "plant"), "bread": ("tea", "scale"),
    "cake": ("tea", "bread"), "opera": ("fan2", "drum"), "fan2": ("brush", "lantern"), "baby": ("house", "cake"),
    "mask": ("drop", "plant"), "case": ("map", "phone"), "map": ("cap", "bike"), "lantern": ("drum", "dance"),
    "puppet": ("stage", "book"), "print3d": ("code", "gear"), "code": ("circuit", "screen"),
    "phone": ("map", "tea"), "abacus": ("book", "shop"), "shop": ("scale", "plant"), "scale": ("shop", "drop"),
    "helmet": ("gear", "case"), "plate": ("noodles", "tea"), "wok": ("noodles", "plate"), "silk": ("sew", "leaf"),
    "dance": ("drum", "fan2"), "magic": ("lantern", "stage"), "bed": ("tea", "case"), "leaf": ("drop", "plant"),
    "drop": ("leaf", "scale"), "recycle": ("leaf", "plant"), "solar": ("leaf", "house"), "factory": ("gear", "helmet"),
    "contest": ("gear", "helmet"), "stone": ("brush", "book"), "cart": ("gear", "circuit"), "drum": ("dance", "lantern"),
    "crystal": ("scale", "drop"), "megaphone": ("map", "cap"),
}  # fmt: skip


@lru_cache(maxsize=1)
def drawings() -> dict[str, str]:
    """The inside of every symbol by its id."""
    found = re.findall(
        r'<symbol id="([\w-]+)"[^>]*>(.*?)</symbol>', SHEET.read_text(encoding="utf-8"), re.DOTALL
    )
    return dict(found)


def names() -> set[str]:
    """Every name that :func:`motif` knows."""
    return set(drawings()) | set(SAME)


def motif(name: str, x: float, y: float, size: float) -> str:
    """The drawing ``name`` with its middle at ``x``, ``y`` and ``size`` pixels wide."""
    inside = drawings()[SAME.get(name, name)]
    scale = size / 400
    return f'<g transform="translate({x - size / 2:g} {y - size / 2:g}) scale({scale:g})">{inside}</g>'


def beside(name: str, *spots: tuple[float, float, float]) -> str:
    """The companions of ``name``, standing with their feet at each ``(x, y)``, ``size`` pixels wide."""
    others = BESIDE.get(SAME.get(name, name), ("plant", "tea"))
    return "".join(
        motif(other, x, y - 0.375 * size, size) for other, (x, y, size) in zip(others, spots, strict=False)
    )
