"""Whom urging would reach: units that have not signed, today's told ones and unreachable ones apart."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from skillweek.plan.models import Notice, Recipient
from skillweek.plan.queries.receipts import receipt_rows, with_urges
from skillweek.plan.queries.recipients import reachable


@dataclass(frozen=True)
class Urgeable:
    """Receipts that are missing: to be urged ``now``, urged earlier ``today``, and with ``nobody`` to reach."""

    now: list[Recipient] = field(default_factory=list)
    today: list[Recipient] = field(default_factory=list)
    nobody: list[Recipient] = field(default_factory=list)

    @property
    def why_nobody(self) -> str:
        """Why nobody can be urged, to a person."""
        if self.today:
            return _("没有签收的单位今天都催过了，每个单位一天只催一次，请明天再催")
        if self.nobody:
            return _("没有签收的单位都没有登记邮箱的人，发不出催办消息，请先在单位里登记")
        return _("全部单位都已签收，不用催办")


def urgeable(notice: Notice, day: date) -> Urgeable:
    """Who of the missing would be urged on ``day``, and who not."""
    missing = list(with_urges(receipt_rows(notice, show="missing")))
    done = set(notice.recipients.filter(urges__day=day).values_list("pk", flat=True))
    can = reachable(row.organisation_id for row in missing)
    found = Urgeable()
    for row in missing:
        if row.pk in done:
            found.today.append(row)
        elif row.organisation_id in can:
            found.now.append(row)
        else:
            found.nobody.append(row)
    return found
