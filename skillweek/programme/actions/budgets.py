"""Writing what an activity costs."""

from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from skillweek.programme.actions.activities import locked, touch
from skillweek.programme.models import Activity, BudgetLine, Safeguard
from skillweek.programme.rules.budgets import check_line


def _frugal(activity: Activity, stated: bool) -> None:
    Safeguard.objects.update_or_create(activity=activity, defaults={"frugal": stated})
    touch(activity)


@transaction.atomic
def add_budget_line(
    *, activity: Activity, item: str, amount: Decimal = Decimal(0), source: str = "", reason: str = ""
) -> BudgetLine:
    """Add a line; refused when it holds a forbidden word, or one that is warned of and no reason."""
    current = locked(activity, "edit")
    facts = {"item": item.strip(), "source": source.strip(), "reason": reason.strip()}
    check_line(amount=amount, words=list(current.edition.frugalitywords.all()), **facts)
    last = current.budget.aggregate(last=Max("position"))["last"]
    line = BudgetLine.objects.create(
        activity=current, amount=amount, position=0 if last is None else last + 1, **facts
    )
    _frugal(current, stated=False)
    return line


@transaction.atomic
def edit_budget_line(
    *, line: BudgetLine, item: str, amount: Decimal = Decimal(0), source: str = "", reason: str = ""
) -> BudgetLine:
    """Change a line, by the same rule."""
    activity = locked(line.activity, "edit")
    current = BudgetLine.objects.select_for_update().get(pk=line.pk)
    facts = {"item": item.strip(), "source": source.strip(), "reason": reason.strip()}
    check_line(amount=amount, words=list(activity.edition.frugalitywords.all()), **facts)
    current.amount = amount
    current.item, current.source, current.reason = facts["item"], facts["source"], facts["reason"]
    current.save()
    touch(activity)
    return current


@transaction.atomic
def remove_budget_line(*, line: BudgetLine) -> None:
    """Take a line out."""
    activity = locked(line.activity, "edit")
    line.delete()
    touch(activity)


@transaction.atomic
def state_frugal(*, activity: Activity) -> None:
    """The unit states that nothing is spent; lines that were there go."""
    current = locked(activity, "edit")
    for line in current.budget.all():
        line.delete()
    _frugal(current, stated=True)
