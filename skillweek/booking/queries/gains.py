"""Whether everyone gained: who asked, who has a place, who has none, and what those were offered."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from skillweek.booking.models import Booking, Suggestion, WaitingEntry
from skillweek.booking.queries.bookings import COUNTED
from skillweek.common.registry import MeasureValue
from skillweek.organisations.queries import AnyUser, reported, scope
from skillweek.organisations.rules import Right
from skillweek.plan.models import Audience, Edition

State = WaitingEntry.State
#: bookings that are a place for somebody; what is only kept for an answer is still a hope
PLACED = tuple(state for state in COUNTED if state != Booking.State.HELD)


@dataclass
class Gain:
    """People of one audience: with a place, still waiting, without any, and of these who was offered something."""

    audience: Audience | None
    placed: int = 0
    waiting: int = 0
    without: int = 0
    offered: int = 0

    @property
    def asked(self) -> int:
        """Everybody who wanted to come."""
        return self.placed + self.waiting + self.without

    @property
    def percent(self) -> int | None:
        """How many of a hundred have a place, rounded down; None when nobody asked."""
        return 100 * self.placed // self.asked if self.asked else None


def _bookings(edition: Edition) -> QuerySet[Booking]:
    return Booking.objects.filter(session__activity__edition=edition, state__in=PLACED)


def _entries(edition: Edition) -> QuerySet[WaitingEntry]:
    return WaitingEntry.objects.filter(session__activity__edition=edition)


def without_place(edition: Edition) -> QuerySet[WaitingEntry]:
    """Entries that came to nothing, of numbers that have no place anywhere else in the edition."""
    elsewhere = _bookings(edition).filter(phone_index=OuterRef("phone_index"))
    hoping = _entries(edition).filter(
        phone_index=OuterRef("phone_index"), state__in=(State.WAITING, State.OFFERED)
    )
    later = _entries(edition).filter(
        phone_index=OuterRef("phone_index"), state=State.CLOSED, pk__gt=OuterRef("pk")
    )
    closed = _entries(edition).filter(state=State.CLOSED)
    return closed.filter(~Exists(elsewhere), ~Exists(hoping), ~Exists(later))


def gains(user: AnyUser, edition: Edition) -> list[Gain]:
    """By audience of the edition, and without one: the people who asked units that ``user`` reviews."""
    units = scope(user, Right.REVIEW)
    mine = Q(session__activity__owner__in=units)
    found: dict[int | None, Gain] = {
        one.pk: Gain(one) for one in Audience.objects.filter(edition=edition).order_by("position", "pk")
    }
    found[None] = Gain(None)
    suggested = Exists(Suggestion.objects.filter(entry=OuterRef("pk")))
    piles = (
        ("placed", _bookings(edition).filter(mine)),
        ("waiting", _entries(edition).filter(mine, state__in=(State.WAITING, State.OFFERED))),
        ("without", without_place(edition).filter(mine)),
        ("offered", without_place(edition).filter(mine, suggested)),
    )
    for name, rows in piles:
        for key, people in rows.order_by().values_list("audience").annotate(people=Sum("party")):
            setattr(found[key], name, people)
    return [one for one in found.values() if one.audience or one.asked]


def without_at(user: AnyUser, edition: Edition, audience: Audience | None) -> QuerySet[WaitingEntry]:
    """Who of an audience asked and got nothing, latest first, with what each was offered."""
    mine = without_place(edition).filter(
        session__activity__owner__in=scope(user, Right.REVIEW), audience=audience
    )
    return (
        mine.select_related("session__activity__owner")
        .prefetch_related("suggestions__session__activity")
        .order_by("-pk")
    )


def _by_audience(rows: QuerySet[Booking] | QuerySet[WaitingEntry]) -> dict[str, int]:
    counted: dict[str, int] = defaultdict(int)
    found = reported(rows, "session__activity__owner").order_by("audience__position", "audience__pk")
    for label, people in found.values_list("audience__label").annotate(people=Sum("party")):
        counted[label or ""] += people
    return counted


def _measure(*piles: dict[str, int]) -> MeasureValue:
    labels = list(dict.fromkeys(label for pile in piles for label in pile))
    parts = [(label, sum(pile.get(label, 0) for pile in piles)) for label in labels]
    return MeasureValue(sum(value for _label, value in parts), parts)


def count_applicants(edition: Edition) -> MeasureValue:
    """People who asked for a place: with one, waiting, and without; by audience."""
    hoping = _entries(edition).filter(state__in=(State.WAITING, State.OFFERED))
    return _measure(
        _by_audience(_bookings(edition)), _by_audience(hoping), _by_audience(without_place(edition))
    )


def count_without(edition: Edition) -> MeasureValue:
    """People who asked and got no place anywhere; by audience."""
    return _measure(_by_audience(without_place(edition)))


def count_offered(edition: Edition) -> MeasureValue:
    """People without a place who were offered other sessions; by audience."""
    suggested = Exists(Suggestion.objects.filter(entry=OuterRef("pk")))
    return _measure(_by_audience(without_place(edition).filter(suggested)))
