"""Bytes for the loaded week: drawn pictures and small documents, kept in the library once."""

import hashlib
import io
import zipfile
from collections import Counter
from datetime import datetime

from django.conf import settings
from docx import Document

from skillweek.library.actions import store_file
from skillweek.library.models import File
from skillweek.organisations.models import Organisation
from skillweek.programme.models import Activity
from skillweek.project.demo.pictures.cache import cover_name, draw_all, known
from skillweek.project.demo.source import Row
from skillweek.project.demo.week import Week

LICENCE = "CC0-1.0"
MAKER = "SkillWeek"


class Pictures:
    """The pictures of a week: named while rows are read, drawn together, then kept as files."""

    def __init__(self, city: str) -> None:
        self.city = city
        self.wanted: list[str] = []

    def want(self, row: Row, key: str, name: str) -> str:
        """Note that ``name`` is needed; a name without a drawing is a mistake of ``row``."""
        if not known(name):
            row.wrong(f"{key}: no picture “{row.text(key)}”", key)
        self.wanted.append(name)
        return name

    def draw(self) -> None:
        """Draw whatever is not in the folder yet."""
        self.paths = draw_all(self.wanted, settings.DATA_DIR / "demo-pictures")

    def file(self, name: str, owner: str, alt: str, *, public: bool = True) -> File:
        """The picture as a file of the library."""
        path = self.paths[name]
        return stored(path.read_bytes(), path.name, owner, alt, public=public)

    def cover(self, name: str) -> File:
        """A cover, kept once for the whole city; its words are those of the thing it stands beside."""
        return self.file(name, self.city, "")


def stored(blob: bytes, name: str, owner: str, alt: str, *, public: bool) -> File:
    """``blob`` as a file of ``owner``: the one that is there already, or a new one."""
    digest = hashlib.sha256(blob).hexdigest()
    found = File.objects.filter(owner_code=owner, sha256=digest, name=name, public=public).first()
    return found or store_file(
        stream=io.BytesIO(blob),
        name=name,
        owner_code=owner,
        public=public,
        alt=alt,
        licence=LICENCE,
        maker=MAKER,
    )


def paper(title: str, paragraphs: list[str], moment: datetime) -> bytes:
    """A small Word document; the same words give the same bytes."""
    document = Document()
    document.core_properties.created = document.core_properties.modified = moment.replace(tzinfo=None)
    document.core_properties.author = "示例"
    document.add_heading(title, level=1)
    for text in paragraphs:
        document.add_paragraph(text)
    buffer, steady = io.BytesIO(), io.BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer) as parts, zipfile.ZipFile(steady, "w", zipfile.ZIP_DEFLATED) as same:
        for name in parts.namelist():
            same.writestr(zipfile.ZipInfo(name), parts.read(name), zipfile.ZIP_DEFLATED)
    return steady.getvalue()


def name_covers(week: Week, pictures: Pictures) -> dict[str, str]:
    """A cover for each activity; a motif that comes often takes its colours and settings in turn."""
    uses = Counter(week.covers.values())
    turns: Counter[tuple[str, str]] = Counter()
    named = {}
    rows = {row.text("code"): row for row in week.folder.rows("activities.csv")}
    for code, (motif, kind) in week.covers.items():
        variants = min(5, (uses[motif, kind] + 2) // 3)
        name = cover_name(motif, kind, turns[motif, kind] % variants)
        turns[motif, kind] += 1
        named[code] = pictures.want(rows[code], "picture", name)
    return named


def keep_covers(week: Week, pictures: Pictures, named: dict[str, str]) -> None:
    """Store each cover once, for the city, and hang it on its activities."""
    for name in sorted(set(named.values())):
        file = pictures.cover(name)
        codes = [code for code, cover in named.items() if cover == name]
        Activity.objects.filter(code__in=codes).exclude(cover=file).update(cover=file)


def name_units(week: Week, pictures: Pictures) -> dict[str, str]:
    """A picture for each school and place: its house, or its hills, with what it is known for."""
    named = {}
    for number, row in enumerate(week.folder.rows("organisations.csv")):
        code, motif = row.text("code"), row.text("picture")
        if motif:
            colours = ("celadon", "mist", "brass", "clay", "paper")[number % 5]
            layout = "campus" if week.units[code].kind.is_vocational else "hills"
            named[code] = pictures.want(row, "picture", f"cover.{motif}.{colours}.{layout}")
    return named


def keep_units(week: Week, pictures: Pictures, named: dict[str, str]) -> None:
    """Hang the pictures on their units."""
    for code, name in named.items():
        file = pictures.file(name, code, f"插图：{week.units[code].short_name}")
        Organisation.objects.filter(code=code).exclude(picture=file).update(picture=file)
