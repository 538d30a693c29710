"""Writing what an activity asks of whoever books it."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.booking.actions.order import move_up
from skillweek.booking.actions.terms import check_owner
from skillweek.booking.models import Choice, Question
from skillweek.booking.rules import NotAllowed
from skillweek.programme.models import Activity


@transaction.atomic
def save_question(
    *, activity: Activity, by: User, facts: dict[str, Any], choices: Sequence[str], question: Question | None = None
) -> Question:  # fmt: skip
    """Write a question, or another wording of ``question``; choices that are gone stay with old answers.

    Raises NotYourRules, or NotAllowed at the field.
    """
    held = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    check_owner(held, by)
    if facts["kind"] == Question.Kind.CHOICE and len(choices) < 2:
        raise NotAllowed(_("请写至少两个选项，一行一个"), "choices")
    last = Question.objects.filter(activity=held).aggregate(last=Max("position"))["last"] or 0
    row = question or Question(activity=held, position=last + 1)
    for name, value in facts.items():
        setattr(row, name, value)
    row.save()
    _set_choices(row, choices if row.kind == Question.Kind.CHOICE else ())
    return row


def _set_choices(question: Question, wished: Sequence[str]) -> None:
    known = {choice.label: choice for choice in question.choices.all()}
    for position, label in enumerate(dict.fromkeys(wished)):
        choice = known.pop(label, None) or Choice(question=question, label=label)
        choice.position, choice.active = position, True
        choice.save()
    for choice in known.values():
        choice.active = False
        choice.save(update_fields=["active"])


@transaction.atomic
def switch_question(*, question: Question, by: User, active: bool) -> Question:
    """Ask it (again), or no longer; answers given stay. Twice is no harm."""
    held = Activity.objects.select_for_update(of=("self",)).get(pk=question.activity_id)
    check_owner(held, by)
    row = Question.objects.get(pk=question.pk)
    row.active = active
    row.save(update_fields=["active"])
    return row


@transaction.atomic
def raise_question(*, question: Question, by: User) -> None:
    """Ask it one place earlier; the first stays where it is."""
    held = Activity.objects.select_for_update(of=("self",)).get(pk=question.activity_id)
    check_owner(held, by)
    move_up(Question.objects.filter(activity=held), question.pk)
