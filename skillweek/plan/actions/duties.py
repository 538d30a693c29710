"""Laying duties on units, changing, ending and waiving them."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import DateField, ExpressionWrapper, F, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.common import clock, registry
from skillweek.organisations.models import Organisation
from skillweek.organisations.queries import has_right, scope, subtree_ids
from skillweek.organisations.rules import Right
from skillweek.plan.models import Anchor, Clause, Duty, Edition, Waiver
from skillweek.plan.queries import closed
from skillweek.plan.rules import day_of, is_near

#: what may be changed of a duty; clause, unit and evidence make it the duty it is
CHANGEABLE = ("title", "minimum", "due", "anchor", "offset_days")


class DutyError(Exception):
    """A step that is not allowed; the text says why, to a person."""


class Laid(NamedTuple):
    """What laying did: new duties, changed ones, and those that stayed as they were."""

    made: int
    changed: int
    kept: int


def check_phase(edition: Edition) -> None:
    """Raise DutyError while the edition's phase does not allow to lay duties, change them or remind."""
    if reason := closed(edition, "give_duties"):
        raise DutyError(reason)


def _dated(edition: Edition, facts: dict[str, Any]) -> dict[str, Any]:
    """``facts`` with the due date that follows from an anchor."""
    if not facts.get("anchor"):
        if not is_near(edition, facts["due"]):
            raise DutyError(_("截止日期离活动周太远，请检查年份"))
        return facts | {"anchor": "", "offset_days": 0}
    return facts | {"due": day_of(edition, facts["anchor"], facts["offset_days"])}


def _check(edition: Edition, evidence: str, parameter: str) -> None:
    if evidence not in registry.evidence:
        raise DutyError(_("没有这种认定依据"))
    if parameter and parameter not in dict(registry.evidence[evidence].parameters(edition)):
        raise DutyError(_("这种认定依据没有这个类别"))


@transaction.atomic
def lay_duties(
    *, clause: Clause, issuer: Organisation, organisations: Sequence[Organisation], by: User,
    facts: dict[str, Any], update: bool = False,
) -> Laid:  # fmt: skip
    """Lay the same duty on ``organisations`` in the name of ``issuer``, which answers for them.

    A unit that has this duty already (same clause, evidence and kind) keeps it as it is, unless ``update``; a duty
    that was ended is owed again.
    """
    if not has_right(by, Right.MANAGE, issuer):
        raise DutyError(_("您不能以这个单位的名义布置任务"))
    check_phase(clause.edition)
    units = {unit.pk: unit for unit in organisations}
    if not units:
        raise DutyError(_("请至少选择一个单位"))
    if not units.keys() <= set(subtree_ids(issuer)):
        raise DutyError(_("所选单位里有不归本单位管理的单位"))
    facts = _dated(clause.edition, facts)
    _check(clause.edition, facts["evidence"], facts["parameter"])
    same = Duty.objects.filter(clause=clause, evidence=facts["evidence"], parameter=facts["parameter"])
    there = {duty.organisation_id: duty for duty in same.filter(organisation__in=units).select_for_update()}
    new = [Duty(clause=clause, organisation=unit, laid_by=issuer, **facts)
           for pk, unit in units.items() if pk not in there]  # fmt: skip
    Duty.objects.bulk_create(new, ignore_conflicts=True)
    managed, resumed, changed = set(scope(by, Right.MANAGE)), 0, 0
    for duty in there.values():
        if duty.ended_at is not None:
            duty.laid_by, duty.ended_at = issuer, None
            resumed += _change(duty, facts)
        elif update and (duty.laid_by_id or clause.edition.city_id) in managed:
            changed += _change(duty, facts)
    made = len(new) + resumed
    return Laid(made, changed, len(units) - made - changed)


def _change(duty: Duty, facts: dict[str, Any]) -> bool:
    for name in CHANGEABLE:
        setattr(duty, name, facts[name])
    duty.save()
    return True


def _managed(duties: Iterable[Duty], by: User) -> list[Duty]:
    """The same duties, locked; all of them laid by units that ``by`` manages."""
    found = Duty.objects.filter(pk__in=[duty.pk for duty in duties])
    locked = list(found.select_for_update(of=("self",)).select_related("clause__edition").order_by("pk"))
    managed = set(scope(by, Right.MANAGE))
    if any((duty.laid_by_id or duty.clause.edition.city_id) not in managed for duty in locked):
        raise DutyError(_("只有布置任务的单位可以修改或停止它"))
    if any(duty.ended_at for duty in locked):
        raise DutyError(_("这项任务已经停止，不能再改；需要时请重新布置"))
    for edition in {duty.clause.edition for duty in locked}:
        check_phase(edition)
    return locked


@transaction.atomic
def edit_duties(*, duties: Iterable[Duty], by: User, facts: dict[str, Any]) -> int:
    """Change title, minimum and date of ``duties``; returns how many there were."""
    locked = _managed(duties, by)
    for duty in locked:
        _change(duty, _dated(duty.clause.edition, facts))
    return len(locked)


@transaction.atomic
def end_duties(*, duties: Iterable[Duty], by: User) -> int:
    """End ``duties``: nobody owes them any more, and they are counted nowhere; their history stays."""
    locked = _managed(duties, by)
    for duty in locked:
        duty.ended_at = clock.now()
        duty.save(update_fields=["ended_at"])
    return len(locked)


def _superior(duty: Duty, by: User) -> None:
    above = duty.organisation.parent
    if above is None or not has_right(by, Right.MANAGE, above):
        raise DutyError(_("只有上级单位可以免除任务，本单位不能免除自己的任务"))
    check_phase(duty.clause.edition)


@transaction.atomic
def waive_duty(*, duty: Duty, by: User, reason: str) -> Waiver:
    """Free the unit of ``duty`` for a reason; whoever manages the unit's superior may."""
    duty = Duty.objects.select_for_update(of=("self",)).select_related("organisation__parent").get(pk=duty.pk)
    _superior(duty, by)
    if not reason.strip():
        raise DutyError(_("请写明免除的理由"))
    if duty.ended_at is not None:
        raise DutyError(_("这项任务已经停止，不用免除"))
    if duty.waivers.filter(ended_at=None).exists():
        raise DutyError(_("这项任务已经免除了"))
    return Waiver.objects.create(duty=duty, reason=reason.strip(), by=by, at=clock.now())


@transaction.atomic
def end_waiver(*, duty: Duty, by: User) -> Waiver:
    """Have the duty owed again."""
    duty = Duty.objects.select_for_update(of=("self",)).select_related("organisation__parent").get(pk=duty.pk)
    _superior(duty, by)
    waiver = duty.waivers.filter(ended_at=None).first()
    if waiver is None:
        raise DutyError(_("这项任务没有被免除"))
    waiver.ended_at = clock.now()
    waiver.save(update_fields=["ended_at"])
    return waiver


@transaction.atomic
def redate(edition: Edition) -> int:
    """Move the due dates that hang on a date of ``edition`` to where it is now; returns how many moved."""
    moved = 0
    for anchor in Anchor.values:
        day = Cast(Value(getattr(edition, anchor)), DateField())
        due = ExpressionWrapper(day + F("offset_days"), output_field=DateField())
        hanging = Duty.objects.filter(clause__edition=edition, anchor=anchor)
        moved += hanging.exclude(due=due).update(due=due)
    return moved
