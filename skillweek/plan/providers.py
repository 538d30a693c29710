"""What the plan puts into people's inboxes."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.common.registry import InboxItem
from skillweek.organisations.queries import own
from skillweek.organisations.rules import Right
from skillweek.plan import queries
from skillweek.plan.models import Edition


def notices(user: User) -> list[InboxItem]:
    """Notices that wait for a signature of one of the person's units."""
    return [
        InboxItem(
            kind=_("签收通知"), title=one.notice.title, url=reverse("plan:desk_notice", args=[one.notice.code]),
            since=one.notice.sent_at, due=one.notice.sign_by, organisation=one.organisation.short_name,
        )
        for one in queries.to_sign(user) if one.notice.sent_at is not None
    ]  # fmt: skip


def forwardings(user: User) -> list[InboxItem]:
    """New versions of notices that one of the person's units passed on in an older version."""
    return [
        InboxItem(
            kind=_("转发新版通知"), title=notice.title, url=reverse("plan:desk_notice", args=[notice.code]),
            since=notice.sent_at, organisation=unit.short_name,
        )
        for notice, unit in queries.to_forward_again(user) if notice.sent_at is not None
    ]  # fmt: skip


def _begin(edition: Edition) -> datetime:
    first = edition.phases.order_by("starts_at").first()
    return first.starts_at if first else datetime.combine(edition.starts, time(), ZoneInfo(edition.time_zone))


def duties(user: User) -> list[InboxItem]:
    """What the person's own units still owe by the plan."""
    edition = queries.current_edition()
    units = list(own(user, Right.EDIT))
    if edition is None or not units:
        return []
    since, url = _begin(edition), reverse("plan:desk_duties")
    return [
        InboxItem(kind=_("方案任务"), title=one.duty.title, url=url, since=since, due=one.duty.due,
                  organisation=one.duty.organisation.short_name)
        for one in queries.own_first(queries.board(edition, units), units) if one.state != "met"
    ]  # fmt: skip
