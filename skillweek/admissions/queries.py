"""The one door to majors and prospectuses."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, QuerySet, Sum

from skillweek.admissions.models import Level, Major, MajorCategory, Prospectus, SchoolMajor
from skillweek.admissions.rules import missing as missing_in
from skillweek.common import clock
from skillweek.common.registry import MeasureValue, SearchEntry
from skillweek.common.search import matching
from skillweek.organisations.models import Organisation
from skillweek.organisations.queries import reported
from skillweek.plan.models import Edition


def published(edition: Edition) -> QuerySet[Prospectus]:
    """Prospectuses that are public now, older versions too."""
    return Prospectus.objects.filter(
        edition=edition, state=Prospectus.State.PUBLISHED, published_at__lte=clock.now()
    ).select_related("owner__kind", "owner__picture", "cover")


def current(edition: Edition, *, level: str = "", category: int | None = None) -> QuerySet[Prospectus]:
    """The latest public version of each school and level, with its majors and plan counted."""
    latest = (
        published(edition)
        .order_by("owner_id", "year", "level", "-version")
        .distinct("owner_id", "year", "level")
    )
    found = Prospectus.objects.filter(pk__in=latest.values("pk"))
    if level:
        found = found.filter(level=level)
    if category is not None:
        found = found.filter(majors__in=SchoolMajor.objects.filter(major__category__number=category))
    keys = found.values("pk")
    return (
        published(edition)
        .filter(pk__in=keys)
        .prefetch_related("cover__renditions", "owner__picture__renditions", "majors__major__category")
        .annotate(major_count=Count("majors"), plan_total=Sum("majors__plan_number"))
        .order_by("level", "owner__position", "owner__code")
    )


def latest_of(prospectus: Prospectus) -> Prospectus | None:
    """The newer public version that replaces ``prospectus``, or None when it is the latest."""
    newer = published(prospectus.edition).filter(
        owner=prospectus.owner, year=prospectus.year, level=prospectus.level, version__gt=prospectus.version
    )
    return newer.order_by("-version").first()


def levels(edition: Edition) -> list[tuple[str, str]]:
    """Levels for which there is a public prospectus: value and label."""
    used = set(published(edition).values_list("level", flat=True))
    return [(value, str(label)) for value, label in Level.choices if value in used]


def categories(edition: Edition) -> QuerySet[MajorCategory]:
    """Categories of majors that some public prospectus offers."""
    return MajorCategory.objects.filter(majors__school_majors__prospectus__in=published(edition)).distinct()


def majors(prospectus: Prospectus) -> QuerySet[SchoolMajor]:
    """The lines of ``prospectus``."""
    return (
        SchoolMajor.objects.filter(prospectus=prospectus)
        .select_related("major__category")
        .order_by("position", "major__code")
    )


def majors_of_level(level: str) -> QuerySet[Major]:
    """Majors of the catalogue that a prospectus of ``level`` may offer."""
    return Major.objects.filter(level=level).select_related("category").order_by("code")


def details(prospectus: Prospectus) -> dict[str, Any]:
    """What the page of a prospectus shows."""
    lines = list(majors(prospectus))
    return {
        "prospectus": prospectus,
        "majors": lines,
        "plan_total": sum(line.plan_number for line in lines),
    }


def missing(prospectus: Prospectus) -> list[str]:
    """What ``prospectus`` still needs before it can be submitted."""
    return missing_in(prospectus, majors(prospectus).count())


def files(prospectus: Prospectus) -> Iterable[UUID]:
    """Ids of the files that a public ``prospectus`` shows."""
    return [prospectus.cover_id] if prospectus.cover_id else []


def next_version(owner: Organisation, year: int, level: str) -> int:
    """The number of the next version of a school's prospectus."""
    found = Prospectus.objects.filter(owner=owner, year=year, level=level)
    return (found.aggregate(last=Max("version"))["last"] or 0) + 1


def search(edition: Edition, words: list[str]) -> list[SearchEntry]:
    """Prospectuses whose school or majors match."""
    found = matching(current(edition), words, "full_name", "profile", "strengths")
    hits = {row.pk: (row, rank) for row, rank in found}
    lines = SchoolMajor.objects.filter(prospectus__in=current(edition).values("pk"))
    for line, rank in matching(lines.select_related("major", "prospectus"), words, "major__name"):
        if rank > hits.get(line.prospectus_id, (None, 0.0))[1]:
            hits[line.prospectus_id] = (line.prospectus, rank)
    return [
        SearchEntry("prospectus", str(row), row.get_absolute_url(), row.profile[:120], rank)
        for row, rank in hits.values()
    ]


def count_prospectuses(edition: Edition) -> MeasureValue:
    """Schools' current prospectuses, by level."""
    rows = list(reported(current(edition), "owner").values_list("level", flat=True))
    parts = [(str(label), rows.count(value)) for value, label in Level.choices if value in rows]
    return MeasureValue(len(rows), parts)
