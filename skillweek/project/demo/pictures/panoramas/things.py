"""What stands in a scene: rooms, boxes, and flat cut-outs that face the eye."""

from dataclasses import dataclass, field

import numpy as np

from skillweek.project.demo.pictures.panoramas.camera import (
    EYE,
    Floats,
    look_up,
    paint,
    rays,
    sample,
    strips,
    window,
)


def rgb(colour: str) -> Floats:
    """``#rrggbb`` as three numbers between 0 and 1."""
    return np.array([int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)], dtype=np.float32)


@dataclass
class Room:
    """Four walls, floor and ceiling as pictures; half width (x), half depth (z) and height in metres."""

    half_x: float
    half_z: float
    height: float
    faces: dict[str, Floats] = field(repr=False)

    def draw(self, picture: Floats) -> None:
        """Fill the whole picture."""
        atlas, tops = self._atlas()
        places = np.empty((*picture.shape[:2], 2), dtype=np.float32)
        for rows in strips():
            self._find(rows, places[rows], tops)
        picture[...] = look_up(atlas, places)

    def _atlas(self) -> tuple[Floats, dict[str, int]]:
        """All faces below one another, and the row at which each begins."""
        wide = max(face.shape[1] for face in self.faces.values())
        atlas = np.zeros((sum(face.shape[0] for face in self.faces.values()), wide, 3), dtype=np.float32)
        tops, at = {}, 0
        for name, face in self.faces.items():
            atlas[at : at + face.shape[0], : face.shape[1]] = face[..., :3] * 255
            tops[name], at = at, at + face.shape[0]
        return atlas, tops

    def _find(self, rows: slice, places: Floats, tops: dict[str, int]) -> None:
        """For each pixel of ``rows``, its place in the atlas."""
        x, y, z = rays(rows)
        to_x, to_z = self.half_x / np.maximum(np.abs(x), 1e-6), self.half_z / np.maximum(np.abs(z), 1e-6)
        side, reach = to_x < to_z, np.minimum(to_x, to_z)
        # walls: how far along is one number per column
        along_x, along_z = x * reach / (2 * self.half_x), z * reach / (2 * self.half_z)
        names = np.where(side, np.where(x > 0, 0, 1), np.where(z > 0, 2, 3))
        along = np.choose(names, [0.5 - along_z, 0.5 + along_z, 0.5 + along_x, 0.5 - along_x])
        walls = [self.faces[name] for name in ("east", "west", "north", "south")]
        width = np.choose(names, [np.float32(wall.shape[1]) for wall in walls])
        high = np.choose(names, [np.float32(wall.shape[0]) for wall in walls])
        top = np.choose(names, [np.float32(tops[name]) for name in ("east", "west", "north", "south")])
        places[..., 0] = np.clip(along * width, 0, width - 1)
        down = 1 - (EYE + y * reach) / self.height
        places[..., 1] = np.clip(down * high, 0, high - 1) + top
        self._find_level(y, x, z, places, down, tops)

    def _find_level(self, y, x, z, places, down, tops) -> None:  # type: ignore[no-untyped-def]  # arrays
        """The same for what meets the ceiling or the floor instead of a wall."""
        for name, mask, height in (("ceiling", down < 0, self.height - EYE), ("floor", down > 1, -EYE)):
            if not mask.any():
                continue
            face = self.faces[name]
            reach = height / np.where(y == 0, 1, y)
            u, v = x * reach / (2 * self.half_x) + 0.5, z * reach / (2 * self.half_z) + 0.5
            v = v if name == "ceiling" else 1 - v
            flat_u = np.clip(u * face.shape[1], 0, face.shape[1] - 1)
            flat_v = np.clip(v * face.shape[0], 0, face.shape[0] - 1) + tops[name]
            np.copyto(places[..., 0], flat_u, where=mask, casting="same_kind")
            np.copyto(places[..., 1], flat_v, where=mask, casting="same_kind")


@dataclass
class Box:
    """An upright box: its middle on the floor plan, size, height above the floor, turn in degrees, colour.

    ``skin`` is a picture for its four sides.
    """

    x: float
    z: float
    wide: float
    deep: float
    low: float
    high: float
    colour: str = "#ffffff"
    turn: float = 0
    skin: Floats | None = field(default=None, repr=False)
    top: str = ""

    @property
    def distance(self) -> float:
        """Metres from the eye, on the floor plan."""
        return float(np.hypot(self.x, self.z))

    def draw(self, picture: Floats) -> None:
        """Draw it over what is behind."""
        angle = np.deg2rad(self.turn)
        c, s = np.cos(angle), np.sin(angle)
        corners = [(a * self.wide / 2, b * self.deep / 2) for a in (-1, 1) for b in (-1, 1)]
        points = [(self.x + a * c + b * s, self.z - a * s + b * c) for a, b in corners]
        middle = np.arctan2(self.x, self.z)
        spread = max(abs((np.arctan2(px, pz) - middle + np.pi) % (2 * np.pi) - np.pi) for px, pz in points)
        ox, oz = -self.x * c + self.z * s, -self.x * s - self.z * c  # the eye in the box's own directions
        near = max(np.hypot(max(abs(ox) - self.wide / 2, 0), max(abs(oz) - self.deep / 2, 0)), 0.3)
        far = max(np.hypot(px, pz) for px, pz in points)
        pitches = [np.arctan2(h - EYE, d) for h in (self.low, self.high) for d in (near, far)]
        where = window(float(middle), float(spread) + 0.02, min(pitches) - 0.02, max(pitches) + 0.02)
        flat = np.cos(where.pitch)[:, None]
        dx, dz = np.sin(where.yaw)[None] * flat, np.cos(where.yaw)[None] * flat
        dy = np.broadcast_to(np.sin(where.pitch)[:, None], dx.shape)
        self._hit(picture, where, (dx * c - dz * s, dy, dx * s + dz * c), (ox, EYE, oz))

    def _hit(self, picture, where, direction, origin) -> None:  # type: ignore[no-untyped-def]  # arrays
        bounds = ((-self.wide / 2, self.wide / 2), (self.low, self.high), (-self.deep / 2, self.deep / 2))
        enters, leaves = [], []
        with np.errstate(divide="ignore", invalid="ignore"):
            for d, o, (low, high) in zip(direction, origin, bounds, strict=True):
                one, other = (low - o) / d, (high - o) / d
                enters.append(np.minimum(one, other))
                leaves.append(np.maximum(one, other))
        entry = np.maximum(np.maximum(enters[0], enters[1]), enters[2])
        hit = (entry < np.minimum(np.minimum(leaves[0], leaves[1]), leaves[2])) & (entry > 0.05)
        axis = np.argmax(np.stack(enters), axis=0)
        at = [o + d * np.where(hit, entry, 1) for d, o in zip(direction, origin, strict=True)]
        paint(picture, where, self._colours(hit, axis, at))

    def _colours(self, hit, axis, at) -> Floats:  # type: ignore[no-untyped-def]  # arrays
        colour = np.zeros((*hit.shape, 4), dtype=np.float32)
        colour[..., :3] = rgb(self.colour)
        upright = np.clip((at[1] - self.low) / max(self.high - self.low, 0.01), 0, 1)
        if self.skin is not None:
            along = np.where(axis == 2, at[0] / self.wide, at[2] / self.deep) + 0.5
            sides = sample(self.skin, along.astype(np.float32), (1 - upright).astype(np.float32))
            colour[..., :3] = np.where((axis == 1)[..., None], colour[..., :3], sides[..., :3])
        if self.top:
            colour[..., :3] = np.where((axis == 1)[..., None], rgb(self.top), colour[..., :3])
        light = np.choose(axis, [np.float32(0.9), np.float32(1.04), np.float32(0.97)])
        light = light * np.where(axis == 1, 1, 0.86 + 0.14 * upright)
        colour[..., :3] *= light[..., None]
        colour[..., 3] = hit
        return np.clip(colour, 0, 1)


@dataclass
class CutOut:
    """A flat drawing that faces the eye; ``x``, ``z`` its foot, ``low`` its lower edge, sizes in metres."""

    x: float
    z: float
    low: float
    wide: float
    high: float
    drawing: Floats = field(repr=False)

    @property
    def distance(self) -> float:
        """Metres from the eye, on the floor plan."""
        return float(np.hypot(self.x, self.z))

    def draw(self, picture: Floats) -> None:
        """Draw it over what is behind."""
        d, yaw = self.distance, float(np.arctan2(self.x, self.z))
        half = float(np.arctan2(self.wide / 2, d))
        pitches = [np.arctan2(h - EYE, d) for h in (self.low, self.low + self.high)]
        where = window(yaw, half, min(pitches) - 0.01, max(pitches) + 0.01)
        if where.empty:
            return
        off = where.yaw - yaw
        u = np.broadcast_to((d * np.tan(off) / self.wide + 0.5)[None], (where.pitch.size, off.size))
        height = EYE + d * np.tan(where.pitch)[:, None] / np.cos(off)[None]
        v = 1 - (height - self.low) / self.high
        colour = sample(self.drawing, u.astype(np.float32), v.astype(np.float32))
        colour[..., 3] *= (u >= 0) & (u <= 1) & (v >= 0) & (v <= 1)
        paint(picture, where, colour)
