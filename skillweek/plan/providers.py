"""What the plan puts into people's inboxes."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.common.inbox import Kind, Rows, one_kind
from skillweek.common.registry import InboxItem
from skillweek.organisations.queries import own
from skillweek.organisations.rules import Right
from skillweek.plan import queries
from skillweek.plan.models import Edition, Notice, Recipient


def notices(user: User) -> list[Rows]:
    """Notices that wait for a signature of one of the person's units."""
    waiting = queries.received_by(user).filter(notice__state=Notice.State.SENT)
    kind = Kind("notice", _("签收通知"), _("签收"))
    return [Rows(waiting.exclude(state=Recipient.State.ACKNOWLEDGED), one_kind(kind), _notices_shown,
                 since="notice__sent_at", unit="organisation", due="notice__sign_by",
                 words=("notice__title", "organisation__name"))]  # fmt: skip


def _notices_shown(found: QuerySet[Recipient]) -> list[tuple[int, InboxItem]]:
    return [
        (one.pk, InboxItem(
            kind=_("签收通知"), title=one.notice.title, url=reverse("plan:desk_notice", args=[one.notice.code]),
            since=one.notice.sent_at or clock.now(), organisation=one.organisation.short_name,
            unit=one.organisation_id, due=one.notice.sign_by, action=_("签收"),
        ))
        for one in found
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
                  organisation=one.duty.organisation.short_name, unit=one.duty.organisation_id,
                  action=_("办理"))
        for one in queries.own_first(queries.board(edition, units), units) if one.state != "met"
    ]  # fmt: skip
