"""The scenes: what stands where. Names are those of ``tours.toml``."""

from collections.abc import Callable
from functools import lru_cache

import numpy as np
import pyvips

from skillweek.project.demo.pictures.motifs import motif
from skillweek.project.demo.pictures.panoramas import walls
from skillweek.project.demo.pictures.panoramas.camera import HEIGHT, WIDTH, Floats, raster
from skillweek.project.demo.pictures.panoramas.things import Box, CutOut, Room
from skillweek.project.demo.pictures.panoramas.walls import Paintwork
from skillweek.project.demo.pictures.panoramas.yard import Yard

Thing = Box | CutOut


@lru_cache(maxsize=64)
def stand_in(name: str) -> Floats:
    """A motif as a cut-out, its foot at the lower edge."""
    return raster(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="520" height="520" viewBox="0 0 400 400">'
        f'<g transform="translate(0 42)">{motif(name, 200, 200, 400)}</g></svg>'
    )


def thing(name: str, x: float, z: float, size: float, low: float = 0) -> CutOut:
    """A motif of ``size`` metres standing at ``x``, ``z``."""
    return CutOut(x, z, low, size, size, stand_in(name))


def table(x: float, z: float, wide: float, deep: float, colour: str, high: float = 0.78) -> list[Thing]:
    """A table: a top on four legs."""
    legs = [
        Box(x + a * (wide / 2 - 0.08), z + b * (deep / 2 - 0.08), 0.07, 0.07, 0, high - 0.06, "#5e3f22")
        for a in (-1, 1)
        for b in (-1, 1)
    ]
    return [*legs, Box(x, z, wide, deep, high - 0.07, high, colour)]


def finish(room: Room | None, things: list[Thing], ground: Floats | None = None) -> pyvips.Image:
    """Draw from far to near and hand over the picture."""
    picture = ground if ground is not None else np.zeros((HEIGHT, WIDTH, 3), dtype=np.float32)
    if room is not None:
        room.draw(picture)
    for one in sorted(things, key=lambda t: -t.distance):
        one.draw(picture)
    return pyvips.Image.new_from_array(np.clip(picture * 255 + 0.5, 0, 255).astype(np.uint8))


def _shadows(things: list[Thing], half_x: float, half_z: float) -> list[str]:
    """Soft shadows of everything that stands on the floor."""
    return [
        walls.shadow(t.x + half_x, half_z - t.z, t.wide, t.deep if isinstance(t, Box) else t.wide * 0.4)
        for t in things
        if t.low < 0.05 and t.wide > 0.2
    ]


def _room(half_x: float, half_z: float, high: float, p: Paintwork, things: list[Thing], *, beams: bool = False,
          lines: str = "", **hung: tuple[str, ...]) -> Room:  # fmt: skip
    """A room whose walls carry ``hung`` things by the name of the wall."""
    sizes = {"north": half_x, "south": half_x, "east": half_z, "west": half_z}
    faces = {name: walls.wall(2 * half, high, p, *hung.get(name, ())) for name, half in sizes.items()}
    faces["floor"] = walls.floor(2 * half_x, 2 * half_z, p, lines, *_shadows(things, half_x, half_z))
    faces["ceiling"] = walls.ceiling(2 * half_x, 2 * half_z, p, beams=beams)
    return Room(half_x, half_z, high, faces)


def workshop(warm: bool = False) -> pyvips.Image:
    """A hall with two rows of machines and a robot cell ahead."""
    p = (
        Paintwork("#efe6d5", "#c9a86a", "#7a5a2e", "#d8cdb8", "#a99a7e", accent="#b83a26")
        if warm
        else Paintwork("#e6eeea", "#75a69c", "#2b5651", "#cfd8d3", "#9fb0a8")
    )
    machine = walls.raster(
        '<svg xmlns="http://www.w3.org/2000/svg" width="480" height="400" viewBox="0 0 480 400"><rect width="480" height="400" '
        'fill="#3a6e67"/><rect width="480" height="70" fill="#2b5651"/><rect x="40" y="100" width="250" height="170" rx="14" '
        'fill="#132d2a"/><rect x="56" y="116" width="218" height="138" rx="8" fill="#a0c4bb"/><path d="M56 254l120-138h98l-120 138z" '
        'fill="#c7ddd6"/><rect x="330" y="100" width="110" height="90" rx="8" fill="#132d2a"/><rect x="342" y="112" width="86" '
        'height="50" fill="#e3c27a"/><circle cx="352" cy="222" r="13" fill="#b83a26"/><circle cx="386" cy="222" r="13" fill="#e3c27a"/>'
        '<circle cx="420" cy="222" r="13" fill="#75a69c"/><rect y="300" width="480" height="16" fill="#e3c27a"/><path d="M60 340h360" '
        'stroke="#1f413d" stroke-width="10"/></svg>'
    )
    things: list[Thing] = [
        Box(side * 3.4, z, 1.5, 1.7, 0, 1.75, "#2b5651", skin=machine, top="#528a81")
        for side in (-1, 1)
        for z in (3.4, 5.8, -3.4, -5.8)
    ]
    things += [Box(0, 4.6, 3.0, 1.8, 0, 0.5, "#a9812f", top="#e3c27a"), thing("robot", 0, 4.3, 2.3, 0.5)]
    things += [Box(x, 3.2, 0.05, 0.05, 0, 1.0, "#e3c27a") for x in (-1.9, 1.9)]
    things += [*table(-1.9, -4.6, 1.8, 0.9, "#c99b5f"), thing("lathe", -1.9, -4.5, 0.8, 0.78)]
    things += [
        *table(2.0, -4.4, 1.6, 0.9, "#c99b5f"),
        thing("helmet", 1.7, -4.2, 0.45, 0.78),
        thing("gear", 2.3, -4.2, 0.4, 0.78),
    ]
    things += [
        thing("plant", 5.3, 1.7, 1.2),
        thing("plant", -5.3, -1.7, 1.2),
        thing("recycle", 5.4, -1.8, 0.9),
    ]
    yellow = '<g fill="none" stroke="#d9a92b" stroke-width=".1"><path d="M4.4 0v16M8.6 0v16"/><path d="M4.6 1.6h3.8v3.7h-3.8z" stroke-dasharray=".4 .2"/></g>'
    tools = walls.board(0.6, 1.3, 3.2, 1.5) + "".join(
        walls.poster(x, 1.3, n, wide=1.0) for x, n in ((10.6, "helmet"), (12.0, "weld"), (13.4, "circuit"))
    )
    high_windows = "".join(walls.window(x, 0.6, 2.6, 1.5, "w") for x in (0.7, 3.6, 9.8, 12.7))
    ahead = "".join(walls.window(x, 0.7, 2.2, 1.6, "n") for x in (0.6, 3.1, 6.7, 9.2)) + walls.poster(
        5.55, 0.8, "gear", wide=0.95
    )
    room = _room(6, 8, 4.8, p, things, beams=True, lines=yellow,
                 north=(ahead,), south=(walls.door(6, 4.8), walls.poster(2, 2.2, "weld"), walls.poster(3.2, 2.2, "car"), walls.poster(8.2, 2.2, "robot")),
                 east=(tools, walls.door(8, 4.8, "#a9812f") if warm else walls.shelves(5.4, 1.6, 4.6, 4, ("gear", "helmet", "circuit", "drone", "lathe", "case"), "#5b6f69")),
                 west=(high_windows, walls.door(8, 4.8)))  # fmt: skip
    return finish(room, things)


def ceramics() -> pyvips.Image:
    """A studio: potter's wheels by the window, shelves of drying pots."""
    p = Paintwork("#f6ead8", "#dcc09a", "#8a5f3a", "#e2d3bb", "#b79c77")
    things: list[Thing] = []
    for x, z in ((-2.2, 3.0), (0, 3.3), (2.2, 3.0)):
        things += [
            thing("pot", x, z, 1.6),
            Box(x + 0.75, z - 0.7, 0.42, 0.42, 0, 0.46, "#8a5f3a", top="#b98d64"),
        ]
    things += [
        *table(3.2, -1.9, 1.1, 2.2, "#d2ab7a"),
        thing("vase", 3.0, -1.4, 0.6, 0.78),
        thing("tea", 3.1, -2.3, 0.4, 0.78),
    ]
    things += [
        *table(-3.0, -2.0, 1.1, 2.2, "#d2ab7a"),
        thing("plant", -2.9, -2.6, 0.6, 0.78),
        thing("vase", -2.9, -1.6, 0.5, 0.78),
    ]
    things += [
        Box(-3.6, 4.1, 1.3, 1.1, 0, 1.7, "#7d4a33", top="#9c6246"),
        Box(3.9, 4.2, 1.0, 0.9, 0, 1.2, "#a87f58", top="#c9a27c"),
    ]
    things += [thing("vase", 3.9, 4.0, 0.8, 1.2), thing("plant", -4.3, 1.6, 1.3)]
    shelf = walls.shelves(0.5, 0.9, 8.2, 4, ("vase", "tea", "vase", "pot", "plant"))
    room = _room(4.8, 5, 3.6, p, things,
                 north=("".join(walls.window(x, 0.5, 2.5, 1.8, "c") for x in (0.6, 3.55, 6.5)),),
                 west=(shelf,), east=(walls.door(5, 3.6), walls.poster(1.2, 1.0, "vase"), walls.poster(2.4, 1.0, "wheel"), walls.board(6.6, 1.0, 2.8, 1.3)),
                 south=(walls.door(4.8, 3.6, "#8a5f3a"), walls.shelves(0.5, 1.2, 2.9, 3, ("vase", "tea")), walls.poster(6.6, 1.0, "stone"), walls.poster(7.8, 1.0, "brush")))  # fmt: skip
    return finish(room, things)


def library() -> pyvips.Image:
    """A reading room with book-shelves on the walls and a long table."""
    p = Paintwork("#eef0e6", "#c9d6c2", "#6f4c2d", "#c7a272", "#9c7545", accent="#3a6e67")
    things: list[Thing] = [*table(0, 3.1, 4.4, 1.3, "#b98552")]
    things += [
        thing(n, x, 2.9, s, 0.78)
        for n, x, s in (("book", -1.4, 0.5), ("tea", 0.1, 0.36), ("book", 1.3, 0.5), ("plant", 0.6, 0.6))
    ]
    things += [
        Box(x, z, 0.46, 0.46, 0, 0.47, "#3a6e67", top="#75a69c")
        for x in (-1.6, -0.5, 0.6, 1.7)
        for z in (2.0, 4.2)
    ]
    things += [
        Box(-3.2, -2.6, 0.5, 2.6, 0, 1.25, "#8a5f3a", top="#a97a4a"),
        Box(3.2, -2.6, 0.5, 2.6, 0, 1.25, "#8a5f3a", top="#a97a4a"),
    ]
    things += [
        thing("vase", -3.1, -2.2, 0.55, 1.25),
        thing("crystal", 3.1, -2.2, 0.5, 1.25),
        thing("drum", 3.1, -3.1, 0.45, 1.25),
        thing("tiger", -3.1, -3.2, 0.45, 1.25),
    ]
    things += [thing("plant", 4.4, 4.2, 1.5), thing("plant", -4.4, 4.2, 1.5), thing("baby", 2.4, -4.2, 0.7)]
    rug = '<rect x="2.2" y="5.4" width="5.6" height="3.4" rx=".2" fill="#3a6e67" opacity=".85"/><rect x="2.4" y="5.6" width="5.2" height="3" rx=".15" fill="none" stroke="#e3c27a" stroke-width=".06"/>'
    room = _room(5, 5.2, 3.6, p, things, lines=rug,
                 north=("".join(walls.window(x, 0.4, 2.6, 2.3, "l") for x in (0.6, 3.7, 6.8)),),
                 east=(walls.books(0.4, 0.7, 4.4, 6), walls.books(5.6, 0.7, 4.4, 6)),
                 west=(walls.books(0.4, 0.7, 3.6, 6), walls.door(5.2, 3.6, "#6f4c2d"), walls.books(6.4, 0.7, 3.6, 6)),
                 south=(walls.door(5, 3.6, "#6f4c2d"), walls.poster(1.0, 0.9, "book"), walls.poster(2.2, 0.9, "brush"), walls.books(6.4, 0.7, 3.2, 6)))  # fmt: skip
    return finish(room, things)


def ward() -> pyvips.Image:
    """A training ward with beds on both sides."""
    p = Paintwork("#eaf3f1", "#c7ddd6", "#75a69c", "#e6ebe6", "#b7c7c0")
    things: list[Thing] = []
    for side in (-1, 1):
        for z in (2.8, 0.0, -2.8):
            if z == 0.0 and side == 1:
                continue
            x = side * 3.3
            things += [
                Box(x, z, 2.0, 0.95, 0.42, 0.62, "#fbfaf6", top="#fbfaf6"),
                Box(x - side * 0.35, z, 1.3, 0.97, 0.6, 0.7, "#75a69c", top="#a0c4bb"),
                Box(x + side * 0.75, z, 0.4, 0.6, 0.62, 0.76, "#e4efeb", top="#ffffff"),
                Box(x + side * 1.02, z, 0.06, 0.98, 0.1, 1.1, "#8fb4ac"),
                Box(x - side * 0.98, z, 0.06, 0.98, 0.1, 0.85, "#8fb4ac"),
            ]
    things += [
        *table(0, 3.7, 1.8, 0.8, "#d9e6e0"),
        thing("stethoscope", -0.4, 3.6, 0.7, 0.78),
        thing("book", 0.5, 3.6, 0.5, 0.78),
    ]
    things += [
        thing("plant", -1.9, 4.4, 1.2),
        thing("baby", 3.4, 2.8, 0.45, 0.72),
        thing("tiger", -3.3, -2.8, 0.4, 0.72),
        thing("plant", 2.2, -4.4, 1.2),
    ]
    room = _room(5, 5, 3.2, p, things,
                 north=(walls.window(0.6, 0.5, 2.6, 1.5, "a"), walls.window(6.8, 0.5, 2.6, 1.5, "b"), walls.poster(4.45, 0.6, "heart", wide=1.1)),
                 south=(walls.board(3.2, 0.8, 3.6, 1.3), walls.poster(1.2, 0.8, "mask"), walls.poster(8.0, 0.8, "drop")),
                 east=(walls.door(5, 3.2, "#75a69c"), walls.poster(1.7, 0.7, "baby"), walls.poster(7.4, 0.7, "bed")),
                 west=("".join(walls.window(x, 0.5, 1.9, 1.3, "z") for x in (0.9, 4.05, 7.2)),))  # fmt: skip
    return finish(room, things)


def kitchen() -> pyvips.Image:
    """A kitchen classroom with worktops and a wall of ovens."""
    p = Paintwork("#fbf2e2", "#e8c9a6", "#b83a26", "#efe3cf", "#c9b08c")
    oven = walls.raster(
        '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="400" viewBox="0 0 300 400"><rect width="300" height="400" fill="#8fa6a0"/>'
        '<g fill="#132d2a"><rect x="24" y="30" width="252" height="150" rx="10"/><rect x="24" y="214" width="252" height="150" rx="10"/></g>'
        '<g fill="#c4703d" opacity=".75"><rect x="44" y="50" width="212" height="110" rx="6"/><rect x="44" y="234" width="212" height="110" rx="6"/></g>'
        '<g stroke="#e3c27a" stroke-width="7"><path d="M44 110h212M44 294h212"/></g><path d="M60 22h180M60 206h180" stroke="#dfe7e3" stroke-width="8"/></svg>'
    )
    things: list[Thing] = []
    for x, z in ((-2.3, 2.9), (2.3, 2.9), (-2.3, -2.9), (2.3, -2.9)):
        things += [
            Box(x, z, 2.1, 1.1, 0, 0.86, "#fbfaf6", top="#d9c3a0"),
            Box(x, z, 2.16, 1.16, 0.84, 0.9, "#c9a27c", top="#ead7b6"),
        ]
    on = (
        ("noodles", -2.6, 2.7),
        ("plate", -1.8, 2.8),
        ("bread", 1.9, 2.7),
        ("cake", 2.7, 2.7),
        ("wok", -2.3, -2.7),
        ("tea", 2.7, -2.7),
        ("bread", 1.9, -2.7),
    )
    things += [thing(n, x, z, 0.6, 0.9) for n, x, z in on]
    things += [
        Box(x, 4.6, 0.95, 0.7, 0, 1.9, "#8fa6a0", skin=oven, top="#c4d0cb") for x in (-1.5, -0.5, 0.5, 1.5)
    ]
    things += [
        thing("plant", 4.2, 4.2, 1.2),
        thing("recycle", 4.3, -0.9, 0.8),
        thing("scale", -4.2, 4.2, 0.9),
    ]
    room = _room(5, 5, 3.3, p, things,
                 north=(walls.window(0.5, 0.6, 2.3, 1.4, "k"), walls.window(7.2, 0.6, 2.3, 1.4, "m")),
                 east=("".join(walls.window(x, 0.6, 2.2, 1.4, "e") for x in (1, 3.9, 6.8)),),
                 south=(walls.board(3.2, 0.8, 3.6, 1.3), walls.poster(1.2, 0.8, "noodles"), walls.poster(8.0, 0.8, "cake")),
                 west=(walls.door(5, 3.3, "#b83a26"), walls.shelves(0.8, 0.9, 2.8, 3, ("plate", "tea", "wok", "bread")), walls.shelves(6.4, 0.9, 2.8, 3, ("tea", "noodles", "cake"))))  # fmt: skip
    return finish(room, things)


SCENES: dict[str, Callable[[], pyvips.Image]] = {
    "yard": lambda: finish(None, [*Yard.things(thing)], Yard.ground()),
    "workshop": workshop,
    "workshop-warm": lambda: workshop(warm=True),
    "ceramics": ceramics,
    "library": library,
    "ward": ward,
    "kitchen": kitchen,
}
