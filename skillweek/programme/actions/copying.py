"""Beginning an activity as a copy of another one: of this edition, or of one before."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.common.wording import joined
from skillweek.plan.models import Edition
from skillweek.plan.queries.parts import Part
from skillweek.plan.rules import Shift
from skillweek.programme.actions.activities import check_phase
from skillweek.programme.actions.revisions import write_content
from skillweek.programme.actions.search import refresh_search
from skillweek.programme.actions.sessions import put
from skillweek.programme.models import (
    Activity,
    BudgetLine,
    Participation,
    Safeguard,
    SafetyAnswer,
    Session,
    SessionStaff,
)
from skillweek.programme.queries.copying import shift_between, taken_over, with_everything
from skillweek.programme.rules import ProgrammeError

#: sentences said of one copying at most
SAID = 8


@dataclass
class Copied:
    """The drafts that were made, and in sentences what could not be taken over."""

    made: list[Activity] = field(default_factory=list)
    lacks: list[str] = field(default_factory=list)


class _Into:
    """An edition that takes copies: its own entries for those of another edition, by code."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        lists = ("activitykinds", "audiences", "topics", "tags", "safetyitems")
        self._entries = {
            manager.model: {one.code: one for one in manager.all()}
            for manager in (getattr(edition, name) for name in lists)
        }

    def own(self, entry: Any) -> Any:
        """The edition's entry with the same code, or None."""
        return self._entries[type(entry)].get(entry.code) if entry is not None else None

    def own_all(self, entries: Iterable[Any], lacks: list[str], label: str) -> list[Any]:
        """The edition's entries for ``entries``; those it has not are noted."""
        pairs = [(entry, self.own(entry)) for entry in entries]
        missing = [str(entry) for entry, own in pairs if own is None]
        if missing:
            lacks.append(_("%(what)s没有：%(which)s") % {"what": label, "which": joined(missing)})
        return [own for _entry, own in pairs if own is not None]


def _row(row: Model, **changes: Any) -> Any:
    """An unsaved row with the fields of ``row`` but for ``changes``."""
    fields = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if not f.primary_key}
    made = type(row)(**fields)
    for name, value in changes.items():
        setattr(made, name, value)
    return made


def _copy(source: Activity, into: _Into, shift: Shift, by: User | None, lacks: list[str]) -> Activity | None:
    """``source`` as a draft of ``into``; what could not be taken over is noted. None when nothing could."""
    edition, same = into.edition, source.edition_id == into.edition.pk
    kind = into.own(source.kind)
    if kind is None or not source.owner.active:
        why = _("没有“%(kind)s”这个类别") % {"kind": source.kind} if kind is None else _("单位已停用")
        lacks.append(_("没有复制，%(why)s") % {"why": why})
        return None
    moment = clock.now()
    made = Activity(
        city_id=edition.city_id, edition=edition, owner=source.owner, copied_from=source, created_by=by,
        created_at=moment, updated_at=moment,
    )  # fmt: skip
    write_content(source, made)
    made.kind, made.topic = kind, into.own(source.topic)
    if source.topic is not None and made.topic is None:
        lacks.append(_("%(what)s没有：%(which)s") % {"what": _("宣传重点"), "which": source.topic})
    made.save()
    made.audiences.set(into.own_all(source.audiences.all(), lacks, _("参加对象")))
    made.tags.set(into.own_all(source.tags.all(), lacks, _("标签")))
    _copy_parts(source, made, into, lacks, same=same)
    _copy_sessions(source, made, shift, lacks, same=same)
    refresh_search(activity=made)
    return made


def _copy_parts(source: Activity, made: Activity, into: _Into, lacks: list[str], *, same: bool) -> None:
    """Partners, safeguards, safety plan and budget; a permit is granted for one time only, as insurance is."""
    partners = list(source.participations.all())
    gone = [part for part in partners if part.organisation is not None and not part.organisation.active]
    if gone:
        lacks.append(_("单位已停用：%(which)s") % {"which": joined([part.label for part in gone])})
    Participation.objects.bulk_create(_row(part, activity=made) for part in partners if part not in gone)
    safeguard = getattr(source, "safeguard", None)
    if safeguard is not None:
        kept: Safeguard = _row(safeguard, activity=made)
        kept.insurance = kept.insurance if same else ""
        kept.save()
    answers = list(source.safety_answers.all())
    items = {
        item.code: item for item in into.own_all([one.item for one in answers], lacks, _("安全方案事项"))
    }
    SafetyAnswer.objects.bulk_create(
        _row(one, activity=made, item=items[one.item.code]) for one in answers if one.item.code in items
    )
    BudgetLine.objects.bulk_create(_row(line, activity=made) for line in source.budget.all())


def _copy_sessions(source: Activity, made: Activity, shift: Shift, lacks: list[str], *, same: bool) -> None:
    """Planned sessions with their days moved; whoever must be there comes along within one edition alone."""
    planned = [one for one in source.sessions.all() if one.state == Session.State.PLANNED]
    closed = [one for one in planned if one.venue is not None and not one.venue.active]
    days = {one.pk: shift.day(one.day) for one in planned}
    outside = [one for one in planned if not made.edition.starts <= days[one.pk] <= made.edition.ends]
    if closed:
        which = joined(sorted({str(one.venue) for one in closed}))
        lacks.append(_("场地已停用：%(which)s，%(n)d 场没有带来") % {"which": which, "n": len(closed)})
    if outside:
        lacks.append(_("%(n)d 场的日期不在活动周以内，没有带来") % {"n": len(outside)})
    gone = {one.pk for one in [*closed, *outside]}
    blank = Session(activity=made, city_id=made.city_id)
    for one in planned:
        if one.pk in gone:
            continue
        far = shift.by("starts")
        session = _row(one, activity=made, code=blank._meta.get_field("code").get_default(), revises=None,
                       holds_venue=False, starts=one.starts + far, ends=one.ends + far)  # fmt: skip
        put(session, made)
        session.save()
        if same:
            SessionStaff.objects.bulk_create(_row(person, session=session) for person in one.staff.all())


def _copy_all(found: QuerySet[Activity], edition: Edition, by: User | None) -> Copied:
    into, done = _Into(edition), Copied()
    shifts: dict[int, Shift] = {}
    for source in with_everything(found):
        lacks: list[str] = []
        shift = shifts.setdefault(source.edition_id, shift_between(source.edition, edition))
        made = _copy(source, into, shift, by, lacks)
        if made is not None:
            done.made.append(made)
        done.lacks += [_("“%(title)s”：%(lack)s") % {"title": source.title, "lack": lack} for lack in lacks]
    return done


@transaction.atomic
def copy_activities(*, activities: QuerySet[Activity], edition: Edition, by: User) -> Copied:
    """Begin drafts of ``edition`` as copies of ``activities``, of whatever edition; their sessions move along."""
    check_phase(edition, "edit")
    if activities.exclude(city_id=edition.city_id).exists():
        raise ProgrammeError(_("请选择本市的活动"), "activities")
    if activities.exclude(revises=None).exists():
        raise ProgrammeError(_("修改稿不能复制，请复制公开的活动"), "activities")
    done = _copy_all(activities, edition, by)
    if not done.made:
        raise ProgrammeError(_("；").join(done.lacks[:SAID]) or _("请选择活动"), "activities")
    return done


def _clone(source: Edition, target: Edition, shift: Shift) -> int:
    return len(_copy_all(taken_over(source), target, None).made)


def activities_part() -> Part:
    """The public activities of an edition, as drafts of the next."""
    return Part(
        gettext_lazy("公开的活动，作为草稿"),
        gettext_lazy("场次按离开始日期的天数移动；停用的场地、单位和装不下的场次不带，由各单位补齐后提交"),
        _clone, lambda edition: taken_over(edition).count(), needs=("codes",),
    )  # fmt: skip
