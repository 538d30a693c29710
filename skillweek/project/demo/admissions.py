"""The catalogue of majors, and prospectuses with the majors they offer."""

from skillweek.admissions.models import Level, Major, MajorCategory, Prospectus, SchoolMajor
from skillweek.admissions.rules import level_of
from skillweek.project.demo.files import Pictures
from skillweek.project.demo.keep import keep, sound
from skillweek.project.demo.pictures.cache import cover_name
from skillweek.project.demo.showcase import Writer, common, publish
from skillweek.project.demo.source import Row
from skillweek.project.demo.week import Week

CATALOGUE = "2021"
TEXTS = (
    "code", "full_name", "address", "profile", "strengths", "plan_basis", "entry_rules", "fees", "aid",
    "certificate_school", "certificate_kind", "contact_office", "contact_phone", "website", "platform_url", "other",
)  # fmt: skip


def load_majors(week: Week) -> dict[str, Major]:
    """Categories and majors; the code tells the category and must agree with the level."""
    rows = week.folder.rows("categories.csv")
    categories = [
        MajorCategory(
            catalogue=CATALOGUE, number=row.count("number", 0), name=row.text("name"),
            name_en=row.text("name_en"),
        )
        for row in rows
    ]  # fmt: skip
    by_number = {
        category.number: category for category in keep(MajorCategory, categories, "catalogue", "number")
    }
    levels = {level.value: level for level in Level}
    majors = []
    for row in week.folder.rows("majors.csv"):
        code, level = row.text("code", required=True), row.one("level", levels, "level")
        if level is None or level_of(code) != level:
            row.wrong(f"code: {code} is not a code of the level {level}")
            continue
        category = by_number.get(int(code[:2]) % 20)
        if category is None:
            row.wrong(f"code: no category {int(code[:2]) % 20} in categories.csv")
            continue
        major = Major(category=category, catalogue=CATALOGUE, code=code, name=row.text("name", required=True),
                      name_en=row.text("name_en"), level=level)  # fmt: skip
        if sound(row, major):
            majors.append(major)
    week.folder.check()
    return {major.code: major for major in keep(Major, majors, "catalogue", "code")}


def read_prospectuses(week: Week, pictures: Pictures, majors: dict[str, Major]) -> Writer:
    """What schools say about enrolment, with the majors they offer."""
    levels = {level.value: level for level in Level}
    natures = {nature.value: nature for nature in Prospectus.Nature}
    rows = week.folder.tables("prospectuses.toml", "prospectuses")
    week.folder.unique(rows, "code")
    plans = []
    for number, row in enumerate(rows):
        owner, level = row.one("owner", week.units, "unit"), row.one("level", levels, "level")
        nature = row.one("nature", natures, "nature")
        if owner is None or level is None or nature is None:
            continue
        prospectus = Prospectus(
            edition=week.edition, year=row.count("year", week.edition.year), level=level, nature=nature,
            **common(week, row, owner), **{key: row.text(key) for key in TEXTS},
        )  # fmt: skip
        sound(row, prospectus)
        lines = [_line(line, majors, position) for position, line in enumerate(row.tables("majors"))]
        name = pictures.want(row, "picture", cover_name(row.text("picture"), "admissions", number))
        plans.append((prospectus, lines, name))

    def write() -> None:
        written = []
        for prospectus, lines, name in plans:
            prospectus.cover = pictures.cover(name)
            kept = keep(Prospectus, [prospectus], "code")[0]
            for line in lines:
                line.prospectus = kept
            written.append(kept)
            keep(SchoolMajor, lines, "prospectus", "major")
        publish(week, written)

    return write


def _line(row: Row, majors: dict[str, Major], position: int) -> SchoolMajor:
    line = SchoolMajor(
        major=row.one("code", majors, "major"), length_years=row.count("length_years", 3),
        plan_number=row.count("plan_number", 0), tuition=row.count("tuition", 0), note=row.text("note"),
        position=position,
    )  # fmt: skip
    sound(row, line)
    return line
