"""How the plan's own parts of an edition are taken over by a new one."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from skillweek.common import clock
from skillweek.plan.models import (
    Addressing,
    Attachment,
    Clause,
    Duty,
    Edition,
    Notice,
    Opening,
    Phase,
    ReminderRule,
)
from skillweek.plan.queries.parts import Part
from skillweek.plan.queries.presets import LISTS
from skillweek.plan.rules import Shift

Row = TypeVar("Row", bound=Model)
#: all code lists but the theme days, whose entries are dates
LABELS = tuple(name for name in LISTS if name != "theme-days")


def copied(row: Row, **changes: Any) -> Row:
    """A new row with the fields of ``row`` but for ``changes``; saved."""
    fields = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if not f.primary_key}
    made = type(row)(**fields)
    for name, value in changes.items():
        setattr(made, name, value)
    made.save()
    return made


def _clone_lists(names: tuple[str, ...]) -> Callable[[Edition, Edition, Shift], int]:
    def clone(source: Edition, target: Edition, shift: Shift) -> int:
        made = 0
        for name in names:
            for entry in LISTS[name]._default_manager.filter(edition=source):
                day = {"day": shift.day(entry.day)} if name == "theme-days" else {}  # type: ignore[attr-defined]  # same
                if not day or target.starts <= day["day"] <= target.ends:
                    copied(entry, edition=target, **day)
                    made += 1
        return made

    return clone


def _count_lists(names: tuple[str, ...]) -> Callable[[Edition], int]:
    return lambda edition: sum(LISTS[name]._default_manager.filter(edition=edition).count() for name in names)


def codes() -> Part:
    """Kinds, audiences, topics, services, materials, tags."""
    return Part(
        _("类别与标签"),
        _("活动类别、参加对象、宣传重点、便民服务、材料类别、标签"),
        _clone_lists(LABELS),
        _count_lists(LABELS),
    )


def theme_days() -> Part:
    """What single days are about; a day that the new edition has not is left out."""
    names = ("theme-days",)
    return Part(_("主题日"), _("按离开始日期的天数移到新的日子"), _clone_lists(names), _count_lists(names))


def _clone_phases(source: Edition, target: Edition, shift: Shift) -> int:
    kept = {phase.name: phase for phase in target.phases.all()}
    for phase in source.phases.all():
        row = kept.get(phase.name) or Phase(edition=target, name=phase.name)
        row.starts_at = shift.moment(phase.starts_at, phase.name)
        row.save()
    for opening in Opening.objects.filter(edition=source):
        copied(opening, edition=target)
    return source.phases.count() + Opening.objects.filter(edition=source).count()


def phases() -> Part:
    """When phases begin, and what they open and close."""
    return Part(
        _("阶段与开放时间"), _("各阶段离开始、结束、截止的天数不变"), _clone_phases,
        lambda edition: edition.phases.count() + Opening.objects.filter(edition=edition).count(),
    )  # fmt: skip


def _clone_clauses(source: Edition, target: Edition, shift: Shift) -> int:
    return len([copied(clause, edition=target) for clause in source.clauses.all()])


def clauses() -> Part:
    """The text of the plan."""
    return Part(
        _("方案条款"),
        _("原文照搬，请再改掉去年的日期和主题"),
        _clone_clauses,
        lambda edition: edition.clauses.count(),
    )


def _owed(edition: Edition) -> QuerySet[Duty]:
    found = Duty.objects.filter(clause__edition=edition, organisation__active=True, ended_at=None)
    return found.select_related("clause")


def _clone_duties(source: Edition, target: Edition, shift: Shift) -> int:
    clauses = {clause.path: clause for clause in target.clauses.all()}
    made = 0
    for duty in _owed(source):
        due = shift.day(duty.due, duty.anchor) if duty.anchor else shift.nearest(duty.due)
        copied(duty, clause=clauses[duty.clause.path], due=due)
        made += 1
    return made


def duties() -> Part:
    """What units owe; waivers are not taken over."""
    return Part(
        _("各单位的任务"), _("截止日期跟着新日期走；去年的免除不带过来"), _clone_duties,
        lambda edition: _owed(edition).count(), needs=("clauses",),
    )  # fmt: skip


def _rules(edition: Edition) -> QuerySet[ReminderRule]:
    return ReminderRule.objects.filter(edition=edition).select_related("clause")


def _clone_reminders(source: Edition, target: Edition, shift: Shift) -> int:
    clauses = {clause.path: clause for clause in target.clauses.all()}
    for rule in _rules(source):
        own: Clause | None = clauses[rule.clause.path] if rule.clause else None
        copied(rule, edition=target, clause=own)
    return _rules(source).count()


def reminders() -> Part:
    """When units are reminded."""
    return Part(
        _("提醒规则"), _("提前几天提醒、逾期几天再提醒"), _clone_reminders,
        lambda edition: _rules(edition).count(), needs=("clauses",),
    )  # fmt: skip


def _own_notices(edition: Edition) -> QuerySet[Notice]:
    """The city's notices as they stood last: neither superseded nor passed on from others."""
    found = Notice.objects.filter(edition=edition, issuer=edition.city, forwards=None)
    return found.filter(~Q(state=Notice.State.SUPERSEDED), revision=None).order_by("signed_on", "pk")


def _clone_notices(source: Edition, target: Edition, shift: Shift) -> int:
    made = 0
    for notice in _own_notices(source):
        sign_by = shift.nearest(notice.sign_by) if notice.sign_by else None
        draft = Notice.objects.create(
            edition=target, issuer=notice.issuer, title=notice.title, addressees=notice.addressees, body=notice.body,
            signatory=notice.signatory, signed_on=clock.today(target.time_zone), sign_by=sign_by,
            contact_name=notice.contact_name, contact_phone=notice.contact_phone,
            contact_email=notice.contact_email, public=notice.public,
        )  # fmt: skip
        for rule in Addressing.objects.filter(notice=notice):
            copied(rule, notice=draft)
        for attachment in Attachment.objects.filter(notice=notice):
            copied(attachment, notice=draft)
        made += 1
    return made


def notices() -> Part:
    """The city's notices, as drafts without number."""
    return Part(
        _("通知，作为草稿"), _("不带文号、版本和签收；日期写今天，发出前请逐份修改"), _clone_notices,
        lambda edition: _own_notices(edition).count(),
    )  # fmt: skip
