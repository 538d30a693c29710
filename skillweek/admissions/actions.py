"""Writing prospectuses and their majors; the way to the public is ``review.actions``."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.admissions import queries
from skillweek.admissions.models import Prospectus, SchoolMajor
from skillweek.review.actions import ReviewError, fill, hold_editable, write_work


@transaction.atomic
def write_prospectus(*, work: Prospectus, facts: dict[str, Any], by: User | None) -> Prospectus:
    """Write a prospectus; a new one becomes the next version of its school, year and level."""
    if work.pk is None:
        type(work.owner).objects.select_for_update().get(pk=work.owner_id)
        work.version = queries.next_version(work.owner, facts["year"], facts["level"])
    elif (work.year, work.level) != (facts["year"], facts["level"]) and work.majors.exists():
        raise ReviewError(_("已经写了招生专业，年份和层次不能再改"), field="level")
    return write_work(work=work, facts=facts, by=by)


@transaction.atomic
def write_major(
    *, work: Prospectus, row: SchoolMajor | None = None, facts: dict[str, Any], by: User | None
) -> SchoolMajor:
    """Write one line of a prospectus: a major of its level, once."""
    prospectus = hold_editable(work)
    if facts["major"].level != prospectus.level:
        raise ReviewError(_("这个专业不属于本简章的层次"), field="major")
    line = row or SchoolMajor(prospectus=prospectus, position=prospectus.majors.count())
    if prospectus.majors.filter(major=facts["major"]).exclude(pk=line.pk).exists():
        raise ReviewError(_("这个专业已经写过"), field="major")
    fill(line, facts, owner=prospectus.owner, by=by)
    line.save()
    return line


@transaction.atomic
def remove_major(*, work: Prospectus, row: SchoolMajor, by: User | None) -> None:
    """Take a line out of a prospectus that is still with its school."""
    hold_editable(work)
    row.delete()
