"""The one door to tours and their scenes."""

from collections import Counter
from collections.abc import Iterable
from itertools import chain
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skillweek.common import clock
from skillweek.common.registry import Evidence, EvidenceRow, MeasureValue, SearchEntry
from skillweek.common.search import matching
from skillweek.library.models import File
from skillweek.organisations.models import Organisation
from skillweek.organisations.queries import reported
from skillweek.plan.models import Edition
from skillweek.tours.models import Link, Marker, Scene, Tour
from skillweek.tours.rules import missing_in_tour


def _public(edition: Edition) -> QuerySet[Tour]:
    return Tour.objects.filter(
        city_id=edition.city_id, state=Tour.State.PUBLISHED, published_at__lte=clock.now()
    )


def tours(edition: Edition) -> QuerySet[Tour]:
    """Tours of the edition's city that are public now, with how many scenes each has."""
    return (
        _public(edition)
        .select_related("owner__kind", "cover")
        .prefetch_related("cover__renditions", "scenes__panorama__renditions")
        .annotate(scene_count=Count("scenes", distinct=True))
    )


def scenes(tour: Tour) -> QuerySet[Scene]:
    """The scenes of ``tour``, the first one first, with ways and notes."""
    return (
        Scene.objects.filter(tour=tour)
        .select_related("panorama")
        .prefetch_related("panorama__renditions", "links__target", "markers__picture__renditions")
    )


def links(tour: Tour) -> QuerySet[Link]:
    """Ways between scenes of ``tour``."""
    return (
        Link.objects.filter(source__tour=tour)
        .select_related("source", "target")
        .order_by("source__position", "id")
    )


def markers(tour: Tour) -> QuerySet[Marker]:
    """Notes in scenes of ``tour``."""
    return Marker.objects.filter(scene__tour=tour).select_related("scene").order_by("scene__position", "id")


def small_url(file: File) -> str:
    """The address of the largest rendition of ``file`` (for phones), or of the file itself."""
    copies = list(file.renditions.all())
    return copies[-1].get_absolute_url() if copies else file.get_absolute_url()


def _note(marker: Marker) -> dict[str, Any]:
    return {
        "id": f"marker-{marker.pk}", "yaw": marker.yaw, "pitch": marker.pitch, "title": str(marker),
        "text": marker.note, "url": marker.url,
        "picture": small_url(marker.picture) if marker.picture else "",
    }  # fmt: skip


def _view(scene: Scene) -> dict[str, Any]:
    return {
        "id": scene.slug, "title": str(scene), "text": scene.text, "yaw": scene.yaw, "pitch": scene.pitch,
        "panorama": scene.panorama.get_absolute_url(), "small": small_url(scene.panorama),
        "links": [
            {"to": link.target.slug, "title": str(link.target), "yaw": link.yaw, "pitch": link.pitch}
            for link in scene.links.all()
        ],
        "markers": [_note(marker) for marker in scene.markers.all()],
    }  # fmt: skip


def tour_details(tour: Tour) -> dict[str, Any]:
    """What the page of a tour shows: the scenes for readers, and the same as data for the viewer."""
    found = list(scenes(tour))
    data = {"scenes": [_view(scene) for scene in found], "labels": _labels()}
    return {"tour": tour, "scenes": found, "tour_data": data}


def _labels() -> dict[str, str]:
    """What the viewer's buttons are called."""
    return {
        "loading": _("正在打开全景"), "loadError": _("全景图打不开"), "zoom": _("缩放"), "zoomIn": _("放大"),
        "zoomOut": _("缩小"), "moveUp": _("向上看"), "moveDown": _("向下看"), "moveLeft": _("向左看"),
        "moveRight": _("向右看"), "fullscreen": _("全屏"), "menu": _("菜单"), "close": _("关闭"),
        "ctrlZoom": _("按住 Ctrl 滚动可缩放"), "webglError": _("这个浏览器不能显示全景，请看下面的图片和文字"),
    }  # fmt: skip


def missing(tour: Tour) -> list[str]:
    """What ``tour`` still needs before it can be submitted."""
    return missing_in_tour(tour, list(scenes(tour)), links(tour).values_list("source_id", "target_id"))


def files(tour: Tour) -> Iterable[UUID]:
    """Ids of the files that a public ``tour`` shows."""
    pictures = markers(tour).exclude(picture=None).values_list("picture_id", flat=True)
    panoramas = Scene.objects.filter(tour=tour).values_list("panorama_id", flat=True)
    return chain([tour.cover_id] if tour.cover_id else [], panoramas, pictures)


def search(edition: Edition, words: list[str]) -> list[SearchEntry]:
    """Tours whose words match."""
    found = matching(tours(edition), words, "title", "title_en", "introduction", "owner__name")
    return [
        SearchEntry("tour", str(tour), tour.get_absolute_url(), tour.text[:120], rank) for tour, rank in found
    ]


def count_tours(edition: Edition) -> MeasureValue:
    """Public tours, by unit."""
    parts = (
        reported(_public(edition), "owner")
        .order_by("owner_id")
        .values_list("owner__short_name")
        .annotate(n=Count("pk"))
    )
    rows = [(name, number) for name, number in parts]
    return MeasureValue(sum(number for _name, number in rows), rows)


def count_scenes(edition: Edition) -> MeasureValue:
    """Scenes that can be walked through."""
    shown = Q(tour__in=reported(_public(edition), "owner"))
    return MeasureValue(Scene.objects.filter(shown).count())


def _evidence(edition: Edition, parameter: str) -> dict[int, int]:
    return dict(Counter(_public(edition).order_by().values_list("owner", flat=True)))


def _evidence_rows(edition: Edition, parameter: str, unit: Organisation | None) -> list[EvidenceRow]:
    found = _public(edition).filter(owner=unit) if unit else _public(edition)
    shown = found.select_related("owner")
    return [EvidenceRow(str(tour), tour.get_absolute_url(), tour.owner.called) for tour in shown]


#: public tours
TOURS = Evidence(label=gettext_lazy("已开放的全景校园"), count=_evidence, rows=_evidence_rows, way="review:shelf",
                 verb=gettext_lazy("去做全景"))  # fmt: skip
