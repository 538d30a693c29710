"""The school yard: sky, hills, paving, buildings and a tree."""

from collections.abc import Callable, Iterable

import numpy as np

from skillweek.project.demo.pictures.motifs import motif
from skillweek.project.demo.pictures.panoramas.camera import (
    EYE,
    HEIGHT,
    WIDTH,
    Floats,
    look_up,
    raster,
    rays,
    strips,
)
from skillweek.project.demo.pictures.panoramas.things import Box, CutOut

SIDE = 80.0  # metres of paving that are drawn
SKY = 0.9  # radians above the horizon that the backdrop reaches


def _backdrop() -> Floats:
    """The ring of sky and hills: 360 degrees wide, from the horizon up."""
    width, height = 4096, 586
    clouds = "".join(
        f'<g fill="#fff" opacity="{o}"><ellipse cx="{x}" cy="{y}" rx="{r}" ry="{r / 5:.0f}"/>'
        f'<ellipse cx="{x - r / 3:.0f}" cy="{y - r / 7:.0f}" rx="{r / 2:.0f}" ry="{r / 5:.0f}"/>'
        f'<ellipse cx="{x + r / 4:.0f}" cy="{y - r / 6:.0f}" rx="{r / 3:.0f}" ry="{r / 5:.0f}"/></g>'
        for x, y, r, o in ((420, 240, 190, .8), (1130, 150, 140, .6), (1780, 300, 220, .75), (2560, 180, 170, .7), (3160, 290, 150, .6), (3700, 140, 210, .8))
    )  # fmt: skip
    far = "M0 586V500l260-70h240l180 90 330-110h300l250 100 340-70h260l240 80 300-110h320l240 90 300-60 536 60V586z"
    near = "M0 586V545c400-50 700 20 1100-10s700 10 1100-8 700 20 796 14V586z"
    trees = "".join(
        f'<circle cx="{(n * 173) % 4096}" cy="{556 - (n * 37) % 14}" r="{14 + (n * 7) % 16}" fill="{("#528a81", "#3a6e67", "#75a69c")[n % 3]}"/>'
        for n in range(110)
    )
    return raster(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"><defs><linearGradient id="s" x2="0" y2="1">'
        f'<stop offset="0" stop-color="#9fd0de"/><stop offset="1" stop-color="#f4f3e6"/></linearGradient></defs>'
        f'<rect width="{width}" height="{height}" fill="url(#s)"/><circle cx="2900" cy="170" r="60" fill="#fff6d8"/>'
        f'<circle cx="2900" cy="170" r="110" fill="#fff6d8" opacity=".35"/>{clouds}<path d="{far}" fill="#a9c9c8"/><path d="{near}" fill="#8bb3a3"/>{trees}</svg>'
    )


def _paving() -> Floats:
    """The ground from above: paving, lawns, paths to the three doors, a basketball court behind."""
    half = SIDE / 2
    tile = (
        '<pattern id="t" width="2" height="2" patternUnits="userSpaceOnUse"><rect width="2" height="2" fill="#e3dccb"/>'
        '<path d="M0 0h1v1h-1zM1 1h1v1h-1z" fill="#d9d0bb"/><path d="M0 0h2M0 1h2M0 0v2M1 0v2" stroke="#c3b89f" stroke-width=".03"/></pattern>'
    )
    lawns = "".join(
        f'<rect x="{half + x}" y="{half - z - 7}" width="9" height="7" rx="1.2" fill="#8fb98f"/>'
        f'<rect x="{half + x + 0.25}" y="{half - z - 6.75}" width="8.5" height="6.500" rx="1" fill="#9cc59a"/>'
        for x, z in ((-12, 4), (3.2, 4), (-12, -10.5), (3.2, -10.5))
    )
    court = (
        f'<g transform="translate({half - 7} {half + 12})"><rect width="14" height="15" fill="#c46a4a"/><g fill="none" stroke="#fff" '
        'stroke-width=".09"><rect x=".5" y=".5" width="13" height="14"/><circle cx="7" cy="7.5" r="1.8"/><path d="M.5 7.5h13M4.5 .5v4h5v-4M4.5 14.5v-4h5v4"/></g></g>'
    )
    star = "".join(
        f'<path d="M0 0L.28 -.95L0 -1.25L-.28 -.95z" fill="{tone}" transform="translate({half} {half}) rotate({turn})"/>'
        for turn, tone in zip(range(0, 360, 45), ("#b83a26", "#75a69c") * 4, strict=True)
    )
    shade = f'<ellipse cx="{half + 4.2}" cy="{half - 5.6}" rx="3.4" ry="2.2" fill="#132d2a" opacity=".2"/>'
    return raster(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="2800" height="2800" viewBox="0 0 {SIDE:g} {SIDE:g}"><defs>{tile}</defs>'
        f'<rect width="{SIDE:g}" height="{SIDE:g}" fill="url(#t)"/>{lawns}{court}{star}{shade}</svg>'
    )


class Yard:
    """What is around the eye (``ground``) and what stands on it (``things``)."""

    @staticmethod
    def ground() -> Floats:
        """Sky above, paving below."""
        sky, paving = _backdrop(), _paving()
        atlas = np.zeros((sky.shape[0] + paving.shape[0], WIDTH, 3), dtype=np.float32)
        atlas[: sky.shape[0]] = sky[..., :3] * 255
        atlas[sky.shape[0] :, : paving.shape[1]] = paving[..., :3] * 255
        places = np.empty((HEIGHT, WIDTH, 2), dtype=np.float32)
        for rows in strips():
            x, y, z = rays(rows)
            places[rows, :, 0] = np.arange(WIDTH)
            places[rows, :, 1] = np.clip((1 - np.arctan(y) / SKY) * sky.shape[0], 0, sky.shape[0] - 1)
            down = (y < -0.001)[:, 0]
            reach, side = -EYE / y[down], paving.shape[0]
            places[rows][down, :, 0] = np.clip((x * reach / SIDE + 0.5) * side, 0, side - 1)
            places[rows][down, :, 1] = np.clip((0.5 - z * reach / SIDE) * side, 0, side - 1) + sky.shape[0]
        picture = look_up(atlas, places)
        pitch = -np.tan((0.5 - (np.arange(HEIGHT, dtype=np.float32) + 0.5) / HEIGHT) * np.float32(np.pi))
        far = np.clip((EYE / np.maximum(pitch, 1e-3) - 25) / 30, 0, 1) * (pitch > 0)
        haze = np.array([0.83, 0.86, 0.77], dtype=np.float32)
        return np.asarray(picture * (1 - far)[:, None, None] + haze * far[:, None, None], dtype=np.float32)

    @staticmethod
    def things(thing: Callable[..., CutOut]) -> Iterable[Box | CutOut]:
        """Three buildings with doors, the old tree, a flag, benches and flowers."""
        yield Box(0, 21, 30, 8, 0, 11, "#f6f1e6", skin=_facade(30, 11, "gear"), top="#962c1b")
        yield Box(20, 0, 8, 26, 0, 8.5, "#eef3ee", skin=_facade(26, 8.5, "book"), top="#3a6e67")
        yield Box(-20, 0, 8, 26, 0, 8.5, "#f7ead6", skin=_facade(26, 8.5, "vase"), top="#a87f58")
        yield CutOut(5.2, 5.8, 0, 6.4, 7.6, _tree())
        for x, z in ((-9, 9), (11, 10.500), (-10.5, -9), (9.5, -9.5), (-6, 12), (13, -12), (-13, -13)):
            yield CutOut(x, z, 0, 3.2, 3.8, _tree(small=True))
        for x, z in ((-3.4, 5.4), (3.2, 3.6), (-4.2, -4.6), (4.6, -4.2)):
            yield Box(x, z, 1.8, 0.5, 0.36, 0.46, "#a97a4a")
            yield Box(x - 0.7, z, 0.1, 0.4, 0, 0.36, "#5e3f22")
            yield Box(x + 0.7, z, 0.1, 0.4, 0, 0.36, "#5e3f22")
        for x in (-2.2, 2.2):
            yield Box(x, 8.6, 0.9, 0.9, 0, 0.5, "#b98d64", top="#5e3f22")
            yield thing("plant", x, 8.5, 1.1, 0.3)
        yield Box(-2.0, 12.5, 0.09, 0.09, 0, 9.0, "#cfd8d3")
        yield Box(-1.15, 12.5, 1.6, 0.04, 7.8, 8.9, "#b83a26")
        yield thing("bike", -5.6, 4.2, 1.3)
        yield thing("lantern", 5.0, 6.2, 0.9, 2.3)


def _facade(wide: float, high: float, name: str) -> Floats:
    """A front with rows of windows, a door in the middle and the mark of the house above it."""
    floors = int(high // 2.7)
    panes = []
    for level in range(floors):
        y = high - 2.7 * (level + 1) + 0.55
        count = int(wide // 2.4)
        for n in range(count):
            x = (n + 0.5) * wide / count - 0.65
            if level == 0 and abs(x + 0.65 - wide / 2) < 2.2:
                continue
            tone = "#a0c4bb" if (n * 7 + level * 3) % 5 else "#e3c27a"
            panes.append(
                f'<rect x="{x - 0.08}" y="{y - 0.08}" width="1.460" height="1.66" fill="#fff"/><rect x="{x}" y="{y}" width="1.3" height="1.5" fill="{tone}"/>'
                f'<path d="M{x} {y + 1.5}l.8-1.5h.4l-.8 1.5z" fill="#fff" opacity=".35"/><path d="M{x + 0.65} {y}v1.5M{x} {y + 0.75}h1.3" stroke="#fff" stroke-width=".07"/>'
            )
    middle = wide / 2
    colour = {"gear": "#f6f1e6", "book": "#e9f1ec", "vase": "#f7ead6"}[name]
    return raster(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide * 60:.0f}" height="{high * 60:.0f}" viewBox="0 0 {wide} {high}">'
        f'<rect width="{wide}" height="{high}" fill="{colour}"/><rect width="{wide}" height=".5" fill="#b83a26"/><rect y=".5" width="{wide}" height=".14" fill="#e9d5a9"/>'
        f'<rect y="{high - 0.6}" width="{wide}" height=".6" fill="#b9c9c2"/>{"".join(panes)}'
        f'<rect x="{middle - 2}" y="{high - 3.5}" width="4" height="3.5" fill="#fbfaf6"/><rect x="{middle - 2.3}" y="{high - 3.75}" width="4.6" height=".3" fill="#b83a26"/>'
        f'<rect x="{middle - 1.2}" y="{high - 2.6}" width="2.4" height="2.6" fill="#1f413d"/><path d="M{middle} {high - 2.6}v2.6" stroke="#e3c27a" stroke-width=".07"/>'
        f'<rect x="{middle - 1}" y="{high - 2.3}" width=".8" height="1.200" fill="#75a69c"/><rect x="{middle + 0.2}" y="{high - 2.3}" width=".8" height="1.2" fill="#75a69c"/>'
        f'<circle cx="{middle}" cy="{high - 5}" r="1.15" fill="#fff"/><circle cx="{middle}" cy="{high - 5}" r="1.05" fill="#e4efeb"/>{motif(name, middle, high - 5, 1.6)}</svg>'
    )


def _tree(small: bool = False) -> Floats:
    """A round tree; the big one is old, with a bench ring around its trunk."""
    crown = "".join(
        f'<circle cx="{x}" cy="{y}" r="{r}" fill="{c}"/>'
        for x, y, r, c in (
            (200, 190, 150, "#3a6e67"), (110, 230, 96, "#3a6e67"), (290, 230, 96, "#34635d"), (170, 120, 90, "#528a81"),
            (250, 150, 80, "#4a8077"), (120, 190, 66, "#628f7c"), (230, 90, 54, "#75a69c"), (150, 150, 44, "#8bb3a3"),
        )
    )  # fmt: skip
    lanterns = "" if small else "".join(
        f'<ellipse cx="{x}" cy="{y}" rx="11" ry="14" fill="#b83a26"/><path d="M{x} {y - 14}v-20M{x} {y + 14}v14" stroke="#e3c27a" stroke-width="3"/>'
        for x, y in ((110, 330), (165, 345), (290, 335))
    )  # fmt: skip
    return raster(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="800" height="950" viewBox="0 0 400 475">'
        f'<path d="M178 475c6-70 4-110-6-190h56c-10 80-12 120-6 190z" fill="#6f4c2d"/><path d="M200 300c-30-10-50-30-64-60M206 300c24-10 44-26 60-56" stroke="#6f4c2d" stroke-width="13" fill="none"/>'
        f"{crown}{lanterns}</svg>"
    )
