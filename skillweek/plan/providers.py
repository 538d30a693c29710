"""What the plan tells other rooms: what waits in inboxes, and signed notices as evidence."""

from collections import Counter
from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.common.inbox import Kind, Rows, one_kind
from skillweek.common.registry import Evidence, EvidenceRow, InboxItem
from skillweek.organisations.models import Organisation
from skillweek.organisations.queries import own
from skillweek.organisations.rules import Right
from skillweek.plan import queries
from skillweek.plan.models import Edition, Notice, Recipient
from skillweek.review.models import Reviewed


def gate(work: Reviewed, step: str) -> str | None:
    """Why a hall, tour, article or prospectus may not be written or decided on in the edition's present phase.

    A work without an edition of its own goes by the one its city shows; without any, nothing is closed.
    """
    edition = (
        getattr(work, "edition", None) or queries.current_first(queries.editions_of(work.city_id)).first()
    )
    return queries.closed(edition, f"{step}_works") if edition else None


def founding(user: User) -> list[InboxItem]:
    """For officers of the city: to found the first edition, and notices that were read and wait to be confirmed."""
    city = queries.city_of(user)
    if city is None:
        return []
    kind, read = _("建立活动周"), queries.unconfirmed(city)
    items = [
        InboxItem(kind=kind, title=_("核对读到的通知：%(file)s") % {"file": one.file.name},
                  url=reverse("plan:reading", args=[one.code]), since=one.created_at,
                  action=_("核对"), organisation=city.short_name, unit=city.pk)
        for one in read[:10]
    ]  # fmt: skip
    if not queries.editions_of(city.pk).exists():
        url = reverse("plan:new_edition")
        items.append(
            InboxItem(
                kind=kind, title=_("新建一届活动周"), url=url, since=clock.now(), action=_("新建"),
                organisation=city.short_name, unit=city.pk,
            )
        )  # fmt: skip
    return items


def notices(user: User) -> list[Rows]:
    """Notices that wait for a signature of one of the person's units."""
    kind = Kind("notice", _("签收通知"), _("签收"))
    return [Rows(queries.to_sign(user), one_kind(kind), _notices_shown, since="notice__sent_at", unit="organisation",
                 due="notice__sign_by", words=("notice__title", "organisation__name"))]  # fmt: skip


def _notices_shown(found: QuerySet[Recipient]) -> list[tuple[int, InboxItem]]:
    return [
        (one.pk, InboxItem(
            kind=_("签收通知"), title=one.notice.title, url=reverse("plan:desk_notice", args=[one.notice.code]),
            since=one.notice.sent_at or clock.now(), organisation=one.organisation.short_name,
            unit=one.organisation_id, due=one.notice.sign_by, action=_("签收"),
        ))
        for one in found
    ]  # fmt: skip


def forwardings(user: User) -> list[InboxItem]:
    """New versions of notices that one of the person's units passed on in an older version."""
    return [
        InboxItem(
            kind=_("转发新版通知"), title=notice.title, url=reverse("plan:desk_notice", args=[notice.code]),
            since=notice.sent_at, organisation=unit.short_name, unit=unit.pk, action=_("转发"),
        )
        for notice, unit in queries.to_forward_again(user) if notice.sent_at is not None
    ]  # fmt: skip


def _begin(edition: Edition) -> datetime:
    first = edition.phases.order_by("starts_at").first()
    return first.starts_at if first else datetime.combine(edition.starts, time(), ZoneInfo(edition.time_zone))


def duties(user: User) -> list[InboxItem]:
    """What the person's own units still owe by the plan, what is late first."""
    edition = queries.current_edition()
    units = list(own(user, Right.EDIT))
    if edition is None or not units:
        return []
    since = _begin(edition)
    return [
        InboxItem(kind=_("方案任务"), title=one.duty.title, since=since, due=one.duty.due,
                  url=reverse("plan:unit_duties", args=[one.duty.organisation.code]), action=_("办理"),
                  organisation=one.duty.organisation.short_name, unit=one.duty.organisation_id)
        for one in queries.worst_first(queries.states_of(edition, units)) if not one.done
    ]  # fmt: skip


def _signed(edition: Edition, parameter: str) -> QuerySet[Recipient]:
    """Receipts signed by now, of the notice with code ``parameter`` when given."""
    found = Recipient.objects.filter(
        notice__edition=edition, state=Recipient.State.ACKNOWLEDGED, acknowledged_at__lte=clock.now()
    )
    return found.filter(notice__code=parameter) if parameter else found


def _signed_by(edition: Edition, parameter: str) -> dict[int, int]:
    return dict(Counter(_signed(edition, parameter).order_by().values_list("organisation", flat=True)))


def _signed_rows(edition: Edition, parameter: str, unit: Organisation | None) -> list[EvidenceRow]:
    found = _signed(edition, parameter).select_related("notice", "organisation")
    if unit is not None:
        found = found.filter(organisation=unit)
    return [
        EvidenceRow(
            one.notice.title, reverse("plan:desk_notice", args=[one.notice.code]), one.organisation.called
        )
        for one in found
    ]


def _sent(edition: Edition) -> list[tuple[str, str]]:
    found = edition.notices.filter(state=Notice.State.SENT, sent_at__lte=clock.now())
    return [(notice.code, notice.title) for notice in found]


SIGNED = Evidence(
    label=gettext_lazy("已签收的通知"), count=_signed_by, parameters=_sent, rows=_signed_rows,
    way="plan:desk_notices", verb=gettext_lazy("去签收"),
)  # fmt: skip
