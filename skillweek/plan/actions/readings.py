"""Reading an uploaded notice, and founding the edition that an officer has confirmed."""

from collections.abc import Iterable
from datetime import date
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.library.actions import FileRefused, store_file
from skillweek.library.rules import media_type_of, refusal_of_type
from skillweek.organisations.models import Organisation
from skillweek.organisations.queries import has_right
from skillweek.organisations.rules import Right
from skillweek.plan.actions.duties import DutyError, lay_duties
from skillweek.plan.actions.editions import EditionError, create_edition
from skillweek.plan.models import Addressing, Anchor, Attachment, Clause, Edition, Notice, Reading
from skillweek.plan.queries import groups
from skillweek.plan.queries.presets import words_of
from skillweek.plan.reader import Unreadable, read_confined
from skillweek.plan.rules.clauses import digits
from skillweek.plan.rules.readings import NOTICE_TYPES, clause_for

MOST_BYTES = 20 << 20
#: bytes by which the type of a file is told
HEAD = 8192


class ReadingError(Exception):
    """A notice that cannot be read or confirmed; the text says why, to a person."""


@transaction.atomic
def read_plan(*, city: Organisation, by: User, data: bytes, name: str) -> Reading:
    """Read a notice and keep it with what was found; nothing is founded yet.

    The same file, read before and neither confirmed nor discarded, gives the reading there is. Nothing is kept of a
    file that cannot be read.
    """
    if city.parent_id is not None or not has_right(by, Right.MANAGE, city):
        raise ReadingError(_("只有市级管理员可以新建一届活动周"))
    if len(data) > MOST_BYTES:
        raise ReadingError(
            _("文件超过 %(limit)s，不像一份通知，没有读") % {"limit": f"{MOST_BYTES >> 20} MB"}
        )
    if media_type_of(data[:HEAD], PurePosixPath(name).suffix.lower()).startswith(("image/", "video/")):
        raise ReadingError(refusal_of_type(NOTICE_TYPES))
    try:
        found = read_confined(data, name)
        file = store_file(stream=BytesIO(data), name=name, owner_code=city.code, by=by, allowed=NOTICE_TYPES)
    except Unreadable as error:
        words = error.wording
        raise ReadingError(words.english if get_language() == "en" else words.chinese) from error
    except FileRefused as error:
        raise ReadingError(str(error)) from error
    same = Reading.objects.filter(city=city, edition=None, discarded_at=None, file__sha256=file.sha256)
    if before := same.exclude(file=file).first():
        transaction.set_rollback(True)  # the second copy of the file
        return before
    return Reading.objects.create(city=city, file=file, found=found.as_json(), by=by, created_at=clock.now())


def _held(reading: Reading, by: User) -> Reading:
    current = (
        Reading.objects.select_for_update(of=("self",))
        .select_related("city", "file", "edition")
        .get(pk=reading.pk)
    )
    if not has_right(by, Right.MANAGE, current.city):
        raise ReadingError(_("只有市级管理员可以新建一届活动周"))
    if current.discarded_at is not None:
        raise ReadingError(_("这份通知已经放弃，请重新上传"))
    return current


@transaction.atomic
def discard_reading(*, reading: Reading, by: User) -> Reading:
    """Put a notice aside that nothing came of; file and findings stay on record."""
    current = _held(reading, by)
    if current.edition_id is not None:
        raise ReadingError(_("已经按这份通知建了一届，不能放弃"))
    current.discarded_at = clock.now()
    current.save(update_fields=["discarded_at"])
    return current


@transaction.atomic
def confirm_reading(
    *, reading: Reading, by: User, edition: dict[str, Any], notice: dict[str, Any],
    clauses: Iterable[tuple[str, str, str, str]], duties: Iterable[dict[str, Any]], groups: Iterable[str],
    units: Iterable[Organisation],
) -> Edition:  # fmt: skip
    """Found the edition as confirmed, with clauses, duties and the notice as a draft; all of it or nothing.

    Confirmed before, it gives the edition that came of it. Raises EditionError with the field that is to blame.
    """
    current = _held(reading, by)
    if current.edition is not None:
        return current.edition
    made = create_edition(city=current.city, by=by, facts=edition)
    kept = _write_clauses(made, clauses)
    for duty in duties:
        _lay(made, kept, by, duty)
    _draft_notice(current, made, notice, groups, units)
    current.edition = made
    current.save(update_fields=["edition"])
    return made


def _write_clauses(edition: Edition, clauses: Iterable[tuple[str, str, str, str]]) -> dict[str, Clause]:
    """The clauses by path; kinds of activities answer those that speak of them."""
    ordered = sorted(clauses, key=lambda one: digits(one[0]))
    kept = {
        path: Clause.objects.create(
            edition=edition, path=path, number=number, heading=heading, text=text, position=position
        )
        for position, (path, number, heading, text) in enumerate(ordered)
    }
    words = words_of("kinds")
    headings = [(path, heading) for path, _number, heading, _text in ordered]
    for kind in edition.activitykinds.all():
        kind.clause_path = clause_for(words.get(kind.code, []), headings)
        if kind.clause_path:
            kind.save(update_fields=["clause_path"])
    return kept


def _anchored(edition: Edition, due: date | None, evidence: str) -> dict[str, Any]:
    """The due date as what it hangs on: a date of the edition where it is one, else a day of its own."""
    if due is None:
        return {
            "anchor": Anchor.DEADLINE if evidence == "materials" else Anchor.ENDS,
            "offset_days": 0,
            "due": None,
        }
    same = [anchor for anchor in Anchor if getattr(edition, anchor.value) == due]
    return {"anchor": same[-1] if same else "", "offset_days": 0, "due": due}


def _lay(edition: Edition, clauses: dict[str, Clause], by: User, duty: dict[str, Any]) -> None:
    wanted = set(duty["groups"])
    chosen = {unit.pk: unit for group in groups(edition.city) if group.key in wanted for unit in group.units}
    chosen |= {unit.pk: unit for unit in duty["units"]}
    facts = {name: duty[name] for name in ("title", "evidence", "parameter", "minimum")}
    try:
        laid = lay_duties(
            clause=clauses[duty["clause"]], issuer=edition.city, organisations=list(chosen.values()), by=by,
            facts=facts | _anchored(edition, duty["due"], duty["evidence"]),
        )  # fmt: skip
    except DutyError as error:
        raise EditionError(str(error), duty["field"]) from error
    if laid.kept:
        raise EditionError(
            _("和前面的一项任务重复：同一条款、同样的认定办法，已经布置给其中 %(n)d 个单位")
            % {"n": laid.kept},
            f"{duty['field']}-evidence",
        )


def _draft_notice(
    reading: Reading,
    edition: Edition,
    facts: dict[str, Any],
    keys: Iterable[str],
    units: Iterable[Organisation],
) -> Notice:
    """The notice as a draft: what it said, to whom it goes, and the file itself."""
    body = "\n\n".join(
        "\n".join(part for part in (f"{clause.number} {clause.heading}", clause.text) if part)
        for clause in edition.clauses.order_by("position", "path")
    )
    signatory = "" if facts["signatory"] == edition.city.name else facts["signatory"]
    draft = Notice.objects.create(
        edition=edition, issuer=edition.city, body=body or edition.name, contact_email=edition.mailbox,
        **facts | {"signatory": signatory, "signed_on": facts["signed_on"] or clock.today(edition.time_zone)},
    )  # fmt: skip
    for key in keys:
        Addressing.objects.create(notice=draft, group=key)
    for unit in units:
        Addressing.objects.create(notice=draft, organisation=unit)
    Attachment.objects.create(notice=draft, file=reading.file, title=reading.file.name[:120])
    return draft
