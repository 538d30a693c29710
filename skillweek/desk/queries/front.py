"""What stands around the inbox: links, four figures, the rehearsal clock."""

from collections.abc import Iterable
from dataclasses import dataclass

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.desk.rules import NavItem, Station, allowed, stations
from skillweek.organisations.models import Membership
from skillweek.organisations.queries import AnyUser, own, scope
from skillweek.organisations.rules import RIGHTS, Right
from skillweek.plan.models import Duty, Edition, Notice, Recipient
from skillweek.plan.queries import current_edition
from skillweek.programme.queries import public_sessions
from skillweek.review.queries import waiting_for


def memberships(user: AnyUser) -> list[Membership]:
    """The roles of ``user``, with their units."""
    if not user.is_authenticated:
        return []
    return list(user.memberships.filter(active=True).select_related("organisation"))


def sees_units(roles: Iterable[Membership]) -> bool:
    """True when any of ``roles`` lets a person look at a unit's desk."""
    return any(Right.SEE in RIGHTS[membership.role] for membership in roles)


def navigation(user: AnyUser) -> list[NavItem]:
    """The links of the side for ``user``."""
    return allowed(membership.role for membership in memberships(user))


@dataclass(frozen=True)
class Tiles:
    """The four figures above the inbox, for the units whose desk the person sees."""

    sessions: int
    waiting: int
    signed: int
    addressed: int
    late: int
    duties: int


def tiles(user: User, edition: Edition, late: int) -> Tiles:
    """Counted now, from rows; ``late`` is how many duties are (see ``late.behind``)."""
    units: Iterable[int] = scope(user, Right.SEE)
    receipts = Recipient.objects.filter(
        notice__edition=edition, notice__state=Notice.State.SENT, notice__sent_at__lte=clock.now(),
        organisation__in=units,
    )  # fmt: skip
    owed = Duty.objects.filter(clause__edition=edition, organisation__in=units, ended_at=None)
    return Tiles(
        sessions=public_sessions(edition).filter(activity__owner__in=units).count(),
        waiting=waiting_for(user).count(),
        signed=receipts.filter(state=Recipient.State.ACKNOWLEDGED).count(),
        addressed=receipts.count(),
        late=late,
        duties=owed.count(),
    )


def clock_stations() -> list[Station]:
    """Stations of the rehearsal clock; none while there is no edition."""
    edition = current_edition()
    return stations(edition, edition.phases.all()) if edition else []


def may_move_clock(user: AnyUser) -> bool:
    """True for people who manage a city."""
    return own(user, Right.MANAGE).filter(parent__isnull=True).exists()
