"""Writing scenes, ways and notes of a tour; the way to the public is ``review.actions``."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.review.actions import ReviewError, fill, hold_editable
from skillweek.tours.models import Link, Marker, Scene, Tour
from skillweek.tours.rules import is_panorama


@transaction.atomic
def write_scene(
    *, work: Tour, row: Scene | None = None, facts: dict[str, Any], by: User | None
) -> Scene:  # fmt: skip
    """Write a scene; its picture must be a full panorama, twice as wide as high."""
    tour = hold_editable(work)
    scene = row or Scene(tour=tour, position=tour.scenes.count())
    fill(scene, facts, owner=tour.owner, by=by)
    if not is_panorama(scene.panorama.width, scene.panorama.height):
        size = {"width": scene.panorama.width, "height": scene.panorama.height}
        raise ReviewError(
            _("全景图的宽应是高的两倍，这张是 %(width)s × %(height)s 像素") % size, field="panorama"
        )
    scene.save()
    return scene


@transaction.atomic
def write_link(*, work: Tour, row: Link | None = None, facts: dict[str, Any], by: User | None) -> Link:
    """Write a way from one scene to another; a new one brings the way back, at the opposite side."""
    tour = hold_editable(work)
    link = fill(row or Link(), facts, owner=tour.owner, by=by)
    if link.source_id == link.target_id:
        raise ReviewError(_("请选两个不同的场景"), field="target")
    same = Link.objects.filter(source=link.source, target=link.target).exclude(pk=link.pk)
    if same.exists():
        raise ReviewError(_("这两个场景之间已有通路"), field="target")
    link.save()
    if row is None:
        back = (link.yaw + 360) % 360 - 180
        Link.objects.get_or_create(
            source=link.target, target=link.source, defaults={"yaw": back, "pitch": link.pitch}
        )
    return link


@transaction.atomic
def write_marker(*, work: Tour, row: Marker | None = None, facts: dict[str, Any], by: User | None) -> Marker:
    """Write a note in a scene."""
    tour = hold_editable(work)
    marker = fill(row or Marker(), facts, owner=tour.owner, by=by)
    marker.save()
    return marker


@transaction.atomic
def remove_row(*, work: Tour, row: Scene | Link | Marker, by: User | None) -> None:
    """Take a scene, a way or a note out of a tour that is still with its unit."""
    hold_editable(work)
    row.delete()
