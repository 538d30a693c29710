"""Reminding those who have not done it, and only those: by rule, and by hand."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.messaging.actions import draft, queue_many
from skillweek.messaging.models import Message
from skillweek.organisations.queries import has_right, scope
from skillweek.organisations.rules import Right
from skillweek.plan import queries
from skillweek.plan.actions.duties import DutyError, check_phase
from skillweek.plan.models import Clause, Duty, Edition, Reminder, ReminderRule
from skillweek.plan.rules import awake
from skillweek.plan.rules.reminders import REMINDER


def _may_rule(edition: Edition, by: User) -> None:
    if not has_right(by, Right.MANAGE, edition.city):
        raise DutyError(_("只有市级管理员可以设置提醒规则"))
    check_phase(edition)


def _locked(edition: Edition) -> Edition:
    """The edition, so locked that reminders of it are sent by one at a time."""
    return (
        Edition.objects.select_for_update(no_key=True, of=("self",)).select_related("city").get(pk=edition.pk)
    )


@transaction.atomic
def add_rule(
    *, edition: Edition, by: User, clause: Clause | None, anchor: str, offset_days: int
) -> ReminderRule:
    """Remind so many days before or after a date; the same rule again gives the one that is there."""
    _may_rule(edition, by)
    if clause is not None and clause.edition_id != edition.pk:
        raise DutyError(_("这个条款不属于本届活动周"))
    edition = _locked(edition)
    rule, _made = ReminderRule.objects.get_or_create(
        edition=edition, clause=clause, anchor=anchor, offset_days=offset_days, active=True
    )
    return rule


@transaction.atomic
def stop_rule(*, rule: ReminderRule, by: User) -> ReminderRule:
    """Have ``rule`` fire no more; what it sent stays on record."""
    rule = (
        ReminderRule.objects.select_for_update(of=("self",)).select_related("edition__city").get(pk=rule.pk)
    )
    _may_rule(rule.edition, by)
    if rule.active:
        rule.active = False
        rule.save(update_fields=["active"])
    return rule


def _queue(edition: Edition, going: queries.Outgoing, marks: dict[int, str]) -> int:
    """One message per person; ``marks`` (by duty) say which reminder of a duty it is, so that it goes out once."""
    messages = []
    for letter in going.letters:
        subject, body = queries.letter_text(edition, letter)
        told = sorted(f"{one.duty.pk}:{marks[one.duty.pk]}" for one in letter.states)
        digest = sha256(" ".join(told).encode()).hexdigest()[:24]
        messages.append(
            draft(
                city_code=edition.city.code, channel=Message.Channel.MAIL, address=letter.user.email,
                subject=subject, body=body, dedup_key=f"reminder:{edition.pk}:{letter.user.pk}:{digest}",
                kind=REMINDER.key, batch=f"reminder:{edition.pk}:{clock.today()}",
            )
        )  # fmt: skip
    return queue_many(messages)


@transaction.atomic
def send_due(*, edition: Edition) -> int:
    """Send what rules ask for today; returns how many messages were queued. A second run sends nothing."""
    edition = _locked(edition)
    due = queries.due_now(edition)
    going = queries.outgoing(edition, [one for _rule, one in due], by_hand=False)
    told, moment = {one.duty.pk for one in going.told}, clock.now()
    fired = [(rule, one) for rule, one in due if one.duty.pk in told]
    Reminder.objects.bulk_create(Reminder(duty=one.duty, rule=rule, at=moment) for rule, one in fired)
    marks = {one.duty.pk: f"rule {rule.pk}" for rule, one in reversed(fired)}
    return _queue(edition, going, marks)


def send_all_due() -> int:
    """Send what the rules of every edition ask for, in the hours in which people may be written to."""
    queued = 0
    for edition in queries.editions_with_rules():
        local: datetime = clock.now().astimezone(ZoneInfo(edition.time_zone))
        queued += send_due(edition=edition) if awake(local) else 0
    return queued


@transaction.atomic
def remind_now(*, edition: Edition, duties: Iterable[Duty], by: User) -> queries.Outgoing:
    """Remind of ``duties`` by hand (催办); those done, waived or reminded often enough are left out."""
    edition = _locked(edition)
    wanted = queries.in_force(edition).filter(pk__in=[duty.pk for duty in duties])
    if wanted.exclude(organisation__parent__in=scope(by, Right.MANAGE)).exists():
        raise DutyError(_("只能催办下级单位的任务"))
    check_phase(edition)
    going = queries.outgoing(edition, queries.states(edition, wanted), by_hand=True)
    if not going.letters:
        raise DutyError(_("没有可以催办的：都已完成、已免除、今天已催过、次数已满，或没有登记邮箱的人"))
    moment = clock.now()
    Reminder.objects.bulk_create(Reminder(duty=one.duty, by=by, at=moment) for one in going.told)
    _queue(edition, going, {one.duty.pk: f"hand {moment.isoformat()}" for one in going.told})
    return going
