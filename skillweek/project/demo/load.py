"""Loading a data folder: everything or nothing, and nothing when it is loaded already."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.db import transaction

from skillweek.plan.models import Edition
from skillweek.project.demo import (
    admissions,
    ceremonies,
    coverage,
    materials,
    offices,
    plans,
    programme,
    reminders,
    safeguards,
    showcase,
    staff,
    units,
    versions,
    visitors,
)
from skillweek.project.demo.files import Pictures, keep_covers, keep_units, name_covers, name_units
from skillweek.project.demo.pictures import cache
from skillweek.project.demo.source import BadFolder, Folder
from skillweek.project.demo.week import Week


def load_folder(path: Path, *, again: bool = False) -> Week | None:
    """Load the week in ``path``; None when this very folder is loaded already and ``again`` is not asked for.

    Raises BadFolder with every mistake of the first file that has one; then nothing was written.
    """
    if not path.is_dir():
        raise BadFolder(f"{path}: there is no such folder")
    print_ = fingerprint(path)
    folder = Folder(path)
    slug = folder.document("edition.toml").table("edition").text("slug", required=True)
    folder.check()
    stamp = settings.DATA_DIR / f"loaded-{slug}.sha256"
    known = stamp.exists() and stamp.read_text() == print_ and Edition.objects.filter(slug=slug).exists()
    if known and not again:
        return None
    with transaction.atomic():
        week = _load(folder)
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(print_)
    return week


def fingerprint(path: Path) -> str:
    """Changes when a file of the folder, or the way pictures are drawn, changes."""
    digest = hashlib.sha256(cache.EDITION.encode())
    for file in sorted(path.iterdir()):
        if file.suffix in {".csv", ".toml"}:
            digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def _load(folder: Folder) -> Week:
    week = Week(folder)
    units.load_units(week)
    pictures = Pictures(week.city.code)
    units.load_venues(week)
    units.load_people(week)
    offices.load_offices(week)
    staff.load_windows(week)
    plans.load_edition(week)
    plans.load_clauses(week)
    reminders.load_reminders(week)
    plans.load_notice(week)
    coverage.load_targets(week)
    programme.load_activities(week)
    programme.load_sessions(week)
    staff.load_staff(week)
    safeguards.load_safeguards(week)
    ceremonies.load_ceremonies(week)
    visitors.load_visitors(week)
    majors, rules = admissions.load_majors(week), materials.load_call(week)
    covers, houses = name_covers(week, pictures), name_units(week, pictures)
    writers = [
        showcase.read_halls(week, pictures),
        showcase.read_tours(week, pictures),
        showcase.read_articles(week, pictures),
        showcase.read_resources(week),
        admissions.read_prospectuses(week, pictures, majors),
        materials.read_materials(week, pictures, rules),
    ]
    folder.check()
    pictures.draw()
    keep_covers(week, pictures, covers)
    keep_units(week, pictures, houses)
    for write in writers:
        write()
    coverage.load_routes(week)
    coverage.load_proposal(week)
    versions.load_versions(week)
    return week
