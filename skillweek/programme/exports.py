"""Large activities and costs as spreadsheets."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from skillweek.library.sheets import sheet
from skillweek.programme.models import Activity
from skillweek.programme.queries.budgets import Spending
from skillweek.programme.rules.permits import Standing


def permits_sheet(rows: Iterable[tuple[Activity, Standing]]) -> bytes:
    """Large activities with where their permits stand, one row each."""
    head = [
        _("活动"), _("单位"), _("状态"), _("预计人数"), _("许可机关"), _("最晚申请日"), _("许可情况"), _("安全责任人"),
    ]  # fmt: skip
    table = [
        (
            activity.title, activity.owner.name, activity.get_state_display(), activity.safeguard.expected,
            standing.authority, standing.last_day, standing.text, activity.safeguard.responsible_name,
        )
        for activity, standing in rows
    ]  # fmt: skip
    return sheet(name=_("大型活动许可"), head=head, rows=table)


def spending_sheet(rows: Iterable[Spending]) -> bytes:
    """What units spend on their activities, one row a unit."""
    head = [_("单位"), _("上级单位"), _("活动"), _("花钱的活动"), _("金额（元）"), _("要留意的")]
    table = [
        (
            row.unit.name, row.unit.parent.name if row.unit.parent else "", row.activities, row.paid, row.total,
            _("、").join(line.item for line in row.warned),
        )
        for row in rows
    ]  # fmt: skip
    return sheet(name=_("活动经费"), head=head, rows=table)
