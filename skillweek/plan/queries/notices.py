"""Notices: who sees them, to whom they may go, who signed."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from skillweek.common import clock
from skillweek.organisations.models import Organisation
from skillweek.organisations.queries import AnyUser, own, scope, subtree_ids
from skillweek.organisations.rules import Right
from skillweek.plan.models import Edition, Notice, Recipient


def public_notices(edition: Edition) -> QuerySet[Notice]:
    """Notices of ``edition`` that everyone may read now."""
    return Notice.objects.filter(
        edition=edition, public=True, state=Notice.State.SENT, sent_at__lte=clock.now()
    ).select_related("issuer")


def received_by(user: AnyUser) -> QuerySet[Recipient]:
    """Notices sent to units for which ``user`` signs: units of their own, with the right to write or decide."""
    units = own(user, Right.EDIT, Right.REVIEW).values("pk")
    found = Recipient.objects.filter(organisation__in=units, notice__sent_at__lte=clock.now())
    return found.exclude(notice__state=Notice.State.DRAFT).select_related(
        "notice__issuer", "organisation", "acknowledged_by"
    )


def sendable_by(user: AnyUser) -> QuerySet[Notice]:
    """Notices of the units that ``user`` manages: written, sent or superseded."""
    return Notice.objects.filter(issuer__in=scope(user, Right.MANAGE)).select_related("issuer", "edition")


def drafts_of(user: AnyUser) -> QuerySet[Notice]:
    """Notices that ``user`` may still change and send."""
    return sendable_by(user).filter(state=Notice.State.DRAFT)


def sent_by(user: AnyUser) -> QuerySet[Notice]:
    """Notices of the units where ``user`` is a manager, with how many units got and signed each."""
    signed = Count("recipients", filter=Q(recipients__state=Recipient.State.ACKNOWLEDGED))
    mine = sendable_by(user).filter(issuer__in=own(user, Right.MANAGE).values("pk"))
    return mine.annotate(total=Count("recipients"), signed=signed).order_by("-signed_on", "-id")


def visible_to(user: AnyUser) -> QuerySet[Notice]:
    """Notices of units that ``user`` manages, and those sent to any unit whose desk ``user`` sees."""
    seen = Recipient.objects.filter(
        organisation__in=scope(user, Right.SEE), notice__sent_at__lte=clock.now()
    ).values("notice")
    mine = Q(issuer__in=scope(user, Right.MANAGE))
    return Notice.objects.filter(mine | Q(pk__in=seen)).select_related("issuer", "edition")


@dataclass(frozen=True)
class Receipts:
    """Who got a notice, and how many of them read and signed."""

    rows: list[Recipient]

    def _count(self, state: str) -> int:
        return sum(row.state == state for row in self.rows)

    @property
    def total(self) -> int:
        """How many units it went to."""
        return len(self.rows)

    @property
    def acknowledged(self) -> int:
        """How many signed."""
        return self._count(Recipient.State.ACKNOWLEDGED)

    @property
    def read(self) -> int:
        """How many read it and did not sign yet."""
        return self._count(Recipient.State.READ)

    @property
    def unread(self) -> int:
        """How many did not open it."""
        return self._count(Recipient.State.SENT)

    @property
    def missing(self) -> list[Recipient]:
        """Those that have not signed, unread ones first."""
        rows = [row for row in self.rows if row.state != Recipient.State.ACKNOWLEDGED]
        return sorted(rows, key=lambda row: row.state == Recipient.State.READ)


def receipts(notice: Notice, organisations: list[int] | None = None) -> Receipts:
    """Receipts of ``notice``; of ``organisations`` (ids) only, when given."""
    rows = notice.recipients.select_related("organisation__kind", "organisation__parent", "acknowledged_by")
    if organisations is not None:
        rows = rows.filter(organisation__in=organisations)
    return Receipts(list(rows))


@dataclass(frozen=True)
class Group:
    """Units that a notice can go to as a whole; ``key`` is what a form sends."""

    key: str
    label: str
    units: list[Organisation]


def addressable(issuer: Organisation) -> QuerySet[Organisation]:
    """Units below ``issuer``, in the order of the tree."""
    below = Organisation.objects.filter(pk__in=subtree_ids(issuer), active=True).exclude(pk=issuer.pk)
    return below.select_related("kind", "parent").order_by("-kind__is_place", "position", "code")


def groups(issuer: Organisation) -> list[Group]:
    """Units below ``issuer`` by rule: county-level units, vocational schools, then every other kind there is."""
    units = list(addressable(issuer))
    found = [
        Group("places", _("全部县级单位"), [u for u in units if u.kind.is_place]),
        Group("schools", _("全部职业院校"), [u for u in units if u.kind.is_vocational]),
    ]
    others = [u for u in units if not u.kind.is_place and not u.kind.is_vocational]
    for kind in dict.fromkeys(u.kind for u in others):
        label = _("全部%(kind)s") % {"kind": kind}
        found.append(Group(kind.code, label, [u for u in others if u.kind_id == kind.pk]))
    return [group for group in found if group.units]
