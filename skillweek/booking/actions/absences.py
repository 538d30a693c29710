"""Who booked and did not come, and who is excused."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.booking.actions.capacity import give_back, hold
from skillweek.booking.actions.incidents import NotYours
from skillweek.booking.models import Booking
from skillweek.booking.queries.gate import overdue
from skillweek.booking.rules import BookingError, NotAllowed, next_state
from skillweek.organisations.queries import has_right
from skillweek.organisations.rules import Right

#: hours after the end of a session, in which devices without a network may still tell who came
GRACE_HOURS = 3
BATCH = 500


def mark_absent() -> int:
    """Confirmed bookings of sessions that are over become no-shows; how many did."""
    count = 0
    for pk in list(overdue(GRACE_HOURS).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        count += _miss(pk)
    return count


@transaction.atomic
def _miss(pk: UUID) -> int:
    """One booking, unless somebody came or cancelled in the meantime; quotas are locked first, as everywhere."""
    hold(Booking.objects.values_list("quotas", flat=True).get(pk=pk))
    current = Booking.objects.select_for_update().get(pk=pk)
    state = next_state(current.state, "miss")
    if state is None:
        return 0
    current.state = state
    current.save(update_fields=["state"])
    give_back(quotas=current.quotas, party=current.party)
    return 1


@transaction.atomic
def excuse(*, booking: Booking, reason: str, by: User) -> Booking:
    """Staff know why nobody came: the number may book again at once."""
    found = Booking.objects.select_for_update(of=("self",)).select_related("session__activity__owner")
    current = found.get(pk=booking.pk)
    if not has_right(by, Right.EDIT, current.session.activity.owner):
        raise NotYours(_("这个单位不由您管理"))
    if current.state != Booking.State.NO_SHOW:
        raise BookingError(_("只有没到场的预约可以免责"))
    if not reason.strip():
        raise NotAllowed(_("请写明没来的原因"), "reason")
    current.excuse, current.excused_by = reason.strip(), by
    current.save(update_fields=["excuse", "excused_by"])
    return current
