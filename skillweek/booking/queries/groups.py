"""Groups as the desk, the gate and the propaganda side see them."""

from django.db.models import QuerySet, Sum

from skillweek.booking.models import Checkin, Group
from skillweek.booking.rules import LIVE
from skillweek.organisations.queries import AnyUser, scope
from skillweek.organisations.rules import Right
from skillweek.plan.models import Edition
from skillweek.programme.models import Session


def groups_of(session: Session) -> list[tuple[Group, int]]:
    """The groups awaited at ``session``, in order of name, each with how many of it have come."""
    found = list(
        Group.objects.filter(booking__session=session, booking__state__in=LIVE)
        .select_related("booking")
        .order_by("unit", "id")
    )
    came = dict(
        Checkin.objects.filter(booking__in=[one.booking_id for one in found], direction=Checkin.Direction.IN)
        .values("booking")
        .annotate(people=Sum("people"))
        .values_list("booking", "people")
    )
    # who went out and came in again is no more than who was booked
    return [(one, min(came.get(one.booking_id, 0), one.booking.party)) for one in found]


def media(user: AnyUser, edition: Edition) -> QuerySet[Group]:
    """Newsrooms that come, or ask to, at activities whose desk ``user`` may see; soonest first."""
    return (
        Group.objects.filter(
            kind=Group.Kind.MEDIA, booking__state__in=LIVE, booking__session__activity__edition=edition,
            booking__session__activity__owner__in=scope(user, Right.SEE),
        )
        .select_related("booking__session__activity__owner", "booking__session__venue")
        .order_by("booking__session__starts", "unit", "id")
    )  # fmt: skip
