"""What is late in a person's scope, unit by unit: duties, unsigned notices, missing material, waiting reviews."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db.models import Q, QuerySet, prefetch_related_objects
from django.utils.timezone import localtime

from skillweek.accounts.models import User
from skillweek.collection import queries as collection
from skillweek.collection.models import Call
from skillweek.common import clock
from skillweek.desk.rules import NOTICE_DAYS
from skillweek.organisations.models import Organisation
from skillweek.organisations.queries import scope
from skillweek.organisations.rules import Right
from skillweek.plan.models import Edition, Notice, Recipient
from skillweek.plan.queries import late_in, sendable_by
from skillweek.review.models import Review
from skillweek.review.queries import targets_of, waiting_for
from skillweek.review.rules import REVIEW_DAYS

#: what can be late, in the order of columns
SORTS = ("duties", "notices", "materials", "reviews")


@dataclass
class Behind:
    """A unit with how much of each sort is late, and since when the oldest is."""

    unit: Organisation
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(SORTS, 0))
    oldest: date = date.max

    def add(self, sort: str, number: int, since: date) -> None:
        """Count ``number`` more things that are late since ``since``."""
        self.counts[sort] += number
        self.oldest = min(self.oldest, since)

    @property
    def total(self) -> int:
        """How much is late in all."""
        return sum(self.counts.values())

    @property
    def numbers(self) -> list[tuple[str, int]]:
        """Sort and number, in the order of columns."""
        return [(sort, self.counts[sort]) for sort in SORTS]


def unsigned(user: User, edition: Edition) -> QuerySet[Recipient]:
    """Receipts of units in scope that are past their date, or that wait too long where the notice names none."""
    today, now = clock.today(edition.time_zone), clock.now()
    late = Q(notice__sign_by__lt=today) | Q(
        notice__sign_by=None, notice__sent_at__lt=now - timedelta(days=NOTICE_DAYS)
    )
    found = Recipient.objects.filter(
        late, notice__edition=edition, notice__state=Notice.State.SENT, notice__sent_at__lte=now,
        organisation__in=scope(user, Right.SEE),
    )  # fmt: skip
    return found.exclude(state=Recipient.State.ACKNOWLEDGED).select_related("notice")


def stuck(user: User) -> QuerySet[Review]:
    """Reviews that wait at units in scope for longer than a review may."""
    moment = clock.now() - timedelta(days=REVIEW_DAYS)
    return waiting_for(user).filter(moved_at__lt=moment).order_by("moved_at", "pk")


def _signable_since(one: Recipient) -> date:
    if one.notice.sign_by:
        return one.notice.sign_by
    return localtime(one.notice.sent_at).date() + timedelta(days=NOTICE_DAYS)


@dataclass(frozen=True)
class Owing:
    """Material that a unit owes after the deadline of a call."""

    call: Call
    unit: Organisation
    missing: int


def overdue(user: User, edition: Edition) -> list[Owing]:
    """Material that units in scope still owe by calls whose deadline is over."""
    today = clock.today(edition.time_zone)
    calls = [call for call in collection.calls(edition) if call.deadline < today]
    units = list(collection.owing_visible_to(user, edition)) if calls else []
    return [
        Owing(call, row.organisation, sum(one.missing for one in row.progress))
        for call in calls
        for row in collection.table(call, units)
        if row.state != "complete"
    ]


def behind(user: User, edition: Edition) -> list[Behind]:
    """Units in scope with something late, the one that is longest late first."""
    counted: dict[int, list[tuple[str, int, date]]] = defaultdict(list)
    for late in late_in(user, edition):
        counted[late.unit.pk].append(("duties", late.late, late.oldest))
    for one in unsigned(user, edition):
        counted[one.organisation_id].append(("notices", 1, _signable_since(one)))
    for owing in overdue(user, edition):
        counted[owing.unit.pk].append(("materials", owing.missing, owing.call.deadline))
    for review in stuck(user):
        if review.waiting_at_id is not None:
            since = localtime(review.moved_at).date() + timedelta(days=REVIEW_DAYS)
            counted[review.waiting_at_id].append(("reviews", 1, since))
    return _sorted(counted)


def _sorted(counted: dict[int, list[tuple[str, int, date]]]) -> list[Behind]:
    units = Organisation.objects.select_related("kind", "parent").in_bulk(counted)
    found = []
    for pk, numbers in counted.items():
        row = Behind(units[pk])
        for sort, number, since in numbers:
            row.add(sort, number, since)
        found.append(row)
    return sorted(found, key=lambda row: (row.oldest, -row.total, row.unit.position, row.unit.code))


def totals(rows: Iterable[Behind]) -> dict[str, int]:
    """How much of each sort is late in all ``rows``."""
    found = dict.fromkeys(SORTS, 0)
    for row in rows:
        for sort, number in row.numbers:
            found[sort] += number
    return found


@dataclass(frozen=True)
class Details:
    """Everything that is late at one unit."""

    behind: Behind | None
    notices: list[Recipient]
    materials: list[Owing]
    reviews: list[Review]
    urgeable: set[int]


def details(user: User, edition: Edition, unit: Organisation) -> Details:
    """What is late at ``unit``, thing by thing (its duties have a page of their own)."""
    rows = {row.unit.pk: row for row in behind(user, edition)}
    reviews = list(stuck(user).filter(waiting_at=unit))
    prefetch_related_objects(reviews, GenericPrefetch("target", targets_of(reviews)))
    notices = list(unsigned(user, edition).filter(organisation=unit).order_by("notice__sent_at"))
    mine = sendable_by(user).filter(pk__in=[one.notice_id for one in notices])
    return Details(
        behind=rows.get(unit.pk),
        notices=notices,
        materials=[one for one in overdue(user, edition) if one.unit.pk == unit.pk],
        reviews=reviews,
        urgeable=set(mine.values_list("pk", flat=True)),
    )


def unit_in_scope(user: User, code: str) -> Organisation | None:
    """The unit called ``code``, when ``user`` may see its desk."""
    found = Organisation.objects.filter(pk__in=scope(user, Right.SEE), code=code)
    return found.select_related("kind", "parent").first()


def may_urge(user: User, unit: Organisation) -> bool:
    """True when ``user`` manages ``unit`` from above."""
    return unit.parent_id is not None and unit.parent_id in scope(user, Right.MANAGE)
