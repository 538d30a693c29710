"""Who signed for a notice: counts, rows, and the roll-up of counties with what they passed on."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Count, F, Max, Q, QuerySet

from skillweek.organisations.models import Organisation
from skillweek.plan.models import Notice, Recipient

State = Recipient.State
#: what a list of receipts can be narrowed to
FILTERS: dict[str, Q] = {
    "missing": ~Q(state=State.ACKNOWLEDGED),
    "unread": Q(state=State.SENT),
    "read": Q(state=State.READ),
    "signed": Q(state=State.ACKNOWLEDGED),
}


@dataclass(frozen=True)
class Receipts:
    """How many units got a notice, and how many of them read and signed; ``told``: had their messages queued."""

    total: int
    acknowledged: int
    read: int
    unread: int
    told: int

    @property
    def missing(self) -> int:
        """How many have not signed."""
        return self.total - self.acknowledged


def receipts(notice: Notice, organisations: list[int] | None = None) -> Receipts:
    """Receipts of ``notice``, counted; of ``organisations`` (ids) only, when given."""
    counted = receipt_rows(notice, organisations).aggregate(
        total=Count("pk"), told=Count("told_at"), acknowledged=Count("pk", filter=FILTERS["signed"]),
        read=Count("pk", filter=FILTERS["read"]), unread=Count("pk", filter=FILTERS["unread"]),
    )  # fmt: skip
    return Receipts(**counted)


def receipt_rows(
    notice: Notice, organisations: list[int] | None = None, show: str = ""
) -> QuerySet[Recipient]:
    """Receipts of ``notice``; of ``organisations`` (ids) only, when given, and of one of FILTERS, when named.

    The unread come first, those that signed last.
    """
    rows = notice.recipients.select_related("organisation__parent", "read_by", "acknowledged_by")
    if organisations is not None:
        rows = rows.filter(organisation__in=organisations)
    if show in FILTERS:
        rows = rows.filter(FILTERS[show])
    return rows.order_by("-state", "organisation__position", "organisation__code")


def with_urges(rows: QuerySet[Recipient]) -> QuerySet[Recipient]:
    """``rows`` with how often each was urged, and when last."""
    return rows.annotate(urged=Count("urges"), urged_at=Max("urges__at"))


@dataclass
class CountyRow:
    """A county-level unit in the roll-up: its own receipt, its schools' of this notice, and what it passed on."""

    place: Organisation
    own: Recipient | None = None
    total: int = 0
    signed: int = 0
    forwarding: Notice | None = None
    outdated: bool = False
    passed_total: int = 0
    passed_signed: int = 0


@dataclass(frozen=True)
class RollUp:
    """The roll-up of a notice by county; only counties that have anything to show."""

    rows: list[CountyRow] = field(default_factory=list)

    @property
    def forwarded(self) -> int:
        """How many counties passed this version on."""
        return sum(row.forwarding is not None and not row.outdated for row in self.rows)


_COUNTED = """
WITH RECURSIVE below(place, id) AS (
    SELECT id, id FROM organisations_organisation WHERE id = ANY(%(places)s)
  UNION ALL
    SELECT b.place, o.id FROM organisations_organisation o JOIN below b ON o.parent_id = b.id
)
SELECT b.place, r.notice_id, count(*), count(*) FILTER (WHERE r.state = 'acknowledged')
FROM below b JOIN plan_recipient r ON r.organisation_id = b.id
WHERE r.notice_id = ANY(%(notices)s) AND b.id <> b.place GROUP BY 1, 2
"""


def _counted(places: Iterable[int], notices: Iterable[int]) -> dict[int, dict[int, tuple[int, int]]]:
    """place id -> notice id -> (how many units below got it, how many of them signed)."""
    found: dict[int, dict[int, tuple[int, int]]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, {"places": list(places), "notices": list(notices)})
        for place, notice, total, signed in cursor.fetchall():
            found[place][notice] = (total, signed)
    return found


def earlier(notice: Notice) -> list[int]:
    """Ids of the versions that ``notice`` supersedes, directly or by way of others."""
    found: list[int] = []
    above = notice.revises_id
    while above is not None and above not in found:
        found.append(above)
        above = Notice.objects.values_list("revises", flat=True).get(pk=above)
    return found


def roll_up(notice: Notice) -> RollUp:
    """Counties below the issuer of ``notice``: their receipt, their schools' receipts, their forwarding and its."""
    places = {
        unit.pk: CountyRow(unit)
        for unit in Organisation.objects.filter(parent=notice.issuer_id, kind__is_place=True)
    }
    for receipt in notice.recipients.filter(organisation__in=places).select_related("acknowledged_by"):
        places[receipt.organisation_id].own = receipt
    passed = Notice.objects.filter(
        forwards__in=[notice.pk, *earlier(notice)], issuer__in=places, state=Notice.State.SENT
    )
    for forwarding in passed.order_by(F("version").asc()):
        row = places[forwarding.issuer_id]
        row.forwarding, row.outdated = forwarding, forwarding.forwards_id != notice.pk
    kept = [row.forwarding.pk for row in places.values() if row.forwarding]
    counted = _counted(places, [notice.pk, *kept])
    for place, row in places.items():
        row.total, row.signed = counted[place].get(notice.pk, (0, 0))
        if row.forwarding:
            row.passed_total, row.passed_signed = counted[place].get(row.forwarding.pk, (0, 0))
    return RollUp([row for row in places.values() if row.own or row.total or row.forwarding])
