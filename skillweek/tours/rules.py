"""What a tour must have before it is sent for review."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from skillweek.tours.models import Scene, Tour

#: how far a panorama may be from exactly twice as wide as high
TOLERANCE = 0.02


def is_panorama(width: int | None, height: int | None) -> bool:
    """True for a full sphere: twice as wide as high."""
    return bool(width and height) and abs((width or 0) / (height or 1) - 2) <= 2 * TOLERANCE


def unreached(scenes: Sequence[Scene], ways: Iterable[tuple[int, int]]) -> list[Scene]:
    """Scenes to which no way leads from the first one; ``ways`` are pairs of scene ids."""
    if not scenes:
        return []
    following: dict[int, list[int]] = {}
    for source, target in ways:
        following.setdefault(source, []).append(target)
    seen, edge = {scenes[0].pk}, [scenes[0].pk]
    while edge:
        edge = [target for source in edge for target in following.get(source, []) if target not in seen]
        seen.update(edge)
    return [scene for scene in scenes if scene.pk not in seen]


def missing_in_tour(tour: Tour, scenes: Sequence[Scene], ways: Iterable[tuple[int, int]]) -> list[str]:
    """A sentence for everything that ``tour`` still needs."""
    if not scenes:
        return [_("请至少放入一个场景。")]
    lost = unreached(scenes, ways)
    if not lost:
        return []
    titles = "、".join(scene.title for scene in lost[:5])
    return [_("从第一个场景走不到：%(titles)s。请加上通路。") % {"titles": titles}]
