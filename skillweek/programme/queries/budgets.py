"""What activities cost, one by one and by unit."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, QuerySet

from skillweek.organisations.models import Organisation
from skillweek.organisations.queries import AnyUser, scope
from skillweek.organisations.rules import Right
from skillweek.plan.models import Edition, FrugalityWord
from skillweek.programme.models import Activity, BudgetLine
from skillweek.programme.queries.safeguards import ALIVE
from skillweek.programme.rules.budgets import Finding, findings


@dataclass(frozen=True)
class Spending:
    """What the activities of one unit cost."""

    unit: Organisation
    activities: int
    paid: int
    total: Decimal
    warned: list[BudgetLine] = field(default_factory=list)


def spending(user: AnyUser, edition: Edition) -> list[Spending]:
    """What each unit that ``user`` reviews for spends on its activities, the most first; three statements."""
    alive = Activity.objects.filter(edition=edition, state__in=ALIVE, owner__in=scope(user, Right.REVIEW))
    counted = dict(alive.order_by().values_list("owner").annotate(n=Count("pk")))
    words = list(edition.frugalitywords.all())
    lines: dict[int, list[BudgetLine]] = {}
    for line in BudgetLine.objects.filter(activity__in=alive).select_related("activity"):
        lines.setdefault(line.activity.owner_id, []).append(line)
    units = Organisation.objects.filter(pk__in=counted).select_related("parent")
    rows = [_spent(unit, counted[unit.pk], lines.get(unit.pk, []), words) for unit in units]
    return sorted(rows, key=lambda row: (-row.total, row.unit.position, row.unit.code))


def _spent(
    unit: Organisation, activities: int, lines: list[BudgetLine], words: list[FrugalityWord]
) -> Spending:
    paid = {line.activity_id for line in lines if line.amount}
    warned = [line for line in lines if findings(line.item, line.reason, words)]
    return Spending(unit, activities, len(paid), sum((line.amount for line in lines), Decimal(0)), warned)


def lines_of(activity: Activity) -> list[tuple[BudgetLine, list[Finding]]]:
    """The lines of an activity's budget, each with the words of the list that occur in it."""
    words = list(activity.edition.frugalitywords.all())
    return [(line, findings(line.item, line.reason, words)) for line in activity.budget.all()]


def budget_lines_editable_by(user: AnyUser) -> QuerySet[BudgetLine]:
    """Lines of activities that ``user`` may write."""
    return BudgetLine.objects.filter(activity__owner__in=scope(user, Right.EDIT)).select_related(
        "activity__edition"
    )
