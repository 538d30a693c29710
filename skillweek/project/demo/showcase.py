"""Halls, tours, articles and open resources: what schools show online.

Each reader checks its rows and names its pictures, and returns the function that writes once they are drawn.
"""

from collections.abc import Callable
from typing import Any

from skillweek.exhibition.models import Exhibit, Hall, Placement, Resource, Room
from skillweek.organisations.models import Organisation
from skillweek.project.demo.files import LICENCE, Pictures, paper, stored
from skillweek.project.demo.keep import keep, same, sound
from skillweek.project.demo.pictures.cache import cover_name
from skillweek.project.demo.reviews import record
from skillweek.project.demo.source import Row
from skillweek.project.demo.week import Passed, Week
from skillweek.publicity.models import Article
from skillweek.publicity.rules import clean_body
from skillweek.review.models import Review, Reviewed
from skillweek.tours.models import Link, Marker, Scene, Tour

Writer = Callable[[], None]


def common(week: Week, row: Row, owner: Organisation) -> dict[str, Any]:
    """The fields that everything reviewed has; loaded things are public from ``published``."""
    moment = row.moment("published") if row.text("published") else week.opened
    return {
        "city": week.city, "owner": owner, "state": Reviewed.State.PUBLISHED, "published_at": moment,
        "created_by": week.officer, "created_at": moment, "updated_at": moment,
    }  # fmt: skip


def publish(week: Week, works: list[Any]) -> None:
    """The review that made each of ``works`` public."""
    record(week, [
        Passed(work, work.review_kind, str(work), work.owner, Review.State.APPROVED, work.created_at, work.published_at)
        for work in works
    ])  # fmt: skip


def _texts(row: Row, *keys: str) -> dict[str, str]:
    return {key: row.text(key) for key in keys}


def _owned(week: Week, file: str, key: str, unique: str) -> list[tuple[Row, Organisation]]:
    """The tables of a file with the unit each belongs to."""
    rows = week.folder.tables(file, key)
    week.folder.unique(rows, unique)
    return [(row, owner) for row in rows if (owner := row.one("owner", week.units, "unit"))]


def read_halls(week: Week, pictures: Pictures) -> Writer:
    """Halls with rooms and exhibits."""
    plans = []
    for row, owner in _owned(week, "halls.toml", "halls", "slug"):
        hall = Hall(
            edition=week.edition, **common(week, row, owner),
            **_texts(row, "slug", "title", "title_en", "introduction", "introduction_en"),
        )  # fmt: skip
        sound(row, hall)
        cover = pictures.want(row, "picture", cover_name(row.text("picture"), "online", 0))
        rooms = [
            (room, [_exhibit(week, pictures, hall, one) for one in room.tables("exhibits")])
            for room in row.tables("rooms")
        ]
        plans.append((hall, cover, rooms))

    def write() -> None:
        kept = []
        for hall, cover, rooms in plans:
            hall.cover = pictures.cover(cover)
            kept += keep(Hall, [hall], "slug")
            for position, (row, exhibits) in enumerate(rooms):
                _write_room(kept[-1], row, position, exhibits, pictures)
        publish(week, kept)

    return write


def _exhibit(week: Week, pictures: Pictures, hall: Hall, row: Row) -> tuple[Exhibit, str]:
    exhibit = Exhibit(
        city=week.city, owner=hall.owner, year=row.number("year"), created_at=hall.created_at,
        alt=f"示意图：{row.text('title')}，{row.text('medium')}"[:200],
        **_texts(row, "code", "title", "title_en", "maker", "maker_class", "skill", "medium", "story", "story_en"),
    )  # fmt: skip
    sound(row, exhibit)
    return exhibit, pictures.want(row, "picture", f"exhibit.{row.text('picture')}")


def _write_room(
    hall: Hall, row: Row, position: int, exhibits: list[tuple[Exhibit, str]], pictures: Pictures
) -> None:
    room, _made = Room.objects.update_or_create(
        hall=hall, title=row.text("title"),
        defaults={"title_en": row.text("title_en"), "introduction": row.text("introduction"), "position": position},
    )  # fmt: skip
    for exhibit, name in exhibits:
        exhibit.picture = pictures.file(name, hall.owner.code, exhibit.alt)
    kept = keep(Exhibit, [exhibit for exhibit, _ in exhibits], "code")
    keep(
        Placement,
        [Placement(room=room, exhibit=e, position=n) for n, e in enumerate(kept)],
        "room",
        "exhibit",
    )


def read_tours(week: Week, pictures: Pictures) -> Writer:
    """Tours with scenes, the ways between them, and notes."""
    plans = []
    for row, owner in _owned(week, "tours.toml", "tours", "slug"):
        tour = Tour(
            **common(week, row, owner),
            **_texts(row, "slug", "title", "title_en", "introduction", "introduction_en"),
        )
        sound(row, tour)
        scenes = row.tables("scenes")
        slugs = {scene.text("slug"): scene for scene in scenes}
        for scene in scenes:
            pictures.want(scene, "panorama", f"panorama.{scene.text('panorama')}")
            _check_scene(scene, set(slugs))
        first = scenes[0].text("panorama") if scenes else ""
        plans.append((tour, scenes, pictures.want(scenes[0] if scenes else row, "panorama", f"view.{first}")))

    def write() -> None:
        kept = []
        for tour, scenes, view in plans:
            files = {s.text("slug"): _panorama(pictures, tour, s) for s in scenes}
            tour.cover = pictures.cover(view)
            kept += keep(Tour, [tour], "slug")
            _write_scenes(kept[-1], scenes, files)
        publish(week, kept)

    return write


def _check_scene(row: Row, slugs: set[str]) -> None:
    """Ways lead to scenes of the tour, notes have a place and words, angles are numbers."""
    for key, needed, known in (
        ("links", {"to", "yaw"}, {"to", "yaw", "pitch"}),
        ("markers", {"yaw", "title"}, {"yaw", "pitch", "title", "title_en", "text", "text_en", "url"}),
    ):
        for entry in row.values.get(key, []):
            if needed - set(entry) or set(entry) - known:
                row.wrong(
                    f"{key}: an entry has {', '.join(sorted(known))}, of which {', '.join(sorted(needed))} must be",
                    key,
                )
            elif not all(isinstance(entry.get(angle, 0), int | float) for angle in ("yaw", "pitch")):
                row.wrong(f"{key}: yaw and pitch should be degrees", key)
            elif key == "links" and entry["to"] not in slugs:
                row.wrong(f"links: no scene “{entry['to']}” in this tour", key)


def _panorama(pictures: Pictures, tour: Tour, row: Row) -> Any:
    return pictures.file(
        f"panorama.{row.text('panorama')}", tour.owner.code, f"全景示意图：{row.text('title')}"
    )


def _write_scenes(tour: Tour, rows: list[Row], files: dict[str, Any]) -> None:
    scenes = keep(Scene, [
        Scene(tour=tour, panorama=files[row.text("slug")], position=position, yaw=float(row.values.get("yaw", 0)),
              pitch=float(row.values.get("pitch", 0)),
              **_texts(row, "slug", "title", "title_en", "description", "description_en"))
        for position, row in enumerate(rows)
    ], "tour", "slug")  # fmt: skip
    by_slug = {scene.slug: scene for scene in scenes}
    for row in rows:
        scene = by_slug[row.text("slug")]
        links = [Link(source=scene, target=by_slug[way["to"]], yaw=way["yaw"], pitch=way.get("pitch", 0))
                 for way in row.values.get("links", [])]  # fmt: skip
        keep(Link, links, "source", "target")
        markers = [Marker(scene=scene, **mark) for mark in row.values.get("markers", [])]
        same(Marker, "scene_id", [scene.pk], markers, "yaw", "pitch", "title", "title_en", "text", "text_en")


def read_articles(week: Week, pictures: Pictures) -> Writer:
    """Articles under the publicity topics."""
    plans = []
    for row, owner in _owned(week, "articles.toml", "articles", "slug"):
        article = Article(
            edition=week.edition, topic=row.one("topic", week.codes["topics"], "topic"),
            body=clean_body(row.text("body", required=True)), editor=week.edition.responsible_editor,
            **common(week, row, owner), **_texts(row, "slug", "title", "title_en", "lead", "lead_en", "source"),
        )  # fmt: skip
        sound(row, article)
        plans.append((article, pictures.want(row, "picture", cover_name(row.text("picture"), "campus", 0))))

    def write() -> None:
        for article, name in plans:
            article.cover = pictures.cover(name)
        publish(week, keep(Article, [article for article, _ in plans], "slug"))

    return write


def read_resources(week: Week) -> Writer:
    """Open resources, each a small document made from its own text."""
    kinds = {kind.value: kind for kind in Resource.Kind}
    plans = []
    for row, owner in _owned(week, "resources.toml", "resources", "code"):
        kind = row.one("kind", kinds, "kind of resource")
        if kind is None:
            continue
        resource = Resource(
            edition=week.edition, kind=kind, licence=LICENCE, url=row.text("url"),
            **common(week, row, owner), **_texts(row, "code", "title", "title_en", "summary", "subject", "level"),
        )  # fmt: skip
        sound(row, resource)
        plans.append((resource, [str(text) for text in row.values.get("text", [])]))

    def write() -> None:
        for resource, text in plans:
            if text:
                blob = paper(resource.title, text, resource.created_at)
                resource.file = stored(blob, f"{resource.title}.docx", resource.owner.code, "", public=True)
        publish(week, keep(Resource, [resource for resource, _ in plans], "code"))

    return write
