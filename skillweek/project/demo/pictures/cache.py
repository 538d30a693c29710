"""Pictures as files: drawn once into a folder, by name."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyvips

from skillweek.project.demo.pictures.colours import BY_KIND
from skillweek.project.demo.pictures.covers import HEIGHT, IN_TURN, LAYOUTS, WIDTH, cover
from skillweek.project.demo.pictures.exhibits import GLAZES, PROFILES, exhibit
from skillweek.project.demo.pictures.motifs import names
from skillweek.project.demo.pictures.panoramas.camera import glance
from skillweek.project.demo.pictures.panoramas.scenes import SCENES

#: raise when the drawings change, so that old files are drawn anew
EDITION = "1"
QUALITY = 80


def cover_name(motif: str, kind: str, turn: int) -> str:
    """The name of the cover that the ``turn``-th use of a motif in a kind of activity gets."""
    colours = BY_KIND.get(kind, BY_KIND["campus"])
    shift = sum(map(ord, motif))
    return f"cover.{motif}.{colours[(turn + shift) % len(colours)]}.{IN_TURN[(turn + shift // 3) % len(IN_TURN)]}"


def known(name: str) -> bool:
    """True when there is a drawing for ``name``."""
    kind, *rest = name.split(".")
    if kind in {"panorama", "view"}:
        return rest[0] in SCENES
    if kind == "exhibit":
        shape, _, glaze = rest[0].partition(":")
        return shape in names() or (glaze in GLAZES and shape in {*PROFILES, "plate"})
    return kind in {"cover", "photo"} and len(rest) == 3 and rest[0] in names() and rest[2] in LAYOUTS


def draw_all(wanted: Iterable[str], folder: Path) -> dict[str, Path]:
    """The files of ``wanted``, drawn where they are missing, two at a time.

    A ``view`` is a glance into the panorama of the same name, which must be wanted too.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths = {name: folder / _file(name) for name in dict.fromkeys(wanted)}
    missing = [name for name, path in paths.items() if not path.exists()]
    views = [name for name in missing if name.startswith("view.")]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda name: _draw(name, paths[name]), [name for name in missing if name not in views]))
    for name in views:
        image = pyvips.Image.new_from_file(str(paths[name.replace("view", "panorama", 1)]))
        _write(glance(image, WIDTH, HEIGHT), paths[name])
    return paths


def _file(name: str) -> str:
    suffix = "jpg" if name.startswith(("panorama", "photo")) else "webp"
    return f"{name.replace(':', '-')}.{EDITION}.{suffix}"


def _draw(name: str, path: Path) -> None:
    kind, *rest = name.split(".")
    if kind == "panorama":
        image = SCENES[rest[0]]()
    else:
        svg = exhibit(rest[0]) if kind == "exhibit" else cover(*rest)
        image = pyvips.Image.svgload_buffer(svg.encode()).flatten(background=255)
    _write(image, path)


def _write(image: pyvips.Image, path: Path) -> None:
    scratch = path.with_name(f"scratch-{path.name}")
    effort = {} if path.suffix == ".jpg" else {"effort": 2}
    image.write_to_file(str(scratch), Q=QUALITY, keep="none", **effort)
    scratch.replace(path)
