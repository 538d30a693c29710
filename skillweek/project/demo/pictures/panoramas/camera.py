"""Equirectangular projection: where each pixel looks, and what it meets.

Metres; x to the right, y up, z ahead (the middle of the picture); the eye stands at ``(0, EYE, 0)``.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyvips

Floats = npt.NDArray[np.float32]
EYE = 1.6
WIDTH, HEIGHT = 4096, 2048


def raster(svg: str, scale: float = 1.0) -> Floats:
    """An SVG as rows of RGBA between 0 and 1, alpha not multiplied."""
    image = pyvips.Image.svgload_buffer(svg.encode(), scale=scale)
    return np.asarray(image.numpy(), dtype=np.float32) / np.float32(255)


def sample(texture: Floats, u: Floats, v: Floats) -> Floats:
    """Bilinear look-up at ``u`` (left to right) and ``v`` (top to bottom), both 0 to 1."""
    rows, columns = texture.shape[:2]
    x = np.clip(u * columns - 0.5, 0, columns - 1.001)
    y = np.clip(v * rows - 0.5, 0, rows - 1.001)
    x0, y0 = x.astype(np.int32), y.astype(np.int32)
    fx, fy = (x - x0)[..., None], (y - y0)[..., None]
    top = texture[y0, x0] * (1 - fx) + texture[y0, x0 + 1] * fx
    low = texture[y0 + 1, x0] * (1 - fx) + texture[y0 + 1, x0 + 1] * fx
    return np.asarray(top * (1 - fy) + low * fy, dtype=np.float32)


@dataclass(frozen=True)
class Window:
    """A part of the picture seen twice as finely: its columns (may pass the seam) and rows, and its rays."""

    columns: npt.NDArray[np.int64]
    rows: slice
    yaw: Floats  # one per fine column
    pitch: Floats  # one per fine row, upright

    @property
    def empty(self) -> bool:
        """True when nothing of the picture is in it."""
        return self.columns.size == 0 or self.rows.stop <= self.rows.start


def window(yaw: float, half_width: float, low: float, high: float) -> Window:
    """The window around ``yaw`` (radians) from pitch ``low`` to ``high``, at twice the resolution."""
    per = WIDTH / (2 * np.pi)
    first = int(np.floor((yaw - half_width) * per + WIDTH / 2)) - 1
    last = int(np.ceil((yaw + half_width) * per + WIDTH / 2)) + 1
    top = max(0, int(np.floor((np.pi / 2 - high) * per)) - 1)
    bottom = min(HEIGHT, int(np.ceil((np.pi / 2 - low) * per)) + 1)
    columns = np.arange(first, last)
    fine = (np.arange(2 * first, 2 * last, dtype=np.float32) + np.float32(0.5)) / np.float32(2)
    fine_rows = (np.arange(2 * top, 2 * bottom, dtype=np.float32) + np.float32(0.5)) / np.float32(2)
    seen = ((fine - np.float32(WIDTH / 2)) / np.float32(per)).astype(np.float32)
    tilt = (np.float32(np.pi / 2) - fine_rows / np.float32(per)).astype(np.float32)
    return Window(columns % WIDTH, slice(top, bottom), seen, tilt)


def paint(picture: Floats, where: Window, colour: Floats) -> None:
    """Lay fine RGBA over the picture, four fine pixels to one."""
    rows, columns = colour.shape[0] // 2, colour.shape[1] // 2
    cells = colour.reshape(rows, 2, columns, 2, 4)
    alpha = cells[..., 3:4]
    covered = alpha.mean(axis=(1, 3))
    mixed = (cells[..., :3] * alpha).mean(axis=(1, 3))
    under = picture[where.rows][:, where.columns]
    picture[where.rows, where.columns] = under * (1 - covered) + mixed


def strips(count: int = 16) -> Iterator[slice]:
    """The rows of the picture in parts, so that the arrays stay in the processor's cache."""
    step = HEIGHT // count
    for start in range(0, HEIGHT, step):
        yield slice(start, start + step)


def rays(rows: slice) -> tuple[Floats, Floats, Floats]:
    """Directions (x, y, z) of the pixels of ``rows``, divided by the length of their level part.

    ``x`` and ``z`` are one per column, ``y`` one per row.
    """
    yaw = ((np.arange(WIDTH, dtype=np.float32) + 0.5) / WIDTH * 2 - 1) * np.float32(np.pi)
    pitch = (0.5 - (np.arange(rows.start, rows.stop, dtype=np.float32) + 0.5) / HEIGHT) * np.float32(np.pi)
    return np.sin(yaw)[None], np.tan(pitch)[:, None], np.cos(yaw)[None]


def look_up(atlas: Floats, places: Floats) -> Floats:
    """The colours of ``atlas`` (rows of RGB, 0 to 255) at ``places`` (x and y in pixels, per pixel), 0 to 1."""
    source = pyvips.Image.new_from_array(atlas.astype(np.uint8))
    seen = source.mapim(pyvips.Image.new_from_array(places), interpolate=pyvips.Interpolate.new("bilinear"))
    return np.asarray(seen.numpy(), dtype=np.float32) / np.float32(255)


def glance(
    panorama: pyvips.Image, width: int, height: int, *, pitch: float = -4, field: float = 78
) -> pyvips.Image:
    """What a person sees who looks ahead into ``panorama``: a flat picture, ``field`` degrees wide."""
    far = width / 2 / np.tan(np.radians(field / 2))
    x, y = np.meshgrid(np.arange(width) - width / 2, height / 2 - np.arange(height))
    tilt = np.radians(pitch)
    up, ahead = y * np.cos(tilt) + far * np.sin(tilt), far * np.cos(tilt) - y * np.sin(tilt)
    yaw, rise = np.arctan2(x, ahead), np.arctan2(up, np.hypot(x, ahead))
    places = np.stack(
        [(yaw / np.pi + 1) / 2 * panorama.width, (0.5 - rise / np.pi) * panorama.height], axis=-1
    ).astype(np.float32)
    return panorama.mapim(pyvips.Image.new_from_array(places), interpolate=pyvips.Interpolate.new("bilinear"))
